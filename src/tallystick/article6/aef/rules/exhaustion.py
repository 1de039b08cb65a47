"""A unit is first transferred once, and ends when it is used or cancelled."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.lives import until
from tallystick.article6.aef.rules.holdings import DECIDED, TWICE
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.article6.aef.segments import beside, joined
from tallystick.core.actions import TERMINAL, ActionType
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF exhaustion")


YEAR_END = pl.datetime(pl.col("year") + 1, 1, 1)


@BOOK.rule(
    "FT_TWICE",
    source="2/CMA.3 annex para 2; 4/CMA.6 para 16; 4/CMA.6 para 17",
    message=Text(
        "{ids} were first transferred on {date} already: {other}, table 3 row {other_row}",
        "{ids} 已于 {date} 首次转让：{other} 表 3 第 {other_row} 行",
    ),
    fix=Text(
        "report what comes after the first transfer as a transfer",
        "首次转让之后的转让请填报为转让",
    ),
)
def unit_is_first_transferred_once(filings: Filings, _: None) -> Iterator[Shown]:
    """Show first transfers of units that have been first transferred before."""
    moved = filings.lives.filter(kind=ActionType.FIRST_TRANSFER)
    if moved["segment"].n_unique() == moved.height:
        return
    again = moved.filter(pl.col("segment").is_duplicated())
    told = again.sort("on", "block").with_columns(earlier=pl.col("block").first().over("segment"))
    yield from _later(filings, told.filter(pl.col("block") != pl.col("earlier")))


@BOOK.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "{ids} ended on {date} ({kind}): {other}, table 3 row {other_row}",
        "{ids} 已于 {date} 终结（{kind}）：{other} 表 3 第 {other_row} 行",
    ),
    fix=Text(
        "take back this action, or correct whichever of the two rows is wrong",
        "请撤回该行动，或更正两行中有误的一行",
    ),
)
def nothing_follows_the_end(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions on units after their use or cancellation, in any file."""
    over = filings.ends
    if over.is_empty():
        return
    told = pl.concat([filings.lives, beside(filings.lives["segment"], over)], how="horizontal")
    ending = pl.col("kind").is_in(list(TERMINAL))
    later = (pl.col("on") >= pl.col("until")) | (ending & (until() >= pl.col("until")))
    after = told.filter(later & (pl.col("block") != pl.col("ended")))
    yield from _later(filings, after.rename({"ended": "earlier"}))


@BOOK.rule(
    "HELD_AFTER_USE",
    source="2/CMA.3 annex para 21(e); 4/CMA.6 annex II table 4",
    message=Text(
        '{ids} are reported as held but ended on {date} ("{kind}"): {other}, table 3 row'
        " {other_row}",
        "{ids} 填报为持有，但已于 {date} 终结（“{kind}”）：{other} 表 3 第 {other_row} 行",
    ),
    fix=Text("take the units out of the holdings", "请从持有量中删除这些单位"),
)
def what_has_ended_is_not_held(filings: Filings, _: None) -> Iterator[Shown]:
    """Show holdings of units used or cancelled by the end of the year, if ISC01 does not."""
    over = filings.ends
    if over.is_empty():
        return
    held = filings.pieces("table", "year", "file").filter(table="holdings")
    told = held.join(over, on="segment").filter(pl.col("until") <= YEAR_END)
    if told.is_empty():
        return
    refused = filings.reconciliation.filter(TWICE | DECIDED)
    told = told.join(refused, on=["file", "segment"], how="anti").rename({"ended": "earlier"})
    yield from _later(filings, told)


def _later(filings: Filings, pieces: pl.DataFrame) -> Iterator[Shown]:
    """Show the ranges of pieces beside the `earlier` row that they contradict."""
    ranges = joined(pieces.select("block", "earlier", "first", "last"), ["block", "earlier"])
    for row in listed(filings.rows(ranges).sort("file", "block", "first")):
        yield _contradiction(filings, row)


def _contradiction(filings: Filings, row: Row) -> Shown:
    earlier = filings.blocks.row(row["earlier"], named=True)
    path = filings.paths[earlier["file"]]
    where = {
        **place(filings, row),
        "counterparty": earlier["filer"],
        "counterpart_file": path,
        "counterpart_row": earlier["row"],
    }
    return fails(
        where,
        ids=where["ids"],
        date=earlier["on"].date(),
        kind=earlier["action_type"],
        other=path,
        other_row=earlier["row"],
    )
