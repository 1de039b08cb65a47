"""No unit is held by two Parties at the end of a year."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.holdings import DECIDED, TWICE
from tallystick.article6.aef.rules.mirror import unmatched
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.aef.segments import joined
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF double holding")

HELD = ["year", "segment"]


@BOOK.rule(
    "DOUBLE_HOLDING",
    source="6/CMA.4 annex I para 18; 6/CMA.4 annex I para 37",
    message=Text(
        "{ids} are held at 31 December {year} by {party} and by {other}",
        "{year} 年 12 月 31 日 {ids} 同时由 {party} 和 {other} 填报为持有",
    ),
    fix=Text(
        "{party} and {other} agree who holds the units, and the other one corrects its report",
        "请 {party} 与 {other} 核实由谁持有，并由另一方更正报告",
    ),
)
def unit_is_held_by_one_party(filings: Filings, _: None) -> Iterator[Shown]:
    """Show ranges that two Parties hold, unless ISC01 or the mirror says whose report is wrong."""
    held = filings.pieces("table", "year", "filer", "file").filter(table="holdings")
    shared = held.filter(pl.struct(HELD).is_duplicated())
    twofold = shared.filter(pl.col("filer").n_unique().over(HELD) > 1)
    if twofold.is_empty():
        return
    ordered = twofold.sort("filer", "block").with_columns(
        one=pl.col("block").first().over(HELD), two=pl.col("block").last().over(HELD)
    )
    clear = ordered.join(_explained(filings, ordered), on=HELD, how="anti").with_columns(
        other=pl.when(pl.col("block") == pl.col("one")).then("two").otherwise("one")
    )
    ranges = joined(clear.select("block", "other", "first", "last"), ["block", "other"])
    for row in listed(filings.rows(ranges).sort("file", "block", "first")):
        other = filings.blocks.row(row["other"], named=True)
        where = {
            **place(filings, row),
            "counterparty": other["filer"],
            "counterpart_file": filings.paths[other["file"]],
            "counterpart_row": other["row"],
        }
        values = {"party": row["filer"], "other": other["filer"], "year": row["year"]}
        yield fails(where, ids=where["ids"], **values)


def _explained(filings: Filings, held: pl.DataFrame) -> pl.DataFrame:
    """Return the year and segment where a check already refuses a holder's report."""
    refused = filings.reconciliation.filter(TWICE | DECIDED).select("file", "segment")
    missing = unmatched(filings).select("segment", filer="other")
    return pl.concat(
        [
            held.join(refused, on=["file", "segment"], how="semi").select(HELD),
            held.join(missing, on=["filer", "segment"], how="semi").select(HELD),
        ]
    )
