"""The units of another registry that back issued blocks, as numbers."""

import polars as pl

from tallystick.ledger.importing.unusual import Broken, Unusual

NUMBERED = r"(?s)^(?P<stem>.*?)(?P<digits>[0-9]{1,18})$"
TOO_LONG = r"[0-9]{19}$"


def numbered(issues: pl.DataFrame) -> pl.DataFrame:
    """Add to issues the `stem`, `width` and first and last number of what backs them, if anything.

    Raises Broken unless all is numbered one to one, and no two issues have a unit in common, and
    Unusual for numbers that are too long for a column.
    """
    if issues["unit_registry"].null_count() == issues.height:
        nothing = {"stem": pl.String, "width": pl.Int64, "first_no": pl.Int64, "last_no": pl.Int64}
        return issues.with_columns(pl.lit(None, kind).alias(name) for name, kind in nothing.items())
    if issues.filter(pl.col("first_unit").str.contains(TOO_LONG)).height:
        raise Unusual("underlying units")
    parts = issues.with_columns(pl.col("first_unit").str.extract_groups(NUMBERED).alias("parts"))
    parts = parts.unnest("parts").with_columns(
        width=pl.col("digits").str.len_chars().cast(pl.Int64),
        first_no=pl.col("digits").cast(pl.Int64),
    )
    parts = parts.with_columns(last_no=pl.col("first_no") + pl.col("last") - pl.col("first"))
    last_unit = unit(pl.col("stem"), pl.col("last_no"), pl.col("width"))
    named = pl.col("first_unit").is_not_null() | pl.col("last_unit").is_not_null()
    one_to_one = last_unit == pl.col("last_unit")
    if parts.filter(named & ~one_to_one.fill_null(value=False)).height:
        raise Broken("underlying units")
    in_order = parts.filter(named).sort("unit_registry", "stem", "first_no")
    shared = pl.col("first_no") <= pl.col("last_no").shift().over("unit_registry", "stem")
    if in_order.filter(shared).height:
        raise Broken("underlying units")
    return parts.drop("digits")


def unit(stem: pl.Expr, number: pl.Expr, width: pl.Expr) -> pl.Expr:
    """Write the id of an underlying unit from its stem, its number and the number's width."""
    digits = number.cast(pl.String)
    missing = (width - digits.str.len_chars()).clip(lower_bound=0)
    return stem + pl.lit("0" * 18).str.slice(0, missing) + digits
