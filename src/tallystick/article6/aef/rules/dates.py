"""Actions lie in the reported year (STC01)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF dates")


@BOOK.rule(
    "ACTION_YEAR",
    check="STC01",
    source="2/CMA.3 annex para 20(a); 4/CMA.6 annex II table 3",
    message=Text(
        "an action of {date} is filed in the report for {year}",
        "{date} 的行动被填入 {year} 年的报告",
    ),
    fix=Text("report it for the year in which it took place", "请在行动发生年份的报告中填报"),
)
def action_lies_in_the_reported_year(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions dated in another year than the one reported."""
    elsewhere = filings.actions.filter(pl.col("acted_at").dt.year() != pl.col("year"))
    for row in listed(elsewhere):
        yield fails(place(filings, row), date=row["acted_at"].date(), year=row["year"])
