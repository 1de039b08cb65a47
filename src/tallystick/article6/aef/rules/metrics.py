"""What a row has to say, and not to say, about its metric."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import Metric
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF metrics")

NAME, QUANTITY = "non_ghg_metric", "quantity_non_ghg"


@BOOK.rule(
    "NONGHG",
    source="2/CMA.3 annex para 1(c); 4/CMA.6 para 5(l)",
    message=Text(
        "the metric is non-GHG, but {lacking} is missing",
        "计量单位为 non-GHG，但缺少{lacking_zh}",
    ),
    fix=Text("fill in {lacking}", "请填写{lacking_zh}"),
)
def other_metric_is_named_and_counted(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows in another metric than t CO2 eq without its name, or without a quantity in it."""
    no_name, no_quantity = pl.col(NAME).is_null(), pl.col(QUANTITY).is_null()
    for rows, lacks in (
        (_authorizations(filings), no_name),
        (filings.blocks, no_name | no_quantity),
    ):
        for row in listed(_in(rows, filings, Metric.NON_GHG).filter(lacks)):
            lacking, lacking_zh = _lacking(row)
            yield fails(place(filings, row), lacking=lacking, lacking_zh=lacking_zh)


def _lacking(row: Row) -> tuple[str, str]:
    if row[NAME] is None:
        return "the name of the metric", "该计量单位的名称"
    return "the quantity in that metric", "以该单位计的数量"


@BOOK.rule(
    "NONGHG_NA",
    source="4/CMA.6 annex II table 2; 4/CMA.6 annex II table 3",
    message=Text(
        'the metric is GHG, but a non-GHG metric or quantity is given: "{given}"',
        "计量单位为 GHG，却填有非温室气体单位或数量：“{given}”",
    ),
    fix=Text(
        "write NA in the columns for non-GHG metrics, or correct the metric",
        "请在非温室气体各栏填写 NA，或更正计量单位",
    ),
)
def tonnes_have_no_other_metric(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows in t CO2 eq that give a non-GHG metric or a quantity in one."""
    name, quantity = pl.col(NAME).is_not_null(), pl.col(QUANTITY).is_not_null()
    for rows, given in ((_authorizations(filings), name), (filings.blocks, name | quantity)):
        for row in listed(_in(rows, filings, Metric.GHG).filter(given)):
            yield fails(place(filings, row), given=row[NAME] or row[QUANTITY])


@BOOK.rule(
    "GWP",
    severity=Severity.WARNING,
    source="18/CMA.1 annex para 37; 4/CMA.6 para 5(l)",
    message=Text(
        "authorization {id} covers {activities} and states no global warming potentials",
        "授权 {id} 涵盖 {activities}，但未说明所用的全球变暖潜能值",
    ),
    fix=Text(
        "state the values applied to gases other than carbon dioxide",
        "请填写对二氧化碳以外气体所用的全球变暖潜能值",
    ),
)
def warming_potentials_are_stated(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations of activities that concern other gases without the values applied.

    The format has no column for gases: where the activity type does not name them, nobody can say.
    """
    silent = _in(_authorizations(filings), filings, Metric.GHG).filter(
        pl.col("gwp_values").is_null()
    )
    concerned = list(law.other_gas_activities())
    other = pl.col("activity_types").list.set_intersection(concerned)
    for row in listed(silent.with_columns(other=other).filter(pl.col("other").list.len() > 0)):
        where = {**place(filings, row), "authorization": row["authorization_id"]}
        yield fails(where, id=row["authorization_id"], activities=", ".join(row["other"]))


def _authorizations(filings: Filings) -> pl.DataFrame:
    rows = filings.authorizations.filter(~pl.col("faulty"))
    return rows.with_columns(table=pl.lit("authorizations"), **{QUANTITY: pl.lit(None, pl.String)})


def _in(rows: pl.DataFrame, filings: Filings, metric: Metric) -> pl.DataFrame:
    """Return the rows in a metric; the older layout has other columns for it."""
    older = filings.headers.filter("legacy")["file"]
    return rows.filter(~pl.col("file").is_in(older.implode()), metric=metric)
