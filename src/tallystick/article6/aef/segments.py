"""Blocks cut at each other's bounds, so that any two ranges of one series are equal or apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tallystick.article6.aef.recurring import recurring
from tallystick.core.overlaps import BITS

SERIES = ["approach", "registry", "first_transferring_party", "vintage"]

MOST_PIECES = 20_000_000
"""Series that would take more pieces than this together, the worst ones first, stay uncut."""


@dataclass(frozen=True, slots=True)
class Segments:
    """The pieces of blocks, and the series left uncut.

    `pieces`  block, sound, segment, first, last: equal segments are the same units
    `uncut`   the columns of a series
    """

    pieces: pl.DataFrame
    uncut: pl.DataFrame


def cut(ranges: pl.DataFrame, most: int = MOST_PIECES) -> Segments:
    """Cut ranges (the columns of a series, block, sound, first, last) at all bounds in a series.

    The pieces come in the order of their segments.
    """
    numbered = ranges.select(
        combinations(ranges.select(SERIES)).alias("series"), "block", "sound", "first", "last"
    )
    ordered = _in_order(numbered)
    tangled = pl.col("series").is_in(ordered.filter(_reaches_into())["series"].unique().implode())
    whole = _whole(ordered.filter(~tangled))
    begin = whole.select(pl.col("segment").max() + 1).item() or 0
    pieces, uncut = _cut(ordered.filter(tangled), begin, most)
    named = ranges.filter(numbered["series"].is_in(uncut["series"].implode()))
    return Segments(pl.concat([whole, pieces]), named.select(SERIES).unique().sort(SERIES))


def combinations(rows: pl.DataFrame) -> pl.Series:
    """Return a number for what each row says, equal for equal rows and in their order."""
    number, most = pl.Series([0], dtype=pl.Int64).new_from_index(0, rows.height), 1
    for values in rows:
        rank, count = _ranked(values)
        if (most * count).bit_length() > BITS // 2:
            number, most = _ranked(number)
        number, most = number * count + rank, most * count
    return number


def _ranked(values: pl.Series) -> tuple[pl.Series, int]:
    """Return the place of each value in order, null before all, and how many places there are."""
    different, which = recurring(values) or (values, None)
    places = different.rank("dense").fill_null(0).cast(pl.Int64)
    count = 0 if places.is_empty() else int(places.max()) + 1  # type: ignore[arg-type]  # numbers, not empty
    return places if which is None else places.gather(which), count


def _in_order(numbered: pl.DataFrame) -> pl.DataFrame:
    """Sort by series, first, last and block; series and first as one number, where that can be.

    Rows come in the order of their blocks.
    """
    bounds = ("series", "first", "last")
    if numbered.is_empty():
        return numbered
    most = numbered.select(pl.max("series", "first").cast(pl.Int64)).row(0)
    width = most[1].bit_length()
    if most[0].bit_length() + width > BITS:
        return numbered.sort(bounds, maintain_order=True)
    start = (pl.col("series") * 2**width + pl.col("first")).alias("start")
    ordered = numbered.with_columns(start).sort("start", maintain_order=True)
    same = pl.col("start") == pl.col("start").shift()
    tied = ordered.select((same & (pl.col("last") != pl.col("last").shift())).any()).item()
    return numbered.sort(bounds, maintain_order=True) if tied else ordered.drop("start")


def _differs() -> pl.Expr:
    """Whether a range is another one than the range before it; the very first is."""
    return pl.any_horizontal(
        pl.col(name) != pl.col(name).shift() for name in ("series", "first", "last")
    ).fill_null(value=True)


def _reaches_into() -> pl.Expr:
    """Whether a range shares units with another one just before it in the order of bounds."""
    same = pl.col("series") == pl.col("series").shift()
    return same & _differs() & (pl.col("first") <= pl.col("last").shift())


def _whole(ordered: pl.DataFrame) -> pl.DataFrame:
    """Return ranges of which any two are equal or apart: each is one piece."""
    segment = _differs().cum_sum().cast(pl.UInt32) - 1
    return ordered.select("block", "sound", segment=segment, first="first", last="last")


def _cut(numbered: pl.DataFrame, begin: int, most: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return pieces, with segments from a number on, and the series that take too many."""
    bounds = _bounds(numbered)
    placed = _placed(numbered, bounds)
    wanted = placed.group_by("series").agg(pieces=(pl.col("end") - pl.col("start")).sum())
    sized = wanted.sort("pieces", "series").with_columns(total=pl.col("pieces").cum_sum())
    uncut = sized.filter(pl.col("total") > most).select("series")
    kept = placed.join(uncut, on="series", how="anti")
    pieces = _pieces(kept, bounds).sort("segment", "block")
    return pieces.with_columns(pl.col("segment") + begin), uncut


def _bounds(ranges: pl.DataFrame) -> pl.DataFrame:
    """Return every serial at which some range of the series begins or has just ended."""
    begins = ranges.select("series", bound="first")
    ended = ranges.select("series", bound=pl.col("last") + 1)
    return pl.concat([begins, ended]).unique().sort("series", "bound").with_row_index("place")


def _placed(ranges: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    begins = bounds.select("series", start="place", first="bound")
    ended = bounds.select("series", end="place", last=pl.col("bound") - 1)
    return ranges.join(begins, on=["series", "first"]).join(ended, on=["series", "last"])


def _pieces(placed: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    pieces = placed.select(
        "block", "sound", segment=pl.int_ranges("start", "end", dtype=pl.UInt32)
    ).explode("segment")
    serials = bounds["bound"]
    return pieces.with_columns(
        first=serials.gather(pieces["segment"]),
        last=serials.gather(pieces["segment"] + 1) - 1,
    )


def beside(segments: pl.Series, told: pl.DataFrame) -> pl.DataFrame:
    """Return the row that is `told` of each segment, null where none is; no segment has two."""
    size = max(one.len() and int(one.max()) + 1 for one in (segments, told["segment"]))  # type: ignore[arg-type]  # numbers, not empty
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, size)
    places[told["segment"]] = pl.Series(range(told.height), dtype=pl.UInt32)
    return told.drop("segment")[places.gather(segments)]


def joined(pieces: pl.DataFrame, alike: Sequence[str]) -> pl.DataFrame:
    """Join pieces that follow on each other and are alike; other columns are of the first piece."""
    ordered = pieces.sort(*alike, "first")
    other = pl.struct(alike).rle_id().diff().fill_null(1) != 0
    gap = (pl.col("first") != pl.col("last").shift() + 1).fill_null(value=True)
    numbered = ordered.with_columns(run=(other | gap).cum_sum())
    rest = pl.exclude("run", "first", "last").first()
    runs = numbered.group_by("run", maintain_order=True).agg(
        rest, pl.col("first").min(), pl.col("last").max()
    )
    return runs.drop("run")
