"""Logs of transactions as CSV, read row by row: what cannot be read is a finding with its line.

The columns are transaction_id, date, type, from_account and to_account, and units, or series,
start and end; a log may have both, and further ones. Accounts may be empty here.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from tallystick.core.findings import Finding, Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.io.workbook import unreadable as why
from tallystick.io.workbook.unreadable import Unreadable, unreadable
from tallystick.ledger.replay_log import BadRows, LogRow

DESIGN = "Tallystick design"
UNIQUE = "2/CMA.3 annex para 29"

COLUMNS = ("transaction_id", "date", "type", "from_account", "to_account")
REQUIRED = ("transaction_id", "date", "type")
UNITS = ("units",)
RANGE = ("series", "start", "end")
LARGEST = (1 << 63) - 2
"""The highest number that both databases hold as a serial or a number of units."""

NOT_CSV = Text("it is not CSV in UTF-8 ({reason})", "它不是 UTF-8 编码的 CSV（{reason}）")
SUPPLY = Text("supply a CSV file in UTF-8", "请提供 UTF-8 编码的 CSV 文件")
NO_COLUMN = Text("the column {column} is missing", "缺少列 {column}")
CELLS = Text(
    "the row has {count} cells and the header {expected}",
    "该行有 {count} 个单元格，标题行有 {expected} 个",
)
BLANK = Text("{column} is empty", "{column} 为空")
NOT_A_DATE = Text(
    'date "{value}" is not an ISO 8601 date, with or without a time',
    "date“{value}”不是 ISO 8601 日期（可含时间）",
)
NOT_WHOLE = Text(
    '{column} "{value}" is not a whole number above 0 of at most 63 bits',
    "{column}“{value}”不是 63 位以内的正整数",
)

REASONS: Mapping[type[OSError], Text] = {
    FileNotFoundError: why.MISSING,
    NotADirectoryError: why.MISSING,
    PermissionError: why.DENIED,
}

_DIGITS = re.compile("[0-9]{1,19}")

Place = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row by column, without the space around them."""

    place: Place
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def whole(self, column: str) -> int | None:
        """Read a number of units or a serial; None where the cell holds none."""
        number = int(self[column]) if _DIGITS.fullmatch(self[column]) else 0
        return number if 0 < number <= LARGEST else None

    @property
    def moment(self) -> datetime | None:
        """When the transaction took effect; None where the cell does not say."""
        try:
            return datetime.fromisoformat(self["date"])
        except ValueError:
            return None

    @property
    def quantity_columns(self) -> tuple[str, ...]:
        """The columns that say how many units the row moves: serials, a number, or both."""
        ranged = RANGE if any(self[column] for column in RANGE) else ()
        return ranged + (UNITS if self["units"] or not ranged else ())


ROWS: Rulebook[RawRow, None] = Rulebook("rows of a transaction log")


@ROWS.rule(
    "SYNTAX",
    source=DESIGN,
    message=Text("{problem}", "{problem_zh}"),
    fix=Text("correct the row", "请更正该行"),
)
def cells_can_be_read(row: RawRow, _: None) -> Iterator[Shown]:
    """A row has an id, a date, a type, and units or a range of serials."""
    for column in (*REQUIRED, *row.quantity_columns):
        problem = _problem(row, column)
        if problem:
            values = {"column": column, "value": row[column]}
            yield _shown(problem.fill(values), {**row.place, "column": column})


@ROWS.rule(
    "BLOCK_RANGE",
    source=UNIQUE,
    message=Text(
        "first serial {start} is greater than last serial {end}",
        "首个序列号 {start} 大于末个序列号 {end}",
    ),
    fix=Text("exchange or correct the two serials", "请对调或更正两个序列号"),
)
def start_is_not_above_end(row: RawRow, _: None) -> Shown | None:
    """The first serial of a range is not above its last."""
    start, end = row.whole("start"), row.whole("end")
    return fails(row.place, start=start, end=end) if start and end and start > end else None


