"""What an ITMO is stays the same over its life: sector and activity (II03), metric (II04)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.departures import departures
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF life cycle")

SOURCE = "6/CMA.4 annex I para 37; 2/CMA.3 annex para 33(a)"
MESSAGE = Text(
    "the {attribute} of {ids} was {original} and is now {departing}",
    "{ids} 的{attribute_zh}原为 {original}，现为 {departing}",
)
FIX = Text(
    "give the {attribute} first reported, or correct the first report",
    "请填写首次报告的{attribute_zh}，或更正首次报告",
)
SECTOR = Text("sector", "行业")
ACTIVITY = Text("activity type", "活动类型")
METRIC = Text("metric", "计量单位")


def _changes(filings: Filings, values: pl.Series, name: Text) -> Iterator[Shown]:
    for where, row, _ in departures(filings, values):
        yield fails(
            where,
            attribute=name.en,
            attribute_zh=name.zh,
            ids=where["ids"],
            original=row["original"],
            departing=row["attribute"],
        )


@BOOK.rule("LIFECYCLE", check="II03", source=SOURCE, message=MESSAGE, fix=FIX)
def sector_and_activity_stay(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows whose authorization has another sector or activity type than the first one."""
    for column, name in (("sectors", SECTOR), ("activity_types", ACTIVITY)):
        printed = filings.authorizations[column].list.join("; ")
        if printed.drop_nulls().n_unique() <= 1:
            continue
        yield from _changes(filings, printed.gather(filings.blocks["authorization"]), name)


@BOOK.rule("LIFECYCLE", check="II04", source=SOURCE, message=MESSAGE, fix=FIX)
def metric_stays(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows in another metric than the first one."""
    if not filings.blocks["non_ghg_metric"].count() and filings.blocks["metric"].n_unique() == 1:
        return
    named = pl.concat_str("metric", pl.col("non_ghg_metric"), separator=" ", ignore_nulls=True)
    metric = pl.when(pl.col("metric").is_not_null()).then(named)
    yield from _changes(filings, filings.blocks.select(metric).to_series(), METRIC)
