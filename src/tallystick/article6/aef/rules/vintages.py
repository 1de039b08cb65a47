"""An ITMO stands for mitigation that has happened, in 2021 or later."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.periods import outside_the_period
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.requirements import ITMO_VINTAGE, ITMO_VINTAGE_FUTURE
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF vintages")


@BOOK.rule("ITMO_VINTAGE", **ITMO_VINTAGE.words)
def mitigation_is_recent_enough(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows with a vintage before the first one allowed; STC03 speaks of uses."""
    first = int(law.parameter("first_vintage"))
    early = filings.blocks.filter(pl.col("vintage") < first)
    if early.height:
        early = early.join(outside_the_period(filings), on="block", how="anti")
    for row in listed(early):
        yield fails(place(filings, row), vintage=row["vintage"], first=first)


@BOOK.rule("ITMO_VINTAGE_FUTURE", **ITMO_VINTAGE_FUTURE.words)
def mitigation_has_happened(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions and holdings of units whose vintage was still to come; STC01 speaks of dates."""
    year = pl.col("on").dt.year()
    early = filings.blocks.filter((pl.col("vintage") > year) & (pl.col("year") == year))
    for row in listed(early):
        yield fails(place(filings, row), vintage=row["vintage"], year=row["year"])