@ROWS.rule(
    "BLOCK_QTY",
    source=UNIQUE,
    message=Text(
        "{start} to {end} holds {held} units, the row states {units}",
        "{start} 至 {end} 含 {held} 个单位，而该行所列为 {units}",
    ),
    fix=Text("state {held} or correct the serials", "请填写 {held} 或更正序列号"),
)
def units_are_the_length_of_the_range(row: RawRow, _: None) -> Shown | None:
    """Where a row states both units and serials, they agree."""
    start, end, units = row.whole("start"), row.whole("end"), row.whole("units")
    if start is None or end is None or units is None or start > end:
        return None
    held = end - start + 1
    return None if units == held else fails(row.place, start=start, end=end, held=held, units=units)


@dataclass(frozen=True, slots=True)
class ReplayFile:
    """A log on disk; each iteration reads it anew and yields its rows and what is wrong in it.

    Iteration raises Unreadable for a file that is no CSV at all.
    """

    path: Path

    def __iter__(self) -> Iterator[LogRow | BadRows]:
        try:
            with self._open() as file:
                yield from self._rows(file)
        except (UnicodeDecodeError, csv.Error) as error:
            reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
            raise self._unreadable(NOT_CSV.fill({"reason": reason})) from None
        except OSError as error:
            raise self._unreadable(REASONS.get(type(error), why.NOT_A_FILE)) from None

    def _open(self) -> TextIO:
        if self.path.exists() and not self.path.is_file():
            raise IsADirectoryError(self.path)
        return self.path.open(encoding="utf-8-sig", newline="")

    def _rows(self, file: TextIO) -> Iterator[LogRow | BadRows]:
        lines = csv.reader(file, strict=True)
        header = [name.strip().casefold() for name in next(lines, [])]
        if not header:
            raise self._unreadable(why.EMPTY)
        lacking = _lacking(header)
        if lacking:
            findings = [_damage(NO_COLUMN.fill({"column": name}), {"line": 1}) for name in lacking]
            yield BadRows(findings, sum(1 for cells in lines if cells))
        for cells in lines:
            place = {"line": lines.line_num}
            if len(cells) == len(header):
                yield _read(RawRow(place, dict(zip(header, map(str.strip, cells), strict=True))))
            elif cells:
                counts = {"count": len(cells), "expected": len(header)}
                yield BadRows([_damage(CELLS.fill(counts), place)])

    def _unreadable(self, reason: Text) -> Unreadable:
        refusal = unreadable(self.path, reason, why.MENDS.get(reason, SUPPLY))
        return Unreadable(replace(refusal.finding, source=DESIGN))


def _lacking(header: list[str]) -> list[str]:
    """Name the columns without which no row can be read."""
    quantity = RANGE if any(column in header for column in RANGE) else UNITS
    if "units" in header:
        quantity = UNITS
    return [column for column in (*COLUMNS, *quantity) if column not in header]


def _read(row: RawRow) -> LogRow | BadRows:
    findings = ROWS.judge(row, None)
    return BadRows(findings) if findings else _log_row(row)


def _log_row(row: RawRow) -> LogRow:
    """Put a row that no rule refuses into its types."""
    moment = datetime.fromisoformat(row["date"])
    first, last = row.whole("start"), row.whole("end")
    ranged = first is not None and last is not None
    return LogRow(
        line=int(str(row.place["line"])),
        transaction_id=row["transaction_id"],
        on=moment.date(),
        at=moment.timetz() if len(row["date"]) > len("YYYY-MM-DD") else None,
        type=row["type"],
        from_account=row["from_account"],
        to_account=row["to_account"],
        units=last - first + 1 if first and last else row.whole("units") or 0,
        series=row["series"] if ranged else None,
        first=first,
        last=last,
    )


def _problem(row: RawRow, column: str) -> Text | None:
    """Say what keeps a cell from being read; None where nothing does."""
    if not row[column]:
        return BLANK
    if column == "date" and row.moment is None:
        return NOT_A_DATE
    if column in {"units", "start", "end"} and row.whole(column) is None:
        return NOT_WHOLE
    return None


def _damage(problem: Text, place: Place) -> Finding:
    return ROWS["SYNTAX"].finding(_shown(problem, place))


def _shown(problem: Text, place: Place) -> Shown:
    return fails(place, problem=problem.en, problem_zh=problem.zh)
