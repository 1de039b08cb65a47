"""Ranges cut where any range of their series begins or ends, so that each piece has one history.

Within a piece, postings follow each other: who gives it is who received it last.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tallystick.ledger.importing.unusual import Unusual

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PIECES_PER_POSTING_MAX = 50
"""A journal that goes over long ranges again and again has too many pieces to be worth cutting."""

NONE = -1


@dataclass(frozen=True, slots=True)
class Pieces:
    """Every piece of every posting, in the order of postings and of serials.

    `row` is the posting's place; `before` is the place of the posting that had the piece before,
    or NONE; `origin` that which brought it into being; `is_last` whether none has it after.
    `first` and `last` are its serials, `segment` numbers the pieces of all series in order.
    """

    row: Ints
    segment: Ints
    first: Ints
    last: Ints
    before: Ints
    origin: Ints
    is_last: Flags

    def earliest(self, marks: Flags) -> Ints:
        """Return for each piece the first posting in its history where it is marked, or NONE."""
        count = int(self.row.max(initial=NONE)) + 1
        marked = np.where(marks, self.row, count)
        found = np.full(int(self.segment.max(initial=NONE)) + 1, count, dtype=np.int64)
        np.minimum.at(found, self.segment, marked)
        earliest = found[self.segment]
        return np.where(earliest == count, NONE, earliest)


def cut(ranges: pl.DataFrame) -> Pieces:
    """Cut ranges, rows of `row`, `series`, `first` and `last` in the order of posting.

    Raises Unusual where there would be too many pieces.
    """
    serials = ranges.select(pl.col("first", "last").cast(pl.Int64)).to_numpy()
    series = ranges["series"].cast(pl.Categorical).to_physical().to_numpy()
    places, points = _numbered(np.tile(series, 2), np.append(serials[:, 0], serials[:, 1] + 1))
    starts, ends = places[: len(serials)], places[len(serials) :]
    counts = ends - starts
    total = int(counts.sum())
    if total > PIECES_PER_POSTING_MAX * max(len(starts), 1):
        raise Unusual("pieces")
    segment = np.arange(total) + np.repeat(ends - np.cumsum(counts), counts)
    row = np.repeat(ranges["row"].to_numpy().astype(np.int64), counts)
    return _with_history(row, segment, points[segment], points[segment + 1] - 1)


def _numbered(series: NDArray[np.uint32], at: Ints) -> tuple[Ints, Ints]:
    """Number points in the order of series and serial, equal ones alike; return their serials."""
    order = np.lexsort((at, series))
    ordered_at, ordered_series = at[order], series[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (ordered_at[1:] != ordered_at[:-1]) | (ordered_series[1:] != ordered_series[:-1])
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.cumsum(new) - 1
    return places, ordered_at[new]


def _with_history(row: Ints, segment: Ints, first: Ints, last: Ints) -> Pieces:
    order = np.argsort(segment, kind="stable")
    ordered_row, ordered_segment = row[order], segment[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = ordered_segment[1:] != ordered_segment[:-1]
    ends = np.ones(len(order), dtype=np.bool_)
    ends[:-1] = begins[1:]
    ordered_before = np.where(begins, NONE, np.roll(ordered_row, 1))
    runs = np.diff(np.append(np.flatnonzero(begins), len(order)))
    ordered_origin = np.repeat(ordered_row[begins], runs)
    before, origin, is_last = np.empty_like(row), np.empty_like(row), np.empty_like(begins)
    before[order], origin[order], is_last[order] = ordered_before, ordered_origin, ends
    return Pieces(row, segment, first, last, before, origin, is_last)
