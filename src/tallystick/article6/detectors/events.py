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
        """Every event under each name its units are known by: their own numbers, and the others.

        Under an underlying name an event stands piece by piece.
        """
        count = self.events.height
        offset = pl.col("backing_start") - pl.col("start")
        known = self.links.select(*RANGE, "backing", offset=offset).unique().with_row_index("id")
        known = known.with_columns(pl.col("id") + count)
        if known.is_empty():
            return self.events
        linked = self.events.join(known, on="series", how="semi")
        cut = pieces(pl.concat([one.select("id", *RANGE) for one in (linked, known)]))
        beneath = cut.join(known.select("id", "backing", "offset"), on="id").drop("id", "end")
        same = cut.filter(pl.col("id") < count).join(beneath.unique(), on=["series", "start"])
        followed = same.select(
            "id",
            series="backing",
            start=pl.col("start") + pl.col("offset"),
            end=pl.col("end") + pl.col("offset"),
        ).join(self.events.drop(RANGE), on="id")
        return pl.concat([self.events, followed.select(self.events.columns)])

    def named(self, identifier: int) -> dict[str, object]:
        """Return where an event is recorded, and what of it is stated."""
        row = self.events.row(identifier, named=True)
        told = ("file", "row", "event", *RANGE, "registry", "party", "on")
        return {name: _plain(row[name]) for name in told if row[name] is not None}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)


def pieces(ranges: pl.DataFrame) -> pl.DataFrame:
    """Cut ranges at all bounds of their series, so that equal pieces are the same units.

    Takes id, series, start and end; gives id, series (as a number), start, end of every piece.
    """
    coded = ranges.with_columns(pl.col("series").cast(pl.Categorical).to_physical())
    begins = coded.select("series", bound="start")
    ended = coded.select("series", bound=pl.col("end") + 1)
    bounds = pl.concat([begins, ended]).unique().sort("series", "bound").with_row_index("place")
    first = bounds.select("series", start="bound", begin="place")
    last = bounds.select("series", end=pl.col("bound") - 1, done="place")
    placed = coded.join(first, on=["series", "start"]).join(last, on=["series", "end"])
    cut = placed.select("id", "series", place=pl.int_ranges("begin", "done")).explode("place")
    serials = bounds["bound"]
    return cut.select(
        "id", "series", start=serials.gather(cut["place"]), end=serials.gather(cut["place"] + 1) - 1
    )
