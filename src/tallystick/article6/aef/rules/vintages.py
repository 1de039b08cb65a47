"""An ITMO stands for mitigation that has happened, in 2021 or later."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.periods import outside_the_period
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF vintages")


@BOOK.rule(
    "ITMO_VINTAGE",
    source="2/CMA.3 annex para 1(e)",
    message=Text("vintage {vintage} precedes {first}", "产生年份 {vintage} 早于 {first} 年"),
    fix=Text(
        "report only mitigation from {first} onward, or correct the vintage",
        "仅可填报 {first} 年及以后的减缓成果；如填写有误请更正产生年份",
    ),
)
def mitigation_is_recent_enough(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows with a vintage before the first one allowed; STC03 speaks of uses."""
    first = int(law.parameter("first_vintage"))
    early = filings.blocks.filter(pl.col("vintage") < first)
    if early.height:
        early = early.join(outside_the_period(filings), on="block", how="anti")
    for row in listed(early):
        yield fails(place(filings, row), vintage=row["vintage"], first=first)


@BOOK.rule(
    "ITMO_VINTAGE_FUTURE",
    source="6/CMA.4 para 5; Tallystick design",
    message=Text(
        "vintage {vintage} is later than {year}, the year of the row",
        "产生年份 {vintage} 晚于该行所述年份 {year}",
    ),
    fix=Text("correct the vintage or the date", "请更正产生年份或日期"),
)
def mitigation_has_happened(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions and holdings of units whose vintage was still to come; STC01 speaks of dates."""
    year = pl.col("on").dt.year()
    early = filings.blocks.filter((pl.col("vintage") > year) & (pl.col("year") == year))
    for row in listed(early):
        yield fails(place(filings, row), vintage=row["vintage"], year=row["year"])
