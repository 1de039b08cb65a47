"""What the submissions tell of the life of each unit, as far as it can be put in order."""

import polars as pl

from tallystick.core.actions import TERMINAL, ActionType

TELLS = ("kind", "on", "year", "filer", "table", "repeats")
"""What the life of a unit is told by."""

MOMENT = pl.duration(microseconds=1)
"""The least difference between two dates."""


def counts() -> pl.Expr:
    """Whether an action tells something.

    Repeated actions (II02) and those dated in another year than the reported one (STC01) are
    refused elsewhere and tell nothing here.
    """
    in_the_year = pl.col("on").dt.year() == pl.col("year")
    return (pl.col("table") == "actions") & pl.col("repeats").is_null() & in_the_year


def first_transferred() -> pl.Expr:
    """Whether a row is a first transfer that tells something."""
    return pl.col("sound") & counts() & (pl.col("kind") == ActionType.FIRST_TRANSFER)


def ends(lives: pl.DataFrame) -> pl.DataFrame:
    """Return one row per segment that is used or cancelled: its first end, `ended` from `until`.

    An end that is dated without a time leaves room for everything else of that day.
    """
    over = lives.filter(pl.col("kind").is_in(list(TERMINAL)))
    dated = over.select("segment", "block", until=until()).sort("segment", "until", "block")
    first = dated.filter((pl.col("segment") != pl.col("segment").shift()).fill_null(value=True))
    return first.select("segment", "until", ended="block")


def until() -> pl.Expr:
    """The first moment after what a row tells, the next day where it names no time."""
    on = pl.col("on")
    whole_day = on.dt.time() == pl.time(0, 0)
    return pl.when(whole_day).then(on + pl.duration(days=1)).otherwise(on + MOMENT)
