"""What can be wrong with ranges of serials that were read from files, in words.

A rule shows each row at fault while there are few; above that, one finding gives their count and
names the first of them.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tallystick.core.findings import Finding, Text
from tallystick.core.overlaps import FIRST, Overlaps, find_mismatches, find_overlaps
from tallystick.core.rules import Rulebook, Shown, fails, unknown

LAYOUT = "Tallystick design"
UNIQUE = "2/CMA.3 annex para 29"

MORE = Text("; {count} rows in all, named are the first", "；共 {count} 行，此处仅列出首批")
UNSTATED = Text("the quantity of {count} row(s)", "{count} 行的数量")

Place = Mapping[str, object]
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of a file are at fault in one way, and the first with what they say."""

    count: int
    first: Sequence[tuple[Place, Values]]


@dataclass(frozen=True)
class RangeTable:
    """The ranges of all files that can be compared, and what of the files is left out.

    `ranges` has the columns row, series (integers or categories), start, end and perhaps
    quantity; `begins` says at which of its rows each file begins; `unread` has the problem of
    each cell that cannot be read, under `problem` and `problem_zh`.
    """

    ranges: pl.DataFrame
    files: Sequence[str] = ()
    begins: Sequence[int] = ()
    rows: int = 0
    missing_columns: Sequence[Place] = ()
    unread: Sequence[Rows] = ()
    backwards: Sequence[Rows] = ()
    unstated: Sequence[Rows] = ()

    def named(self, indices: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return everything about some ranges, and the file of each."""
        wanted = sorted(set(indices))
        return {
            index: {"file": self.files[bisect(self.begins, index) - 1], **values}
            for index, values in zip(wanted, self.ranges[wanted].iter_rows(named=True), strict=True)
        }


@dataclass(frozen=True)
class Checked:
    """Ranges with the numbers found twice and the quantities that do not fit."""

    table: RangeTable
    overlaps: Overlaps
    mismatches: int
    first_mismatches: Sequence[int]

    @property
    def findings(self) -> list[Finding]:
        """Everything that is wrong, in words."""
        return BOOK.judge(self, None)


def check(table: RangeTable) -> Checked:
    """Look for numbers held twice, and for quantities that are not the length of their range."""
    mismatches = find_mismatches(table.ranges) if "quantity" in table.ranges.columns else (0, ())
    return Checked(table, find_overlaps(table.ranges), *mismatches)


BOOK: Rulebook[Checked, None] = Rulebook("ranges")


@BOOK.rule(
    "SYNTAX",
    source=LAYOUT,
    message=Text("the column {column} is missing", "缺少列 {column}"),
    fix=Text(
        "name the columns series, start and end, or give the numbers as the registry prints them "
        "in one column serial",
        "请将列命名为 series、start、end，或在 serial 一列中按登记簿原样给出序列号",
    ),
)
def columns_are_there(checked: Checked, _: None) -> Iterator[Shown]:
    """A file has a column for the series, the first and the last serial."""
    return (fails(place, **place) for place in checked.table.missing_columns)


@BOOK.rule(
    "SYNTAX",
    source=LAYOUT,
    message=Text("{problem}{more}", "{problem_zh}{more_zh}"),
    fix=Text("correct the cell", "请更正该单元格"),
)
def cells_can_be_read(checked: Checked, _: None) -> Iterator[Shown]:
    """Every row has a series and whole numbers, or the serial number of a known registry."""
    for rows in checked.table.unread:
        yield from shown_rows(rows)


@BOOK.rule(
    "BLOCK_RANGE",
    source=UNIQUE,
    message=Text(
        "first serial {start} is greater than last serial {end}{more}",
        "首个序列号 {start} 大于末个序列号 {end}{more_zh}",
    ),
    fix=Text("exchange or correct the two serials", "请对调或更正两个序列号"),
)
def start_is_not_above_end(checked: Checked, _: None) -> Iterator[Shown]:
    """The first serial of a range is not above its last."""
    for rows in checked.table.backwards:
        yield from shown_rows(rows)


@BOOK.rule(
    "SERIAL_OVERLAP",
    source=UNIQUE,
    message=Text(
        "{series}: {start} to {end} shares numbers with {other_start} to {other_end} in row "
        "{other_row} of {other_file}{more}",
        "{series}：{start} 至 {end} 与 {other_file} 第 {other_row} 行的 {other_start} 至 "
        "{other_end} 有重复序列号{more_zh}",
    ),
    fix=Text(
        "find out which of the two holds the numbers and correct the other",
        "请查明序列号归属于哪一行，并更正另一行",
    ),
)
def no_number_is_held_twice(checked: Checked, _: None) -> Iterator[Shown]:
    """A row shares no number with an earlier row of its series."""
    found = checked.overlaps
    return shown_rows(_pairs(checked.table, found.overlapping, found.overlaps))


@BOOK.rule(
    "IMPORT_DUP",
    source=UNIQUE,
    message=Text(
        "{series}: {start} to {end} repeats row {other_row} of {other_file}{more}",
        "{series}：{start} 至 {end} 与 {other_file} 第 {other_row} 行完全重复{more_zh}",
    ),
    fix=Text("remove one of the two rows", "请删除两行之一"),
)
def no_range_is_repeated(checked: Checked, _: None) -> Iterator[Shown]:
    """A row is no exact repeat of an earlier one."""
    found = checked.overlaps
    return shown_rows(_pairs(checked.table, found.duplicates, found.repeats))


@BOOK.rule(
    "BLOCK_QTY",
    source=UNIQUE,
    message=Text(
        "{series}: {start} to {end} holds {units} units, the quantity stated is {quantity}{more}",
        "{series}：{start} 至 {end} 含 {units} 个单位，而所列数量为 {quantity}{more_zh}",
    ),
    fix=Text("state {units} or correct the serials", "请填写 {units} 或更正序列号"),
)
def quantity_is_the_length_of_the_range(checked: Checked, _: None) -> Iterator[Shown]:
    """A stated quantity is the length of its range; an empty one confirms nothing."""
    named = checked.table.named(checked.first_mismatches).values()
    first = [(row, {**row, "units": row["end"] - row["start"] + 1}) for row in named]
    yield from shown_rows(Rows(checked.mismatches, first))
    for rows in checked.table.unstated:
        where = {**rows.first[0][0], "count": rows.count}
        yield unknown(UNSTATED.fill({"count": rows.count}), where)


def _pairs(table: RangeTable, count: int, pairs: Sequence[tuple[int, int]]) -> Rows:
    """Put each row beside the earlier one it clashes with."""
    first, named = [], table.named(index for pair in pairs for index in pair)
    for index, earlier in pairs:
        place, other = named[index], named[earlier]
        values = {**place, **{f"other_{name}": value for name, value in other.items()}}
        first.append(({**place, "other": other}, values))
    return Rows(count, first)


def shown_rows(rows: Rows) -> Iterator[Shown]:
    """Show every row at fault, or the first of too many with their count."""
    if rows.count <= FIRST:
        for place, values in rows.first:
            yield fails(place, **{**values, "more": "", "more_zh": ""})
    else:
        place, values = rows.first[0]
        more = MORE.fill({"count": rows.count})
        where = {**place, "count": rows.count, "rows": [dict(each) for each, _ in rows.first]}
        yield fails(where, **{**values, "more": more.en, "more_zh": more.zh})
