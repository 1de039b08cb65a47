"""The underlying units of blocks as ranges of numbers, where their ids end in one."""

import polars as pl

from tallystick.core.quantities import Metric

FIRST, LAST = "underlying_first_unit", "underlying_last_unit"

PARTS = ("first_text", "first_unit", "last_text", "last_unit")

_DIGITS = "0123456789"


def underlying_units(blocks: pl.DataFrame) -> pl.DataFrame:
    """Return both ends of the underlying range of each block, in the order of the blocks.

    `first_text` and `last_text` are what stands before the numbers `first_unit` and `last_unit`;
    all four are null where not `countable`: the ids end in no number, or the metric is another
    one in which the block and the range differ in length.
    """
    parts = pl.concat(
        [blocks.select("metric", "sound", "first", "last"), _parts(blocks)], how="horizontal"
    )
    numbered = pl.col("first_unit").is_not_null() & pl.col("last_unit").is_not_null()
    as_long = pl.col("last_unit") - pl.col("first_unit") == pl.col("last") - pl.col("first")
    one_to_one = as_long | (pl.col("metric") == Metric.GHG)
    units = parts.with_columns(
        countable=(numbered & one_to_one & pl.col("sound")).fill_null(value=False)
    )
    if units["countable"].all():
        return units.select("countable", *PARTS)
    return units.select("countable", *(pl.when("countable").then(name) for name in PARTS))


def _parts(blocks: pl.DataFrame) -> pl.DataFrame:
    """Split both ids before the number at their end; most often the second begins like the first.

    A text that the first id ends in no digit of, followed by digits alone, is where the second
    would be split as well.
    """
    first, last = pl.col(FIRST), pl.col(LAST)
    begun = blocks.select(FIRST, LAST, first_text=first.str.strip_chars_end(_DIGITS))
    begun = begun.with_columns(rest=last.str.strip_prefix(pl.col("first_text")))
    same = pl.col("rest").str.contains(r"^[0-9]+$") & (pl.col("rest") != last)
    split = begun.with_columns(same=same.fill_null(value=False)).with_columns(
        first_unit=first.str.slice(pl.col("first_text").str.len_chars()),
        other=pl.when(~pl.col("same")).then(last).str.strip_chars_end(_DIGITS),
    )
    number = pl.when("same").then("rest").otherwise(last.str.slice(pl.col("other").str.len_chars()))
    return split.select(
        "first_text",
        pl.col("first_unit").cast(pl.Int64, strict=False),
        last_text=pl.when("same").then("first_text").otherwise("other"),
        last_unit=number.cast(pl.Int64, strict=False),
    )
