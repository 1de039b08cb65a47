"""Rows that say something else of the same units than the earliest row about them."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place

UNITS = ["segment", "within"]
SPEAKER = ("file", "row", "filer", "first_transferring_party", "on")

NONE = pl.DataFrame(
    schema={
        "block": pl.UInt32,
        "attribute": pl.String,
        "earliest": pl.UInt32,
        "original": pl.String,
    }
)
"""Nobody departs."""


def departures(
    filings: Filings, attribute: pl.Series, within: pl.Series | None = None
) -> Iterator[tuple[dict[str, object], dict[str, Any], dict[str, Any]]]:
    """Yield where a row departs from another, the row (with both values) and that other one.

    The attribute stands beside the blocks, null where a row says nothing. The first to speak is
    the earliest, among equals the first transferring Party. `within` narrows what is compared.
    """
    found = departing(filings, attribute, within)
    for row in listed(filings.rows(found.sort("block"))):
        earliest = filings.blocks.row(row["earliest"], named=True)
        where = {
            **place(filings, row),
            "counterpart_file": filings.paths[earliest["file"]],
            "counterpart_table": earliest["table"],
            "counterpart_row": earliest["row"],
        }
        yield where, row, earliest


def departing(
    filings: Filings, attribute: pl.Series, within: pl.Series | None = None
) -> pl.DataFrame:
    """Return the blocks that depart (with both values), and the `earliest` each departs from.

    Where all say the same, nobody departs, and no unit has to be looked at.
    """
    if attribute.min() == attribute.max():
        return NONE
    pieces = filings.segments.pieces.filter("sound").select("block", "segment")
    speaking = pieces.with_columns(
        attribute=attribute.gather(pieces["block"]),
        within=pl.lit(0) if within is None else within.gather(pieces["block"]),
    ).drop_nulls("attribute")
    ordered = speaking if within is None else speaking.sort(UNITS)
    at_odds = _at_odds(ordered)
    if at_odds.is_empty():
        return NONE
    disputed = ordered.join(at_odds, on=UNITS, how="semi")
    speakers = filings.blocks.select(SPEAKER)[disputed["block"]]
    return _against_the_earliest(pl.concat([disputed, speakers], how="horizontal"))


def _at_odds(speaking: pl.DataFrame) -> pl.DataFrame:
    """Return where something else is said than just before of the same units, all in order."""
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in UNITS)
    differs = pl.col("attribute") != pl.col("attribute").shift()
    return speaking.filter(same & differs)


def _against_the_earliest(disputed: pl.DataFrame) -> pl.DataFrame:
    """Return the blocks that depart, each with the earliest block it departs from."""
    guest = pl.col("filer") != pl.col("first_transferring_party")
    departing = (
        disputed.sort("on", guest, "file", "row", "block", "segment")
        .with_columns(
            earliest=pl.col("block").first().over(UNITS),
            original=pl.col("attribute").first().over(UNITS),
        )
        .filter(pl.col("attribute") != pl.col("original"))
    )
    first = departing.unique("block", keep="first", maintain_order=True)
    return first.select("block", "attribute", "earliest", "original")
