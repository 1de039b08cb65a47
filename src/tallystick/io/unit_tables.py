"""Files of what happened to units: registries' lists, tables of our own, and AEF workbooks.

The ranges are read as `io.ranges` reads them. Beside them stand, where a file has them: event,
party, host, registry, activity, date, period_from, period_to and underlying, the serial number of
the underlying range or the columns underlying_series, underlying_start and underlying_end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tallystick.article6.detectors.events import SCHEMA, UnitEvent, UnitEvents
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.overlaps import Overlaps
from tallystick.core.serials import defects
from tallystick.core.serials.form import SerialError
from tallystick.core.serials.registries import parse
from tallystick.io.ranges import read_ranges
from tallystick.io.unit_workbooks import is_workbook, read_workbooks

COLUMNS = {
    "event": ("event", "type", "action"),
    "party": ("party", "claimant", "account holder"),
    "host": ("host",),
    "registry": ("registry", "programme", "program"),
    "activity": ("activity",),
    "on": ("date", "status effective", "issuance date"),
    "first_day": ("period_from", "monitoring period start"),
    "last_day": ("period_to", "monitoring period end"),
    "underlying": ("underlying",),
    "backing": ("underlying_series",),
    "backing_start": ("underlying_start",),
    "backing_end": ("underlying_end",),
}
"""What each column may be headed with, our own word first."""

DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
EVENT = Text('"{value}" is no event; known are {known}', "“{value}”不是事件；已知事件为 {known}")
DAY = Text('"{value}" is no date', "“{value}”不是日期")
NUMBER = Text('"{value}" is no whole number', "“{value}”不是整数")
SERIAL = Text(
    '"{value}" is not a serial number of a known registry', "“{value}”不是已知登记簿的序列号"
)
MEND = Text("correct the cell", "请更正该单元格")

_READ = (defects.columns_are_there, defects.cells_can_be_read, defects.start_is_not_above_end)


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """The events of all files that can be read, and what is wrong with the files."""

    events: UnitEvents
    findings: tuple[Finding, ...]
    unreadable: bool


def read_units(paths: Sequence[Path], default: UnitEvent) -> UnitFiles:
    """Read files; a row without an event stands for the default one."""
    given = list(dict.fromkeys(paths))  # a file named twice is one source
    books = [path for path in given if is_workbook(path)]
    frames, findings, unread = read_workbooks(books)
    for path in given:
        if path not in books:
            table, refused = read_ranges([path])
            findings += refused
            unread = unread or bool(refused)
            if not refused:
                frame, wrong = _events(path, table, default)
                frames.append(frame)
                findings += wrong
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)
    return UnitFiles(UnitEvents(rows), tuple(findings), unread)


def _events(
    path: Path, table: defects.RangeTable, default: UnitEvent
) -> tuple[pl.DataFrame, list[Finding]]:
    checked = defects.Checked(table, Overlaps(0, 0, (), ()), 0, ())
    findings = [one for rule in _READ for one in rule.judge(checked, None)]
    ranges = table.ranges.select("row", pl.col("series").cast(pl.String), "start", "end")
    beside = ranges.join(_beside(path), on="row", how="left", maintain_order="left")
    typed, wrong = _typed(path, _with_underlying(beside), default)
    return typed, findings + wrong


def _beside(path: Path) -> pl.DataFrame:
    """Return the columns beside the ranges as text, by row."""
    with path.open("rb") as file:
        parquet = file.read(4) == b"PAR1"
    lines = pl.scan_parquet(path, glob=False) if parquet else pl.scan_csv(
        path, infer_schema=False, glob=False
    )  # fmt: skip
    names = {" ".join(name.split()).casefold(): name for name in lines.collect_schema().names()}
    there = {
        column: pl.col(names[heads[0]]).cast(pl.String).str.strip_chars()
        for column, spelled in COLUMNS.items()
        if (heads := [head for head in spelled if head in names])
    }
    given = {name: pl.when(column != "").then(column) for name, column in there.items()}
    absent = {name: pl.lit(None, pl.String) for name in COLUMNS if name not in there}
    numbered = lines.with_row_index("row", offset=1 if parquet else 2)
    return numbered.select("row", **given, **absent).collect()


def _with_underlying(rows: pl.DataFrame) -> pl.DataFrame:
    """Take printed serial numbers of underlying units apart; what cannot be read stays unknown."""
    printed = rows.filter(pl.col("underlying").is_not_null())
    parts = [(row, *_parsed(text)) for row, text in printed.select("row", "underlying").iter_rows()]
    schema = {"row": pl.UInt32, **dict.fromkeys(("series_", "start_", "end_"), pl.String)}
    read = pl.DataFrame(parts, schema=schema, orient="row")
    return rows.join(read, on="row", how="left", maintain_order="left").with_columns(
        backing=pl.coalesce("backing", "series_"),
        backing_start=pl.coalesce("backing_start", "start_"),
        backing_end=pl.coalesce("backing_end", "end_"),
    )


def _parsed(text: str) -> tuple[str | None, str | None, str | None]:
    try:
        numbers = parse(text)
    except SerialError:
        return None, None, None
    return numbers.series, str(numbers.start), str(numbers.end)


def _typed(
    path: Path, rows: pl.DataFrame, default: UnitEvent
) -> tuple[pl.DataFrame, list[Finding]]:
    word = pl.col("event").str.to_lowercase().str.replace_all(r"[ -]", "_")
    known = word.is_in(list(UnitEvent))
    days = {
        name: pl.coalesce(
            pl.col(name).str.slice(0, 10).str.to_date(day, strict=False) for day in DAYS
        )
        for name in ("on", "first_day", "last_day")
    }
    numbers = {
        name: pl.col(name).cast(pl.Int64, strict=False) for name in ("backing_start", "backing_end")
    }
    kept = pl.when(pl.col("event").is_null()).then(pl.lit(default.value)).when(known).then(word)
    typed = rows.with_columns(event=kept, file=pl.lit(str(path)), **days, **numbers)
    said = {"event": EVENT, **dict.fromkeys(days, DAY), **dict.fromkeys(numbers, NUMBER)}
    typed = typed.with_columns(
        underlying=pl.when(pl.col("backing").is_not_null()).then("underlying")
    )
    said["underlying"] = SERIAL
    wrong = [one for name, text in said.items() for one in _lost(path, rows, typed, name, text)]
    return typed.select(*SCHEMA).cast(SCHEMA), wrong  # type: ignore[arg-type]  # one type for each


def _lost(
    path: Path, rows: pl.DataFrame, typed: pl.DataFrame, name: str, text: Text
) -> list[Finding]:
    """Return findings on the cells of a column that are there and could not be read."""
    lost = rows.filter(rows[name].is_not_null() & typed[name].is_null())
    return [
        _finding(text, {"file": str(path), "row": row, "column": COLUMNS[name][0]}, value)
        for row, value in lost.select("row", name).head(100).iter_rows()
    ]


def _finding(text: Text, where: Mapping[str, object], value: str) -> Finding:
    said = text.fill({"value": value, "known": ", ".join(UnitEvent)})
    return Finding("SYNTAX", Outcome.FAIL, Severity.ERROR, said, MEND, defects.LAYOUT, where)
