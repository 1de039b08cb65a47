"""Ranges of serials that share numbers, whatever their length.

Put the ranges of a series in order of start. Row i shares a number with an earlier row exactly
when the i-th lowest end of the series is not below its start: the ends below its start all belong
to earlier rows, so if there are fewer of them than there are earlier rows, one of these reaches
it. Starts and ends can therefore be sorted apart, as one number each that carries the series,
wherever 62 bits hold both. Where they do not, and for naming the rows at fault, ranges are sorted
whole while the highest end so far runs along. Both ways are exact.
"""

from dataclasses import dataclass

import polars as pl

FIRST = 100
"""How many of the rows at fault are named."""

BITS = 62


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many rows share numbers with an earlier row, and how many repeat one exactly.

    `overlaps` and `repeats` name the first of them, by series, start and end, each with the
    earlier row that reaches furthest, or that it repeats. A row is its place in the frame.
    """

    overlapping: int
    duplicates: int
    overlaps: tuple[tuple[int, int], ...]
    repeats: tuple[tuple[int, int], ...]


def find_overlaps(ranges: pl.DataFrame, first: int = FIRST) -> Overlaps:
    """Find the rows that share a number with an earlier row (by start, then end) of their series.

    `ranges` has the columns series (integers or categories), start and end (Int64), without nulls,
    and no start above its end.
    """
    ranges = ranges.select(pl.col("series").to_physical(), "start", "end")
    keys = _packed(ranges)
    if keys is None:
        return _in_full(ranges.with_row_index("row"), first)
    starts, ends = keys.select(pl.all().sort())
    before, after = slice(None, -1), slice(1, None)
    taken = (ends[before] >= starts[after]).arg_true() + 1
    tied = starts[after].filter(starts[before] == starts[after]).unique()
    overlaps = _in_full(_holding(keys, starts[taken.head(first)]), first)
    repeats = _in_full(_matching(keys, pl.col("start").is_in(tied.implode())), first)
    return Overlaps(taken.len(), repeats.duplicates, overlaps.overlaps, repeats.repeats)


def find_mismatches(ranges: pl.DataFrame, first: int = FIRST) -> tuple[int, tuple[int, ...]]:
    """Count the rows whose stated quantity is not the length of their range, and name the first.

    A row without a quantity states none. The length of a range may exceed 63 bits.
    """
    quantity = pl.col("quantity")
    differs = (quantity < 1) | (pl.col("end") - pl.col("start") != quantity - 1)
    rows = _matching(ranges.select("start", "end", "quantity"), differs)["row"]
    return rows.len(), tuple(rows.head(first))


def _packed(ranges: pl.DataFrame) -> pl.DataFrame | None:
    """Give each series a stretch of numbers of its own, if 62 bits hold them all."""
    if ranges.is_empty():
        return None
    series, lowest = _least(ranges["series"]), _least(ranges["start"])
    bits = (_most(ranges["end"]) - lowest).bit_length()
    if bits + (_most(ranges["series"]) - series).bit_length() > BITS:
        return None
    base = (pl.col("series").cast(pl.Int64) - series) * (1 << bits) - lowest
    keys = ranges.lazy().select(start=base + pl.col("start"), end=base + pl.col("end"))
    return keys.collect(engine="streaming")


def _matching(ranges: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """Return the rows that meet a condition, with their place."""
    rows = ranges.lazy().with_row_index("row").filter(condition)
    return rows.collect(engine="streaming").sort("row")


def _holding(keys: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Return the rows that hold at least one of the numbers, which are in order."""
    if numbers.is_empty():
        return keys.clear().with_row_index("row")
    around = (pl.col("end") >= _least(numbers)) & (pl.col("start") <= _most(numbers))
    near = _matching(keys, around)
    below = numbers.search_sorted(near["start"], "left")
    return near.filter(below < numbers.search_sorted(near["end"], "right"))


def _in_full(ranges: pl.DataFrame, first: int) -> Overlaps:
    """Sort whole ranges, without a series if their numbers carry it, and name the rows."""
    if "series" not in ranges.columns:
        ranges = ranges.with_columns(series=0)
    keys = [pl.col(name) for name in ("series", "start", "end")]
    same = pl.all_horizontal(key == key.shift() for key in keys).fill_null(value=False)
    found = (
        _in_order(ranges)
        .with_columns(reach=pl.col("end").cum_max().shift().over("series"), equal=same)
        .select(
            "row",
            "equal",
            taken=(pl.col("start") <= pl.col("reach")).fill_null(value=False),
            furthest=_last_row((pl.col("end") <= pl.col("reach")).not_().fill_null(value=True)),
            original=_last_row(~pl.col("equal")),
        )
        .with_columns(pl.col("furthest").shift())
    )
    taken, equal = found.filter("taken"), found.filter("equal")
    return Overlaps(
        taken.height,
        equal.height,
        tuple(taken.select("row", "furthest").head(first).iter_rows()),
        tuple(equal.select("row", "original").head(first).iter_rows()),
    )


def _in_order(ranges: pl.DataFrame) -> pl.DataFrame:
    """Sort by series, start, end and row; two sorts by one column beat one by four."""
    ordered = ranges.sort("start").sort("series", maintain_order=True)
    same = (pl.col(name) == pl.col(name).shift() for name in ("series", "start"))
    tied = ordered.select(pl.all_horizontal(same).any()).item()
    return ordered.sort("series", "start", "end", "row") if tied else ordered


def _last_row(sets: pl.Expr) -> pl.Expr:
    """Return the last row at which something was set."""
    return pl.when(sets).then("row").forward_fill()


def _least(column: pl.Series) -> int:
    return int(column.min())  # type: ignore[arg-type]  # integers, not empty


def _most(column: pl.Series) -> int:
    return int(column.max())  # type: ignore[arg-type]  # integers, not empty
