"""Columns in which few values recur: each value once, and which of them stands in each row."""

import polars as pl

RECURS = 8
"""How often a value must stand in a column, on average, for each value to be looked at once."""


def recurring(values: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    """Return the values that recur and, for each row, the place of its value among them.

    None where few recur. Of a column in long runs of one value, the value of each run is returned;
    of other texts each different text, and the place of a row without text is null.
    """
    runs = values.rle()
    if runs.len() * RECURS < values.len():
        return runs.struct.field("value"), values.rle_id()
    if values.dtype != pl.String:
        return None
    different = values.drop_nulls().unique()
    if different.len() * RECURS >= values.len():
        return None
    return different, values.cast(pl.Enum(different)).to_physical()
