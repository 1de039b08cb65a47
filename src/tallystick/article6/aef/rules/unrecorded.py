"""Events that are first transfers are recorded as such, unless there was one before."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import ids, listed
from tallystick.article6.aef.segments import joined
from tallystick.core.actions import TERMINAL, ActionType, FirstTransferDefinition
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF unrecorded first transfers")

VOLUNTARY = [
    "Voluntary transfer to the Adaptation Fund (A6.4 ERs)",
    "Voluntary cancellation to deliver OMGE",
]
"""Subtypes of the nomenclature that make a first transfer (4/CMA.6 paras 16 and 17)."""
UNRECORDED = Text(
    "{host} records no first transfer of {ids}, though {event} on {date} was one",
    "{host} 未记录 {ids} 的首次转让，而 {date} 的 {event} 即为首次转让",
)
RECORD = Text("record the event as the first transfer", "请将该事件记为首次转让")


@BOOK.rule(
    "FT_SOP_OMGE_VOLUNTARY",
    source="4/CMA.6 para 16; 4/CMA.6 para 17",
    message=UNRECORDED,
    fix=RECORD,
)
def voluntary_contributions_are_first_transfers(filings: Filings, _: None) -> Iterator[Shown]:
    """Show voluntary transfers to the Adaptation Fund and cancellations for OMGE, unrecorded."""
    named = pl.col("action_subtype").is_in(VOLUNTARY)
    yield from _unrecorded(filings, filings.actions.filter(named))


@BOOK.rule(
    "FT_UNRECORDED",
    source="2/CMA.3 annex para 2(b); 4/CMA.6 para 12",
    message=UNRECORDED,
    fix=RECORD,
)
def uses_for_oimp_are_first_transfers_where_specified(filings: Filings, _: None) -> Iterator[Shown]:
    """Show uses and cancellations for OIMP, unrecorded where they are the first transfer.

    A cancellation for no stated purpose is one while its authorization lasts, which the format
    does not say.
    """
    aimed = pl.col("oimp").is_not_null() | (pl.col("kind") != ActionType.USE)
    ended = pl.col("kind").is_in(list(TERMINAL)) & aimed
    rows = filings.with_terms(filings.actions.filter(ended), "definition")
    specified = pl.col("definition") == FirstTransferDefinition.USE_OR_CANCELLATION.value
    others = ~pl.col("action_subtype").is_in(VOLUNTARY).fill_null(value=False)
    yield from _unrecorded(filings, rows.filter(specified & others))


@BOOK.rule(
    "END_UNRECORDED",
    source="2/CMA.3 annex para 2(b); 4/CMA.6 para 12",
    message=Text(
        "nobody reports the use or cancellation that made {ids} first transferred on {date}",
        "没有任何报告载明使 {ids} 于 {date} 首次转让的使用或注销",
    ),
    fix=Text("report the use or cancellation too", "请同时报告该使用或注销"),
)
def first_transfers_by_an_end_have_that_end(filings: Filings, _: None) -> Iterator[Shown]:
    """Ask for the use or cancellation by which units are said to be first transferred."""
    first = pl.col("kind") == ActionType.FIRST_TRANSFER
    by_end = pl.col("action_subtype") == FirstTransferDefinition.USE_OR_CANCELLATION.value
    events = filings.actions.filter(first & by_end)
    for row in listed(_uncovered(filings, events, pl.col("kind").is_in(list(TERMINAL)))):
        what = Text(
            f"the use or cancellation of {ids(row)} on {row['on'].date()}",
            f"{ids(row)} 于 {row['on'].date()} 的使用或注销",
        )
        where = {"party": row["first_transferring_party"], "file": filings.paths[row["file"]]}
        yield unknown(what, {**where, "table": "actions", "row": row["row"], "ids": ids(row)})


def _unrecorded(filings: Filings, events: pl.DataFrame) -> Iterator[Shown]:
    """Show the parts of events that no report of a first transfer covers."""
    others = events.filter(pl.col("kind") != ActionType.FIRST_TRANSFER)
    parts = _uncovered(filings, others, pl.col("kind") == ActionType.FIRST_TRANSFER)
    for row in listed(filings.with_terms(parts, "authorized_on")):
        yield _shown(filings, row)


def _uncovered(filings: Filings, events: pl.DataFrame, by: pl.Expr) -> pl.DataFrame:
    """Return the parts of events whose units no action of a kind tells of.

    The older layout marks first transfers in a column of its own.
    """
    newer = filings.headers.filter(~pl.col("legacy")).select("file")
    events = events.join(newer, on="file", how="semi")
    if events.is_empty():
        return events
    told = filings.lives
    own = told.join(events.select("block"), on="block", how="semi")
    alone = own.join(told.filter(by), on="segment", how="anti")
    clear = alone.join(_doubtful(filings), on="segment", how="anti")
    return filings.rows(joined(clear.select("block", "first", "last"), ["block"]))


def _doubtful(filings: Filings) -> pl.DataFrame:
    """Return units of which some row at fault may tell the first transfer."""
    unsound = filings.segments.pieces.filter(~pl.col("sound"))
    actions = filings.actions.select("block")
    return unsound.join(actions, on="block", how="semi").select("segment").unique()


def _shown(filings: Filings, row: dict[str, Any]) -> Shown:
    """Blame the first transferring Party, if it reports on every year since the authorization."""
    host, authorized = row["first_transferring_party"], row["authorized_on"]
    where = {"party": host, "ids": ids(row), "counterpart_file": filings.paths[row["file"]]}
    where |= {"counterpart_table": "actions", "counterpart_row": row["row"]}
    years = range(authorized.year if authorized else row["year"], row["year"] + 1)
    reports = _reports(filings, host)
    absent = [year for year in years if year not in reports]
    told = {} if row["year"] in absent else {"file": filings.paths[reports[row["year"]]]}
    if _is_aimless(row) and row["year"] not in absent:
        lasting = Text(
            f"whether the authorization by {host} was in force that day",
            f"{host} 的授权当日是否有效",
        )
        return unknown(lasting, {**told, "table": "actions", **where})
    if authorized is None or absent:
        missing = Text(
            f"the reports of {host} since its authorization", f"{host} 自授权以来的全部报告"
        )
        return unknown(missing, where)
    return fails(
        {**told, "table": "actions", **where},
        host=host,
        ids=where["ids"],
        event=row["action_subtype"] or row["kind"],
        date=row["on"].date(),
    )


def _is_aimless(row: dict[str, Any]) -> bool:
    """Whether a row is a cancellation of which nothing says what it was for."""
    ends, subtype = row["kind"] in TERMINAL, row["action_subtype"]
    return ends and row["oimp"] is None and subtype not in VOLUNTARY


def _reports(filings: Filings, party: str) -> dict[int, int]:
    """Return the file for each year on which a Party reports its actions in full."""
    lost = filings.lost.filter(table="actions").select(workbook="file")
    whole = filings.workbooks.join(lost, on="workbook", how="anti").filter(party=party)
    return dict(whole.select("year", "workbook").iter_rows())
