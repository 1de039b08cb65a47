"""Ranges of serials that share numbers, whatever their length, by sorting and a running maximum.

Where series, start and end fit in 63 bits together, they travel as one packed key each, which
sorts several times faster than three columns; where they do not, the columns are sorted as they
are. Both ways are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRST = 100
"""How many of the rows at fault are named."""

BITS = 63

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many rows share numbers with an earlier row, and how many repeat one exactly.

    `overlaps` and `repeats` name the first of them, by series, start and end, each with the
    earlier row that reaches furthest, or that it repeats. A row is its place in the frame.
    """

    overlapping: int
    duplicates: int
    overlaps: tuple[tuple[int, int], ...] = ()
    repeats: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """Ranges in order; `reach` is the highest end up to each row of its series.

    Where the series is packed into start and end, `series` is None and `packing` undoes it.
    """

    start: Ints
    end: Ints
    reach: Ints
    series: Ints | None = None
    packing: "_Packing | None" = None

    def ranges(self, rows: Sequence[int]) -> dict[str, Ints]:
        """Return series, start and end of some rows."""
        start, end = self.start[list(rows)], self.end[list(rows)]
        if self.packing is not None:
            return self.packing.undo(start, end)
        assert self.series is not None
        return {"series": self.series[list(rows)], "start": start, "end": end}


@dataclass(frozen=True, slots=True)
class _Packing:
    """Each series in a stretch of 2 to the `bits` numbers of its own."""

    bits: int
    series: int
    lowest: int

    def start(self, ranges: pl.DataFrame) -> Ints:
        """Return the packed start of every range."""
        packed = ranges["series"].to_numpy().astype(np.int64)
        packed -= self.series
        packed <<= self.bits
        packed += ranges["start"].to_numpy()
        packed -= self.lowest
        return packed

    def undo(self, start: Ints, end: Ints) -> dict[str, Ints]:
        """Return what the packed numbers stand for."""
        number = (1 << self.bits) - 1
        return {
            "series": (start >> self.bits) + self.series,
            "start": (start & number) + self.lowest,
            "end": (end & number) + self.lowest,
        }


def find_overlaps(ranges: pl.DataFrame, first: int = FIRST) -> Overlaps:
    """Find the rows that share a number with an earlier row (by start, then end) of their series.

    `ranges` has the columns series (any integers), start and end (Int64), without nulls, and no
    start above its end.
    """
    if ranges.height == 0:
        return Overlaps(0, 0)
    line = _packed(ranges) or _unpacked(ranges)
    taken = line.reach[:-1] >= line.start[1:]
    equal = (line.start[1:] == line.start[:-1]) & (line.end[1:] == line.end[:-1])
    if line.series is not None:
        same_series = line.series[1:] == line.series[:-1]
        taken &= same_series
        equal &= same_series
    overlaps = [(row, _furthest_before(line, row)) for row in _first(taken, first)]
    repeats = [(row, _first_equal(line, row)) for row in _first(equal, first)]
    found = _places(ranges, line, sorted({row for pair in (*overlaps, *repeats) for row in pair}))
    return Overlaps(
        int(np.count_nonzero(taken)),
        int(np.count_nonzero(equal)),
        tuple((found[row], found[earlier]) for row, earlier in overlaps),
        tuple((found[row], found[earlier]) for row, earlier in repeats),
    )


def find_mismatches(ranges: pl.DataFrame, first: int = FIRST) -> tuple[int, tuple[int, ...]]:
    """Count the rows whose stated quantity is not the length of their range, and name the first.

    A row without a quantity states none. The length of a range may exceed 63 bits.
    """
    quantity = pl.col("quantity")
    differs = (quantity < 1) | (pl.col("end") - pl.col("start") != quantity - 1)
    rows = ranges.select(differs.fill_null(value=False).arg_true()).to_series()
    return rows.len(), tuple(rows.head(first))


