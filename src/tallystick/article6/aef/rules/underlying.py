"""Underlying units: as many as the block has, and the same ones for the same ITMOs (II05)."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.departures import departures
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.aef.underlying import FIRST, LAST
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF underlying units")

SOURCE = "6/CMA.4 annex I para 4; 6/CMA.4 annex I para 37"


@BOOK.rule(
    "UNDERLYING",
    check="II05",
    source=SOURCE,
    message=Text(
        "underlying units {units} are not one range of as many units as the block",
        "基础单位 {units} 不是与区块单位数相同的连续区间",
    ),
    fix=Text(
        "give the first and the last underlying unit of exactly this block, or neither",
        "请填写与该区块完全对应的首个和末个基础单位，或两栏均留空",
    ),
)
def underlying_range_fits_the_block(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows with one end only, or with a range of another length."""
    one_end = pl.col(FIRST).is_null() != pl.col(LAST).is_null()
    units = filings.underlying
    misfits = filings.blocks.select(
        one_end,
        misfit=units["first_text"] != units["last_text"],
        other_length=(units["last_unit"] - units["first_unit"]) != pl.col("last") - pl.col("first"),
    )
    for row in listed(
        filings.blocks.filter(misfits.select(misfit=pl.any_horizontal(pl.all()))["misfit"])
    ):
        yield fails(place(filings, row), units=_printed(row))


@BOOK.rule(
    "UNDERLYING",
    check="II05",
    source=SOURCE,
    message=Text(
        "{ids} rest on underlying units {units}, and on {original} in the first report of them",
        "{ids} 对应的基础单位为 {units}，而首次报告中为 {original}",
    ),
    fix=Text(
        "give every ITMO the underlying unit first reported for it",
        "每个 ITMO 应填写首次报告的基础单位",
    ),
)
def itmos_keep_their_underlying_units(filings: Filings, _: None) -> Iterator[Shown]:
    """Show rows that rest on other underlying units or another registry than the first report."""
    blocks, units = filings.blocks, filings.underlying
    offset = units["first_unit"] - blocks["first"]
    compared = blocks.select(
        offset=pl.when(units["countable"]).then(
            pl.struct(units["first_text"].cast(pl.Categorical).to_physical(), offset).hash()
        ),
        text=pl.when(~units["countable"] & _given()).then(pl.struct(FIRST, LAST).hash()),
        same_block=pl.struct("first", "last").hash(),
    )
    for attribute, within in (
        (compared["offset"], None),
        (compared["text"], compared["same_block"]),
        (blocks["underlying_registry"], None),
    ):
        for where, row, earliest in departures(filings, attribute, within):
            yield fails(where, ids=where["ids"], units=_printed(row), original=_printed(earliest))
    yield from _uncounted(filings)


def _uncounted(filings: Filings) -> Iterator[Shown]:
    """Show rows whose underlying units, known by text only, overlap those of another block."""
    known = filings.blocks.select(
        given=_given(),
        form=pl.when(~filings.underlying["countable"]).then(pl.struct("first", "last").hash()),
    )
    if known.filter("given")["form"].is_null().all():
        return
    pieces = filings.segments.pieces.filter("sound")
    placed = pl.concat([pieces, known[pieces["block"]]], how="horizontal").filter("given")
    form = pl.col("form").fill_null(0)
    mixed = placed.group_by("segment").agg(low=form.min(), high=form.max())
    mixed = mixed.filter(pl.col("low") != pl.col("high"))
    unsure = placed.drop_nulls("form").join(mixed, on="segment", how="semi")
    for row in listed(filings.blocks.filter(pl.col("block").is_in(unsure["block"].implode()))):
        missing = Text("the number of each underlying unit", "各基础单位的编号")
        yield unknown(missing, place(filings, row))


def _given() -> pl.Expr:
    return pl.col(FIRST).is_not_null() & pl.col(LAST).is_not_null()


def _printed(row: Mapping[str, Any]) -> str:
    named = (row["underlying_registry"], row[FIRST], "to", row[LAST])
    return " ".join(part or "nothing" for part in named[0 if named[0] else 1 :])
