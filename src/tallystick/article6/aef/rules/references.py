"""Every row names an authorization that table 2 of some workbook contains."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.authorizations import REFERENCE
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import place
from tallystick.article6.aef.rules.witnesses import with_witness
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF references")


@BOOK.rule(
    "AUTH_REF",
    source="2/CMA.3 annex para 20(a); 4/CMA.6 annex II table 2",
    message=Text("authorization {id} is not found in table 2", "表 2 中没有授权 {id}"),
    fix=Text(
        "list authorization {id} in table 2 or correct the reference",
        "请在表 2 中填报授权 {id} 或更正引用",
    ),
)
def authorization_is_listed(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations that rows name and nobody lists, once per file."""
    named = filings.blocks.drop_nulls(REFERENCE).filter(pl.col("authorization").is_null())
    alike = ["file", "first_transferring_party", "authorization_id"]
    first = named.with_columns(count=pl.len().over(alike)).unique(
        alike, keep="first", maintain_order=True
    )
    witnessed = with_witness(filings, first, "first_transferring_party", "authorizations")
    for row in witnessed.iter_rows(named=True):
        host, year = row["first_transferring_party"], row["year"]
        where = {**place(filings, row), "authorization": row["authorization_id"]}
        if row["witness"] is None:
            missing = Text(f"table 2 of {host} for {year}", f"{host} {year} 年的表 2")
            yield unknown(missing, where)
        else:
            yield fails(where, id=row["authorization_id"])
