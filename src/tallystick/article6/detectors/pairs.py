"""Pairs of events that clash, in the form in which rules show them."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from tallystick.article6.detectors.events import RANGE, UnitEvents
from tallystick.core.overlaps import find_overlaps
from tallystick.core.rules import Shown
from tallystick.core.serials.defects import Rows, shown_rows

ALL = 1 << 40
"""Every pair is asked for; what is printed of them is cut down later."""


def overlapping(ranges: pl.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs of events (by `id`) that share a number of a series, each pair once."""
    compared = ranges.with_columns(pl.col("series").cast(pl.Categorical)).select(RANGE)
    ids = ranges["id"]
    found = find_overlaps(compared, ALL).overlaps
    pairs = ((ids[later], ids[earlier]) for later, earlier in found)
    return sorted({(max(pair), min(pair)) for pair in pairs if pair[0] != pair[1]})


def shares(ranges: pl.DataFrame) -> bool:
    """Whether any two ranges share a number, which is told faster than which ones do."""
    compared = ranges.with_columns(pl.col("series").cast(pl.Categorical)).select(RANGE)
    return find_overlaps(compared, 1).overlapping > 0


def unlike(cut: pl.DataFrame, alike: Sequence[str]) -> list[tuple[int, int]]:
    """Return the events on a piece that are not alike with the first there, each beside that."""
    place = ["series", "start"]
    first = cut.sort("id").unique(place, keep="first")
    beside = cut.join(first, on=place, suffix="_first")
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_first") for name in alike)
    found = beside.filter(differs).select("id", "id_first").unique("id").sort("id")
    return list(found.iter_rows())


def clashes(events: UnitEvents, pairs: Iterable[tuple[int, int]]) -> Iterator[Shown]:
    """Show each pair of events with both places, or the first of too many with their count."""
    listed = list(pairs)
    first = []
    for later, earlier in listed[:100]:
        here, there = events.named(later), events.named(earlier)
        first.append(({**here, "other": there}, {"here": _said(here), "there": _said(there)}))
    return shown_rows(Rows(len(listed), first))


def single(events: UnitEvents, ids: pl.Series, **values: object) -> Iterator[Shown]:
    """Show each event by itself, or the first of too many with their count."""
    places = [events.named(one) for one in ids.head(100)]
    return shown_rows(Rows(len(ids), [(one, {"here": _said(one), **values}) for one in places]))


def _said(place: dict[str, object]) -> str:
    """Say an event in one line."""
    series, start, end = (place[name] for name in RANGE)
    file, row, event = place["file"], place["row"], place["event"]
    return f"{event} of {series} {start} to {end} ({file} row {row})"
