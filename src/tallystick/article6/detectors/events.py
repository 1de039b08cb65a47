"""What happened to units, wherever it was recorded, and the same tonnes under other numbers.

A unit that rests on a unit of another registry stands for the same tonne. Every event is therefore
followed to the underlying numbers that any row of any file states for it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl


class UnitEvent(StrEnum):
    """What happened to a range of units; the words of a file may be in any case."""

    ISSUANCE = "issuance"
    FIRST_TRANSFER = "first_transfer"
    TRANSFER = "transfer"
    ACQUISITION = "acquisition"
    USE = "use"
    CANCELLATION = "cancellation"
    VOLUNTARY_CANCELLATION = "voluntary_cancellation"
    RETIREMENT = "retirement"
    CLAIM = "claim"


ENDS = frozenset(
    {
        UnitEvent.USE,
        UnitEvent.CANCELLATION,
        UnitEvent.VOLUNTARY_CANCELLATION,
        UnitEvent.RETIREMENT,
    }
)
"""After these units are exhausted."""

CLAIMS = frozenset({UnitEvent.CLAIM, UnitEvent.USE, UnitEvent.RETIREMENT})
"""By these somebody counts the outcome as its own."""

MOVES = frozenset({UnitEvent.FIRST_TRANSFER, UnitEvent.TRANSFER, UnitEvent.ACQUISITION})

SCHEMA = {
    "file": pl.String,
    "row": pl.UInt32,
    "event": pl.String,
    "series": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "registry": pl.String,
    "activity": pl.String,
    "party": pl.String,
    "host": pl.String,
    "on": pl.Date,
    "first_day": pl.Date,
    "last_day": pl.Date,
    "backing": pl.String,
    "backing_start": pl.Int64,
    "backing_end": pl.Int64,
}
"""One row per event: the range, who acts, the host, the day, the days of the mitigation, and the
underlying range, whose series is `backing`. Any column but the range may be null."""

RANGE = ["series", "start", "end"]


@dataclass(frozen=True)
class UnitEvents:
    """The events of all files, in the columns of `SCHEMA`; the place in the frame is the event."""

    rows: pl.DataFrame

    @cached_property
    def events(self) -> pl.DataFrame:
        """Every event with its number, as it is recorded."""
        return self.rows.with_row_index("id")

    @cached_property
    def links(self) -> pl.DataFrame:
        """Ranges with the underlying ranges they rest on unit by unit."""
        stated = self.events.drop_nulls(["backing", "backing_start", "backing_end"])
        as_long = pl.col("backing_end") - pl.col("backing_start") == pl.col("end") - pl.col("start")
        return stated.filter(as_long)

    @cached_property
    def unlinked(self) -> pl.DataFrame:
        """Events whose underlying range is not as long as their own."""
        stated = self.events.drop_nulls(["backing", "backing_start", "backing_end"])
        return stated.join(self.links.select("id"), on="id", how="anti")

    @cached_property
    def traced(self) -> pl.DataFrame:
        """Every event under each name its units are known by: their own numbers, and the others."""
        known = self.links.select(
            "series",
            "backing",
            "backing_start",
            linked_start="start",
            linked_end="end",
        ).unique()
        inside = self.events.join(known, on="series", suffix="_of_link").filter(
            (pl.col("start") <= pl.col("linked_end")) & (pl.col("end") >= pl.col("linked_start"))
        )
        begin = pl.max_horizontal("start", "linked_start")
        offset = pl.col("backing_start_of_link") - pl.col("linked_start")
        followed = inside.with_columns(
            series=pl.col("backing_of_link"),
            start=begin + offset,
            end=pl.min_horizontal("end", "linked_end") + offset,
        ).select(self.events.columns)
        return pl.concat([self.events, followed.unique()])

    def named(self, identifier: int) -> dict[str, object]:
        """Return where an event is recorded, and what of it is stated."""
        row = self.events.row(identifier, named=True)
        told = ("file", "row", "event", *RANGE, "registry", "party", "on")
        return {name: _plain(row[name]) for name in told if row[name] is not None}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)


def pieces(ranges: pl.DataFrame) -> pl.DataFrame:
    """Cut ranges at all bounds of their series, so that equal pieces are the same units.

    Takes id, series, start and end; gives id, series, start, end of every piece.
    """
    begins = ranges.select("series", bound="start")
    ended = ranges.select("series", bound=pl.col("end") + 1)
    bounds = pl.concat([begins, ended]).unique().sort("series", "bound").with_row_index("place")
    first = bounds.select("series", start="bound", begin="place")
    last = bounds.select("series", end=pl.col("bound") - 1, done="place")
    placed = ranges.join(first, on=["series", "start"]).join(last, on=["series", "end"])
    cut = placed.select("id", "series", place=pl.int_ranges("begin", "done")).explode("place")
    serials = bounds["bound"]
    return cut.select(
        "id", "series", start=serials.gather(cut["place"]), end=serials.gather(cut["place"] + 1) - 1
    )
