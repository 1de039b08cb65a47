"""One underlying unit backs one ITMO."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.departures import departing
from tallystick.article6.aef.rules.places import MOST_LISTED, Row, place
from tallystick.article6.aef.segments import combinations
from tallystick.core.findings import Text
from tallystick.core.overlaps import find_overlaps
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF double issuance")


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
    backing = _backing(filings)
    if not _shared(backing):
        return
    offsets = filings.underlying["first_unit"] - filings.blocks["first"]
    moved = departing(filings, offsets).select("block")
    clear = _backing(filings, moved)
    told = set()
    for later, earlier in _shared(clear):
        row, other = clear.row(later, named=True), clear.row(earlier, named=True)
        if (row["block"], other["block"]) not in told:
            told.add((row["block"], other["block"]))
            yield _double(filings, row, other)


def _backing(filings: Filings, but: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the range of underlying units of each piece, as the first block with it says.

    `series` is what the numbers are counted within. Blocks of another length than their units,
    which II05 refuses, and those in `but` are left out.
    """
    units = filings.underlying.select("countable", "first_text", "first_unit", "last_unit")
    rows = filings.blocks.select("underlying_registry", begins="first", ends="last")
    length = pl.col("last_unit") - pl.col("first_unit")
    known = pl.concat([rows, units], how="horizontal").with_columns(
        offset=pl.col("first_unit") - pl.col("begins"),
        sure=pl.col("countable") & (length == pl.col("ends") - pl.col("begins")),
    )
    pieces = filings.segments.pieces.filter("sound")
    if but is not None:
        pieces = pieces.join(but, on="block", how="anti", maintain_order="left")
    sure = pieces.filter(known["sure"].gather(pieces["block"]))
    first = sure.filter((pl.col("segment") != pl.col("segment").shift()).fill_null(value=True))
    backed = pl.concat([first, known[first["block"]]], how="horizontal")
    named = backed.select(pl.col("underlying_registry").fill_null(""), "first_text")
    return backed.select(
        "block",
        series=combinations(named),
        start=pl.col("first") + pl.col("offset"),
        end=pl.col("last") + pl.col("offset"),
    ).sort("block", "start")


def _shared(backing: pl.DataFrame) -> tuple[tuple[int, int], ...]:
    """Return the rows that share underlying units with another; pieces are of different ITMOs."""
    return find_overlaps(backing.select("series", "start", "end"), MOST_LISTED).overlaps


def _double(filings: Filings, one: Row, another: Row) -> Shown:
    """Show the later of the two blocks beside the earlier one."""
    later, earlier = sorted((one, another), key=lambda row: int(row["block"]))[::-1]
    row = filings.blocks.row(later["block"], named=True)
    other = filings.blocks.row(earlier["block"], named=True)
    path = filings.paths[other["file"]]
    where = {
        **place(filings, row),
        "counterpart_file": path,
        "counterpart_table": other["table"],
        "counterpart_row": other["row"],
    }
    text = filings.underlying["first_text"][later["block"]]
    begin = f"{text}{max(later['start'], earlier['start'])}"
    units = " ".join(part for part in (row["underlying_registry"], begin) if part)
    named = {"other_table": other["table"], "other_row": other["row"]}
    return fails(where, units=units, other=path, **named)
