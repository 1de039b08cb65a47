"""Who uses or cancels is named by the authorization (II06)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.cells import members
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.article6.parties import PARTIES
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF users")


@BOOK.rule(
    "USE_WHO",
    check="II06",
    source="6/CMA.4 annex I para 37; 4/CMA.6 para 5(b)",
    message=Text(
        "{who} may not use or cancel under authorization {id}, which names {named}",
        "授权 {id} 列明的是 {named}，{who} 不得据此使用或注销",
    ),
    fix=Text(
        "name {who} in a new version of authorization {id}, or correct the user",
        "请在授权 {id} 的新版本中列明 {who}，或更正使用方",
    ),
)
def user_is_authorized(filings: Filings, _: None) -> Iterator[Shown]:
    """Show uses and cancellations by a Party or an entity that the authorization leaves out."""
    terms = filings.with_terms(filings.actions, "authorized_parties")
    to_ndc = (pl.col("kind") == ActionType.USE) & pl.col("use_year").is_not_null()
    named = pl.col("using_party").is_in(list(PARTIES))  # the older layout names entities here too
    user = pl.when(named).then("using_party").when(to_ndc).then("filer")
    left_out = terms.with_columns(who=user).filter(
        pl.col("who").is_not_null() & ~pl.col("authorized_parties").list.contains(pl.col("who"))
    )
    for row in listed(left_out):
        yield _unnamed(filings, row, row["who"], ", ".join(row["authorized_parties"]))
    for row in listed(unnamed_entities(filings)):
        yield _unnamed(filings, row, row["using_entity"], row["authorized_entities"])


def unnamed_entities(filings: Filings) -> pl.DataFrame:
    """Return the actions by an entity that the authorization, naming others, leaves out."""
    by_entity = filings.actions.filter(pl.col("using_entity").is_not_null())
    terms = filings.with_terms(by_entity, "authorized_entities")
    entities = members(pl.col("using_entity").str.to_lowercase())
    allowed = members(pl.col("authorized_entities").str.to_lowercase())
    return terms.filter(entities.list.set_difference(allowed).list.len() > 0)


def _unnamed(filings: Filings, row: Row, who: str, named: str) -> Shown:
    where = {**place(filings, row), "authorization": row["authorization_id"]}
    return fails(where, who=who, id=row["authorization_id"], named=named)
