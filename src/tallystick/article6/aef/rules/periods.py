"""ITMOs are used in the NDC implementation period in which the outcome occurred (STC03)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF periods of use")

BOUNDS = ("ndc_first_year", "ndc_last_year")


@BOOK.rule(
    "USE_PERIOD",
    check="STC03",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "vintage {vintage} and use year {used} do not both lie in the NDC implementation period"
        " {first} - {last} of {party}, the using Party",
        "产生年份 {vintage} 与使用年份 {used} 未同时处于使用缔约方 {party} 的国家自主贡献执行期"
        " {first} - {last} 内",
    ),
    fix=Text(
        "use only ITMOs of the period, in a year of the period",
        "只能在该执行期内的年份使用该执行期产生的 ITMO",
    ),
)
def use_lies_in_the_period_of_the_vintage(filings: Filings, _: None) -> Iterator[Shown]:
    """Show uses towards the NDC of the filer across its implementation periods."""
    for row in listed(outside_the_period(filings)):
        yield fails(
            place(filings, row),
            vintage=row["vintage"],
            used=row["use_year"],
            party=row["filer"],
            first=row["ndc_first_year"],
            last=row["ndc_last_year"],
        )
    unknown_period = pl.any_horizontal(pl.col(BOUNDS).is_null())
    for row in listed(_uses(filings, unknown_period).unique("file")):
        missing = Text("the NDC implementation period in table 1", "表 1 中的国家自主贡献执行期")
        yield unknown(missing, place(filings, row))


def outside_the_period(filings: Filings) -> pl.DataFrame:
    """Return the uses that STC03 refuses, beside the period of the filer."""
    first, last = (pl.col(bound) for bound in BOUNDS)
    earliest = pl.min_horizontal("use_year", "vintage")
    latest = pl.max_horizontal("use_year", "vintage")
    return _uses(filings, (earliest < first) | (latest > last))


def _uses(filings: Filings, such: pl.Expr) -> pl.DataFrame:
    """Return such uses towards the NDC, beside the period of the filer."""
    towards_ndc = pl.col("use_year").is_not_null() & pl.col("vintage").is_not_null()
    file = filings.actions["file"]
    periods = {bound: filings.headers[bound].gather(file) for bound in BOUNDS}
    return filings.actions.with_columns(**periods).filter(towards_ndc, such, kind=ActionType.USE)
