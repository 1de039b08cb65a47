"""The underlying units of blocks as ranges of numbers, where their ids end in one."""

import polars as pl

from tallystick.core.quantities import Metric

FIRST, LAST = "underlying_first_unit", "underlying_last_unit"

_DIGITS = "0123456789"


def underlying_units(blocks: pl.DataFrame) -> pl.DataFrame:
    """Return both ends of the underlying range of each block, in the order of the blocks.

    `first_text` and `last_text` are what stands before the numbers `first_unit` and `last_unit`;
    all four are null where not `countable`: the ids end in no number, or the metric is another
    one in which the block and the range differ in length.
    """
    parts = {}
    for end, column in (("first", FIRST), ("last", LAST)):
        text = pl.col(column).str.strip_chars_end(_DIGITS)
        number = pl.col(column).str.slice(text.str.len_chars())
        parts[f"{end}_text"] = text
        parts[f"{end}_unit"] = number.cast(pl.Int64, strict=False)
    numbered = pl.col("first_unit").is_not_null() & pl.col("last_unit").is_not_null()
    as_long = pl.col("last_unit") - pl.col("first_unit") == pl.col("last") - pl.col("first")
    one_to_one = as_long | (pl.col("metric") == Metric.GHG)
    units = blocks.select("metric", "sound", "first", "last", **parts).with_columns(
        countable=(numbered & one_to_one & pl.col("sound")).fill_null(value=False)
    )
    if units["countable"].all():
        return units.select("countable", *parts)
    return units.select("countable", *(pl.when("countable").then(name) for name in parts))
