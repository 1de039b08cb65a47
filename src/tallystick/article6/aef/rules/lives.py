"""What the submissions tell of the life of each unit, as far as it can be put in order."""

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.core.actions import TERMINAL, ActionType

TELLS = ("kind", "on", "year", "filer", "table", "repeats")


MOMENT = pl.duration(microseconds=1)
"""The least difference between two dates."""


def lives(filings: Filings) -> pl.DataFrame:
    """Return the pieces of the actions that count.

    Repeated actions (II02) and those dated in another year than the reported one (STC01) are
    refused elsewhere and tell nothing here.
    """
    return filings.pieces(*TELLS).filter(_counts())


def first_transfers(filings: Filings) -> pl.DataFrame:
    """Return the rows of first transfers that count."""
    return filings.blocks.filter("sound", _counts(), kind=ActionType.FIRST_TRANSFER)


def ends(filings: Filings) -> pl.DataFrame:
    """Return one row per segment that is used or cancelled: its first end, `ended` from `until`.

    An end that is dated without a time leaves room for everything else of that day.
    """
    over = lives(filings).filter(pl.col("kind").is_in(list(TERMINAL)))
    dated = over.with_columns(until=until())
    first = dated.sort("until", "block").unique("segment", keep="first", maintain_order=True)
    return first.select("segment", "until", ended="block")


def until() -> pl.Expr:
    """The first moment after what a row tells, the next day where it names no time."""
    on = pl.col("on")
    whole_day = on.dt.time() == pl.time(0, 0)
    return pl.when(whole_day).then(on + pl.duration(days=1)).otherwise(on + MOMENT)


def _counts() -> pl.Expr:
    in_the_year = pl.col("on").dt.year() == pl.col("year")
    return (pl.col("table") == "actions") & pl.col("repeats").is_null() & in_the_year
