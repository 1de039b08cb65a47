"""Ranges of serials that share numbers, whatever their length.

Row i of a series in order of start shares a number with an earlier row exactly when the i-th
lowest end is not below its start: the ends below its start all belong to earlier rows, so if there
are fewer of them than earlier rows, an earlier one reaches it. Starts and ends therefore sort
apart, as one number each that carries the series, wherever 62 bits hold both. Where they do not,
and for the rows at fault, the ranges sort whole and the highest end so far runs along. Both ways
are exact.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRST = 100
"""How many of the rows at fault are named."""

BITS = 62

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many rows share numbers with an earlier row, and how many repeat one exactly.

    `overlaps` and `repeats` name the first of them, by series, start and end, each with the
    earlier row that reaches furthest, or that it repeats. A row is its place in the frame.
    """

    overlapping: int = 0
    duplicates: int = 0
    overlaps: tuple[tuple[int, int], ...] = ()
    repeats: tuple[tuple[int, int], ...] = ()


def find_overlaps(ranges: pl.DataFrame, first: int = FIRST) -> Overlaps:
    """Find the rows that share a number with an earlier row (by start, then end) of their series.

    `ranges` has the columns series (integers or categories), start and end (Int64), without nulls,
    and no start above its end.
    """
    rows = ranges.select(pl.col("series").to_physical(), "start", "end").with_row_index("row")
    keys = _packed(rows) if rows.height else None
    if keys is None:
        return _in_full(rows, first)
    apart = keys.select(pl.all().sort())
    starts, ends = apart["start"].to_numpy(), apart["end"].to_numpy()
    taken = np.flatnonzero(ends[:-1] >= starts[1:]) + 1
    tied = np.unique(starts[np.flatnonzero(starts[1:] == starts[:-1])])
    overlaps = _in_full(rows[_holding(keys, starts[taken[:first]])], first)
    repeats = _in_full(rows.filter(keys["start"].is_in(pl.Series(tied).implode())), first)
    return Overlaps(taken.size, repeats.duplicates, overlaps.overlaps, repeats.repeats)


def find_mismatches(ranges: pl.DataFrame, first: int = FIRST) -> tuple[int, tuple[int, ...]]:
    """Count the rows whose stated quantity is not the length of their range, and name the first.

    A row without a quantity states none. The length of a range may exceed 63 bits.
    """
    quantity = pl.col("quantity")
    differs = (quantity < 1) | (pl.col("end") - pl.col("start") != quantity - 1)
    wrong = ranges.lazy().select(differs.fill_null(value=False)).collect(engine="streaming")
    rows = wrong.to_series().arg_true()
    return rows.len(), tuple(rows.head(first))


def _packed(ranges: pl.DataFrame) -> pl.DataFrame | None:
    """Put each series in a stretch of numbers of its own, if 62 bits hold them all."""
    series, lowest = _least(ranges["series"]), _least(ranges["start"])
    bits = (_most(ranges["end"]) - lowest).bit_length()
    if bits + (_most(ranges["series"]) - series).bit_length() > BITS:
        return None
    base = (pl.col("series").cast(pl.Int64) - series) * (1 << bits) - lowest
    keys = ranges.lazy().select(start=base + pl.col("start"), end=base + pl.col("end"))
    return keys.collect(engine="streaming")


def _holding(keys: pl.DataFrame, numbers: Ints) -> NDArray[np.integer]:
    """Return the rows that hold at least one of the numbers, which are in order."""
    if numbers.size == 0:
        return np.empty(0, dtype=np.int64)
    around = (pl.col("start") <= numbers[-1]) & (pl.col("end") >= numbers[0])
    near = keys.lazy().with_row_index("row").filter(around).collect(engine="streaming")
    below = np.searchsorted(numbers, near["start"].to_numpy(), "left")
    holds = below < np.searchsorted(numbers, near["end"].to_numpy(), "right")
    return near["row"].to_numpy()[holds]


def _in_full(ranges: pl.DataFrame, first: int) -> Overlaps:
    """Find the same by sorting whole ranges, with the rows by name."""
    reach = pl.col("end").cum_max().shift().over("series")
    same = pl.all_horizontal(pl.col(c) == pl.col(c).shift() for c in ("series", "start", "end"))
    found = (
        ranges.sort("series", "start", "end", "row")
        .with_columns(reach=reach, equal=same.fill_null(value=False))
        .select(
            "row",
            "equal",
            taken=(pl.col("start") <= pl.col("reach")).fill_null(value=False),
            furthest=_carried(
                pl.col("reach").is_null() | (pl.col("end") > pl.col("reach"))
            ).shift(),
            original=_carried(~pl.col("equal")),
        )
    )
    taken, equal = found.filter("taken"), found.filter("equal")
    return Overlaps(
        taken.height,
        equal.height,
        tuple(taken.select("row", "furthest").head(first).iter_rows()),
        tuple(equal.select("row", "original").head(first).iter_rows()),
    )


def _carried(sets: pl.Expr) -> pl.Expr:
    """Return the last row at which something was set."""
    return pl.when(sets).then("row").forward_fill()


def _least(column: pl.Series) -> int:
    return int(column.min())  # type: ignore[arg-type]


def _most(column: pl.Series) -> int:
    return int(column.max())  # type: ignore[arg-type]