def _packed(ranges: pl.DataFrame) -> _Line | None:
    """Sort packed keys, if 63 bits hold series and numbers. Large arrays are used again."""
    lowest, series = _least(ranges["start"]), _least(ranges["series"])
    bits = (_most(ranges["end"]) - lowest).bit_length()
    if bits + (_most(ranges["series"]) - series).bit_length() > BITS:
        return None
    packing = _Packing(bits, series, lowest)
    start = packing.start(ranges)
    length = ranges["end"].to_numpy() - ranges["start"].to_numpy()
    start, end = _in_order(start, length)
    return _Line(start, end, np.maximum.accumulate(end), packing=packing)


def _in_order(start: Ints, length: Ints) -> tuple[Ints, Ints]:
    """Sort by start, then length, and return starts and ends; short ranges as one number each.

    Both arrays are overwritten.
    """
    bits = int(length.max()).bit_length()
    if int(start.max()).bit_length() + bits <= BITS:
        start <<= bits
        start |= length
        packed = pl.Series(start).sort().to_numpy()
        np.bitwise_and(packed, (1 << bits) - 1, out=length)
        start = packed >> bits
        length += start
        return start, length
    length += start
    ordered = pl.DataFrame({"start": start, "end": length}).sort("start")
    return _settled(ordered["start"].to_numpy(), ordered["end"].to_numpy())


def _settled(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Order the ends of equal starts, which sorting by start alone leaves as they come."""
    tied = np.zeros(start.size, dtype=np.bool_)
    tied[1:] = start[1:] == start[:-1]
    tied[:-1] |= tied[1:]
    rows = np.flatnonzero(tied)
    end = end.copy()
    end[rows] = end[rows][np.lexsort((end[rows], start[rows]))]
    return start, end


def _unpacked(ranges: pl.DataFrame) -> _Line:
    ordered = ranges.select("series", "start", "end").sort("series", "start", "end")
    reach = ordered.select(pl.col("end").cum_max().over("series")).to_series()
    series, start, end = (ordered[name].to_numpy() for name in ordered.columns)
    return _Line(start, end, reach.to_numpy(), series)


def _stretch(line: _Line, row: int) -> tuple[int, int]:
    """Return where the series of a row begins, and where it ends."""
    if line.series is None:
        return 0, line.start.size
    value = line.series[row]
    begin, end = (np.searchsorted(line.series, value, side) for side in ("left", "right"))
    return int(begin), int(end)


def _furthest_before(line: _Line, row: int) -> int:
    begin, _ = _stretch(line, row)
    return begin + int(np.searchsorted(line.reach[begin:row], line.reach[row - 1]))


def _first_equal(line: _Line, row: int) -> int:
    begin, _ = _stretch(line, row)
    begin += int(np.searchsorted(line.start[begin:row], line.start[row]))
    return begin + int(np.searchsorted(line.end[begin:row], line.end[row]))


def _first(flags: Flags, first: int) -> list[int]:
    """Return the first rows with an earlier row of which the flag between them is set."""
    return [int(row) + 1 for row in np.flatnonzero(flags)[:first]]


def _places(ranges: pl.DataFrame, line: _Line, rows: Sequence[int]) -> dict[int, int]:
    """Find rows of the line again in the frame, where equal ones have the same order."""
    names = ["series", "start", "end"]
    wanted = pl.DataFrame(line.ranges(rows)).cast({"series": ranges.schema["series"]})
    given = (
        ranges.select(names)
        .with_row_index("row")
        .filter(pl.col("start").is_in(wanted["start"].implode()))
        .join(wanted, on=names, how="semi", maintain_order="left")
        .group_by(names, maintain_order=True)
        .agg("row")
    )
    equal = {(series, start, end): found for series, start, end, found in given.iter_rows()}
    return {
        row: equal[key][row - _first_equal(line, row)]
        for row, key in zip(rows, wanted.iter_rows(), strict=True)
    }


def _least(column: pl.Series) -> int:
    return int(column.min())  # type: ignore[arg-type]


def _most(column: pl.Series) -> int:
    return int(column.max())  # type: ignore[arg-type]
