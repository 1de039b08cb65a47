"""Entities that use or cancel stand in table 5."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.cells import members
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.aef.rules.users import unnamed_entities
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF entities")


@BOOK.rule(
    "ENTITY_REF",
    source="4/CMA.6 para 3; 4/CMA.6 annex II table 5",
    message=Text(
        "entity {id} is not among the authorized entities of {approach} in table 5",
        "表 5 中 {approach} 的授权实体不包括 {id}",
    ),
    fix=Text(
        "list the entity in table 5 or correct its number", "请在表 5 中填报该实体或更正其编号"
    ),
)
def entity_is_listed(filings: Filings, _: None) -> Iterator[Shown]:
    """Show entities that use or cancel and that no table 5 on the approach lists.

    Any Party may list them, in any year; without a row of table 5 on the approach nobody can say.
    II06 speaks of entities that the authorization leaves out.
    """
    absent = _absent(filings)
    if absent.is_empty():
        return
    told = filings.entities.select("approach").unique()
    for row in listed(absent.join(told, on="approach", how="semi", maintain_order="left")):
        yield fails(place(filings, row), id=row["entity"], approach=row["approach"])
    undecided = absent.join(told, on="approach", how="anti", maintain_order="left")
    for row in listed(undecided.unique("file", keep="first", maintain_order=True)):
        missing = Text(f"a table 5 on {row['approach']}", f"关于 {row['approach']} 的表 5")
        yield unknown(missing, place(filings, row))


def _absent(filings: Filings) -> pl.DataFrame:
    """Return the entities of actions that no row of table 5 on their approach names."""
    named = filings.actions.filter(pl.col("using_entity").is_not_null())
    allowed = named.join(unnamed_entities(filings), on="block", how="anti", maintain_order="left")
    each = allowed.with_columns(entity=members(pl.col("using_entity"))).explode("entity")
    key = pl.col("entity").str.to_lowercase()
    known = filings.entities.select("approach", key=pl.col("entity_id").str.to_lowercase())
    return each.with_columns(key=key).join(
        known, on=["approach", "key"], how="anti", maintain_order="left"
    )
