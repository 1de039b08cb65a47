"""What an authorization limits: the quantity (AUTH_CAP) and the time frame (AUTH_TIME)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.lives import first_transferred
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF limits of authorizations")

NAMED = ["holder", "authorization_id"]
"""All versions of one authorization."""


@BOOK.rule(
    "AUTH_CAP",
    source="4/CMA.6 para 5(h)",
    message=Text(
        "{sum} units were first transferred under authorization {id}, which allows {cap}",
        "授权 {id} 允许 {cap} 个单位，而据此首次转让的已达 {sum} 个",
    ),
    fix=Text(
        "raise the quantity in a new version of the authorization, or correct the first transfers",
        "请在授权的新版本中提高数量，或更正首次转让",
    ),
)
def first_transfers_stay_within_the_quantity(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations under which the given workbooks first transfer more than is authorized.

    The highest quantity of any version counts, since a change leaves alone what was first
    transferred before it (4/CMA.6 para 7); a version without a quantity sets no limit.
    """
    offered = filings.authorizations.with_columns(holder="filer")
    capped = _capped(offered)
    if capped.is_empty():
        return
    numbered = offered.select("authorization", *NAMED)
    counted = first_transferred() & (pl.col("metric") == Metric.GHG)
    rows = filings.actions.select(pl.col("block", "authorization").filter(counted))
    moved = rows.join(numbered, on="authorization").join(capped, on=NAMED)
    pieces = filings.segments.pieces.filter("sound").join(moved, on="block")
    units = pl.col("last") - pl.col("first") + 1
    sums = pieces.unique([*NAMED, "segment"]).group_by(NAMED).agg(sum=units.sum())
    over = capped.join(sums, on=NAMED).filter(pl.col("sum") > pl.col("cap"))
    shown = offered.join(over, on=[*NAMED], maintain_order="left")
    for row in listed(shown.unique(NAMED, keep="last", maintain_order=True)):
        where = {
            **place(filings, {**row, "table": "authorizations"}),
            "authorization": row["authorization_id"],
        }
        yield fails(where, sum=row["sum"], id=row["authorization_id"], cap=row["cap"])


def _capped(offered: pl.DataFrame) -> pl.DataFrame:
    """Return the quantity of each authorization all versions of which, fully read, set one."""
    quantity = pl.col("authorized_quantity_t")
    limited = quantity.is_not_null() & (pl.col("metric") == Metric.GHG) & ~pl.col("faulty")
    versions = offered.group_by(NAMED).agg(always=limited.all(), cap=quantity.max())
    return versions.filter("always").drop("always")


@BOOK.rule(
    "AUTH_TIME",
    source="4/CMA.6 para 5(c); 4/CMA.6 para 5(k)",
    message=Text(
        "vintage {vintage} lies outside {timeframe}, the time frame of authorization {id}",
        "产生年份 {vintage} 不在授权 {id} 的时间范围 {timeframe} 内",
    ),
    fix=Text(
        "act only on outcomes of the time frame, or correct the vintage or the authorization",
        "仅可处置该时间范围内产生的成果；如填写有误请更正产生年份或授权",
    ),
)
def outcomes_lie_in_the_time_frame(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions on vintages outside the time frame, and uses that it may or may not cover.

    The column gives the years in which outcomes may occur or be used, and does not say which.
    """
    framed = _framed(filings.authorizations)
    if framed.is_empty():
        return
    acted = filings.actions.join(framed, on="authorization", maintain_order="left")
    for row in listed(acted.filter(_outside("vintage"))):
        where = {**place(filings, row), "authorization": row["authorization_id"]}
        named = {"vintage": row["vintage"], "timeframe": row["timeframe"]}
        yield fails(where, id=row["authorization_id"], **named)
    unsure = acted.filter(_outside("use_year") & ~_outside("vintage"))
    for row in listed(unsure.unique("file", keep="first", maintain_order=True)):
        missing = Text(
            "whether the time frame of the authorization also limits the year of use",
            "授权的时间范围是否也限制使用年份",
        )
        yield unknown(missing, place(filings, row))


def _framed(offered: pl.DataFrame) -> pl.DataFrame:
    years = pl.col("timeframe").str.extract_all(r"\d{4}").cast(pl.List(pl.Int64))
    stated = offered.select("authorization", "timeframe").drop_nulls()
    return stated.with_columns(opens=years.list.first(), closes=years.list.last())


def _outside(year: str) -> pl.Expr:
    outside = (pl.col(year) < pl.col("opens")) | (pl.col(year) > pl.col("closes"))
    return outside.fill_null(value=False)
