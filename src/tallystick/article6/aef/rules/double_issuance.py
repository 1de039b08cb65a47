"""One underlying unit backs one ITMO."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.departures import departing
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.article6.aef.segments import SERIES
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF double issuance")

UNITS = ["underlying_registry", "first_text"]
"""What the numbers of underlying units are counted within."""

BACKED = [*UNITS, *SERIES, "offset"]
"""Rows alike in these give the same underlying unit to the same ITMO."""


@BOOK.rule(
    "DOUBLE_ISSUANCE",
    source="6/CMA.4 annex I para 4; 6/CMA.4 annex I para 18",
    message=Text(
        "underlying units from {units} already back another block: {other}, {other_table} row"
        " {other_row}",
        "自 {units} 起的基础单位已用于另一区块：{other} {other_table} 第 {other_row} 行",
    ),
    fix=Text(
        "give each block underlying units of its own, and cancel what was issued twice",
        "每个区块应对应各自的基础单位；重复签发的部分应注销",
    ),
)
def underlying_unit_backs_one_itmo(filings: Filings, _: None) -> Iterator[Shown]:
    """Show blocks resting on underlying units that back other ITMOs; II05 speaks of the same."""
    found = _overlapping(_backing(filings))
    if found.is_empty():
        return
    offsets = filings.underlying["first_unit"] - filings.blocks["first"]
    moved = departing(filings, offsets).select("block")
    clear = _overlapping(_backing(filings).join(moved, on="block", how="anti"))
    files = filings.blocks.select("block", "file")
    for row in listed(clear.join(files, on="block").sort("block")):
        yield _double(filings, row)


def _backing(filings: Filings) -> pl.DataFrame:
    """Return the ranges of underlying units, each once for the ITMOs that it backs."""
    units = filings.underlying.select("countable", "first_text", "first_unit", "last_unit")
    rows = filings.blocks.select("block", "underlying_registry", *SERIES, "first", "last")
    as_long = pl.col("last_unit") - pl.col("first_unit") == pl.col("last") - pl.col("first")
    placed = pl.concat([rows, units], how="horizontal").filter("countable", as_long)
    known = placed.with_columns(
        offset=pl.col("first_unit") - pl.col("first"),
        underlying_registry=pl.col("underlying_registry").fill_null(""),
    )
    return known.sort("block").unique(
        [*BACKED, "first_unit", "last_unit"], keep="first", maintain_order=True
    )


def _overlapping(ranges: pl.DataFrame) -> pl.DataFrame:
    """Return the ranges that share units with an earlier one for other ITMOs, with its block.

    Ranges for the same ITMOs are joined first, so that what still overlaps is for others.
    """
    whole = _merged(ranges)
    ordered = whole.sort(*UNITS, "first_unit", "block")
    reach = pl.col("last_unit").cum_max().shift().over(UNITS)
    furthest = pl.when(pl.col("last_unit") == pl.col("last_unit").cum_max()).then("block")
    told = ordered.with_columns(
        shared=(pl.col("first_unit") <= reach).fill_null(value=False),
        earlier=furthest.forward_fill().shift().over(UNITS),
    )
    return told.filter("shared")


def _merged(ranges: pl.DataFrame) -> pl.DataFrame:
    """Join the ranges of the same ITMOs that touch or overlap."""
    ordered = ranges.sort(*BACKED, "first_unit")
    reach = pl.col("last_unit").cum_max().shift().over(BACKED)
    begins = (pl.col("first_unit") > reach + 1).fill_null(value=True)
    runs = ordered.with_columns(run=begins.cum_sum())
    return runs.group_by("run", maintain_order=True).agg(
        *(pl.col(name).first() for name in (*BACKED, "first_unit")),
        pl.col("block").min(),
        pl.col("last_unit").max(),
    )


def _double(filings: Filings, found: Row) -> Shown:
    row = filings.blocks.row(found["block"], named=True)
    other = filings.blocks.row(found["earlier"], named=True)
    path = filings.paths[other["file"]]
    where = {
        **place(filings, {**row, "count": found["count"]}),
        "counterpart_file": path,
        "counterpart_table": other["table"],
        "counterpart_row": other["row"],
    }
    units = f"{found['underlying_registry']} {found['first_text']}{found['first_unit']}".strip()
    named = {"other_table": other["table"], "other_row": other["row"]}
    return fails(where, units=units, other=path, **named)
