"""Parties report only cooperative approaches in which they participate (II01)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import place
from tallystick.article6.aef.rules.witnesses import with_witness
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF approaches")


@BOOK.rule(
    "CA_MEMBER",
    check="II01",
    source="6/CMA.4 annex I para 37; 2/CMA.3 annex para 18(g)",
    message=Text(
        "{party} is not a participant of {approach}: no authorization under it names {party}",
        "{party} 不是 {approach} 的参与缔约方：其下没有授权指明 {party}",
    ),
    fix=Text(
        "correct the approach, or have the authorization name {party}",
        "请更正合作方法，或在授权中列明 {party}",
    ),
)
def filer_participates_in_the_approach(filings: Filings, _: None) -> Iterator[Shown]:
    """Show approaches that a file reports though nobody names its Party, once per file."""
    alike = ["file", "approach"]
    sound = filings.blocks.select("block", "sound", *alike).filter("sound")
    reported = sound.group_by(alike).agg(pl.col("block").min(), count=pl.len()).sort("block")
    first = filings.blocks[reported["block"]].with_columns(reported["count"])
    strangers = first.join(_open(filings), on="approach", how="anti").join(
        _participants(filings), on=["approach", "filer"], how="anti"
    )
    witnessed = with_witness(filings, strangers, "first_transferring_party", "authorizations")
    for row in witnessed.iter_rows(named=True):
        host, year = row["first_transferring_party"], row["year"]
        where = {**place(filings, row), "approach": row["approach"]}
        if row["witness"] is None:
            missing = Text(f"table 2 of {host} for {year}", f"{host} {year} 年的表 2")
            yield unknown(missing, where)
        else:
            yield fails(where, party=row["filer"], approach=row["approach"])


def _open(filings: Filings) -> pl.DataFrame:
    """Return the approaches with an authorization for any Party, or for unreadable ones."""
    any_party = filings.authorizations.filter(pl.col("authorized_parties").is_null())
    return any_party.select("approach").unique()


def _participants(filings: Filings) -> pl.DataFrame:
    """Return who authorizes under each approach, and whom."""
    offered = filings.authorizations.select("approach", "filer", "authorized_parties")
    named = offered.select("approach", filer="authorized_parties").explode("filer")
    return pl.concat([offered.select("approach", "filer"), named]).drop_nulls().unique()
