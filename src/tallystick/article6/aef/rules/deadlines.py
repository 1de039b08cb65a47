"""First transfers for OIMP are recorded before the report that closes the NDC period."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.lives import first_transferred
from tallystick.article6.aef.rules.first_transfers import EVENTS
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.reporting_days import oimp_first_transfer_due
from tallystick.core.findings import Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF deadlines of first transfers")


@BOOK.rule(
    "FT_OIMP_DEADLINE",
    source="4/CMA.6 para 14; 2/CMA.3 annex para 12",
    message=Text(
        "the first transfer for OIMP is dated {reported}; for vintage {vintage} it had to be"
        " recorded by {due}",
        "用于 OIMP 的首次转让日期为 {reported}；产生年份为 {vintage} 的成果须于 {due} 前记录",
    ),
    fix=Text(
        "record first transfers for OIMP before the year of the report that closes the NDC period",
        "用于 OIMP 的首次转让须在该执行期总结报告年份之前记录",
    ),
)
def oimp_first_transfer_is_in_time(filings: Filings, _: None) -> Iterator[Shown]:
    """Show first transfers for OIMP after the year before the report on the end of the period.

    The report is taken to be the first with an inventory of the last year of the period; the
    period is one that a workbook of the filer states and that contains the vintage.
    """
    old = pl.col("on").dt.year() > pl.col("vintage") + 1  # no period ends earlier
    named = pl.col("action_subtype").is_in(EVENTS)
    late = filings.actions.filter(old & named & first_transferred())
    if late.is_empty():
        return
    placed = late.join(_deadlines(filings), on=["filer", "vintage"], how="left")
    for row in listed(placed.filter(pl.col("on").dt.date() > pl.col("due")).sort("block")):
        yield fails(
            place(filings, row),
            reported=row["on"].date(),
            vintage=row["vintage"],
            due=row["due"],
        )
    undecided = placed.filter(pl.col("due").is_null()).sort("block")
    for row in undecided.unique("file", keep="first", maintain_order=True).iter_rows(named=True):
        missing = Text(
            f"the NDC implementation period of {row['filer']} that contains {row['vintage']}",
            f"{row['filer']} 包含 {row['vintage']} 年的国家自主贡献执行期",
        )
        yield unknown(missing, place(filings, row))


def _deadlines(filings: Filings) -> pl.DataFrame:
    """Return the last day for each Party and each year of a period that it states."""
    names = ["party", "ndc_first_year", "ndc_last_year"]
    compared = filings.headers.filter("compared").select(names)
    stated = compared.drop_nulls().unique(maintain_order=True)
    rows = {
        (party, year): oimp_first_transfer_due(NdcPeriod(first, last))
        for party, first, last in stated.iter_rows()
        if first <= last
        for year in range(first, last + 1)
    }
    schema = {"filer": pl.String, "vintage": pl.Int64, "due": pl.Date}
    return pl.DataFrame([(*key, due) for key, due in rows.items()], schema=schema, orient="row")
