"""The event that is the first transfer: specified for OIMP only, alike, and the earlier of two."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.lives import first_transferred
from tallystick.article6.aef.rules.first_transfers import INTERNATIONAL, OIMP
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.core.actions import ActionType, FirstTransferDefinition
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF first transfer definitions")

MOVES = [ActionType.TRANSFER, ActionType.ACQUISITION]


@BOOK.rule(
    "FT_DEF_NA",
    source="2/CMA.3 annex para 2; 4/CMA.6 annex II table 2",
    message=Text(
        'authorization {id} is for NDC use only, yet defines a first transfer for OIMP: "{text}"',
        "授权 {id} 仅用于国家自主贡献，却填有 OIMP 的首次转让定义“{text}”",
    ),
    fix=Text("write NA, or add OIMP to the purposes", "请填写 NA，或在用途中加入 OIMP"),
)
def ndc_use_needs_no_definition(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations for NDC use alone that specify a first transfer for OIMP.

    The older layout prints one column for the first transfer of every ITMO.
    """
    older = filings.headers.filter("legacy")["file"]
    stated = pl.col("first_transfer_definition").is_not_null() & ~pl.col("faulty")
    rows = filings.authorizations.filter(stated & ~OIMP & ~pl.col("file").is_in(older.implode()))
    for row in listed(rows):
        where = {
            **place(filings, {**row, "table": "authorizations"}),
            "authorization": row["authorization_id"],
        }
        yield fails(where, id=row["authorization_id"], text=row["first_transfer_definition"])


@BOOK.rule(
    "FT_DEF_CONSISTENT",
    source="4/CMA.6 para 15",
    message=Text(
        "authorization {id} specifies {definition} as the first transfer, and {other_id} of the"
        " same Party in {approach} specifies {other}",
        "授权 {id} 将首次转让定为 {definition}，而同一缔约方在 {approach} 下的授权 {other_id}"
        " 定为 {other}",
    ),
    fix=Text(
        "specify one first transfer for all authorizations of {party} in {approach}",
        "{party} 在 {approach} 下的所有授权应采用同一首次转让定义",
    ),
)
def definition_is_one_in_an_approach(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations whose definition departs from the earliest one of Party and approach."""
    alike = ["filer", "approach"]
    stated = filings.authorizations.filter(OIMP & ~pl.col("faulty")).drop_nulls("definition")
    newest = stated.sort("authorization_version", "year", "authorization").unique(
        ["filer", "authorization_id"], keep="last"
    )
    ordered = newest.sort("authorized_on", "authorization").with_columns(
        other=pl.col("definition").first().over(alike),
        other_id=pl.col("authorization_id").first().over(alike),
    )
    for row in listed(ordered.filter(pl.col("definition") != pl.col("other"))):
        yield fails(
            place(filings, {**row, "table": "authorizations"}),
            id=row["authorization_id"],
            party=row["filer"],
            **{name: row[name] for name in ("approach", "definition", "other", "other_id")},
        )


@BOOK.rule(
    "FT_DATE",
    source="4/CMA.6 para 12",
    message=Text(
        "the first transfer is dated {reported}, but {event} was on {expected}, which is earlier",
        "首次转让填报日期为 {reported}，而{event_zh}发生于 {expected}，时间更早",
    ),
    fix=Text(
        "record as the first transfer whichever event came first",
        "请将较早发生的事件记为首次转让",
    ),
)
def first_transfer_is_the_earlier_event(filings: Filings, _: None) -> Iterator[Shown]:
    """Show first transfers for NDC and OIMP dated after the other of the two events.

    The format gives dates to authorizations and to transfers, none to issuance.
    """
    terms = ("ndc", "imp", "op", "definition", "authorized_on")
    dual = filings.with_terms(filings.actions, *terms).filter(
        pl.col("ndc") & OIMP & first_transferred()
    )
    if dual.is_empty():
        return
    abroad = pl.col("action_subtype") == INTERNATIONAL
    by_authorization = pl.col("definition") == FirstTransferDefinition.AUTHORIZATION.value
    afterwards = pl.col("on").dt.date() > pl.col("authorized_on")
    for row in listed(dual.filter(abroad & by_authorization & afterwards)):
        yield _late(filings, row, Text("the authorization", "授权"), row["authorized_on"])
    own_event = dual.filter(pl.col("action_subtype") == pl.col("definition"))
    for row in listed(_moved_before(filings, own_event)):
        event = Text("the international transfer", "国际转让")
        yield _late(filings, row, event, row["moved_on"].date())


def _moved_before(filings: Filings, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose units another Party transferred or acquired on an earlier day."""
    if rows.is_empty():
        return rows
    told = filings.lives
    moves = told.filter(pl.col("kind").is_in(MOVES)).select("segment", moved_on="on")
    own = told.join(rows.select("block"), on="block", how="semi")
    earlier = own.join(moves, on="segment").filter(
        pl.col("moved_on").dt.date() < pl.col("on").dt.date()
    )
    return rows.join(
        earlier.group_by("block").agg(pl.col("moved_on").min()), on="block", maintain_order="left"
    )


def _late(filings: Filings, row: Row, event: Text, expected: date) -> Shown:
    return fails(
        {**place(filings, row), "authorization": row["authorization_id"]},
        reported=row["on"].date(),
        event=event.en,
        event_zh=event.zh,
        expected=expected,
    )
