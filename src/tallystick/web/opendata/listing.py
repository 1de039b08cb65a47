"""What a list is asked for, and a page of its answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ninja import Schema

from tallystick.web.opendata.cursors import read_cursor, write_cursor

LIMIT, LIMIT_MAX = 50, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list is wanted; without a cursor, its beginning."""

    limit: int = LIMIT
    cursor: str | None = None
    party: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the cursor of the page after them; None on the last page."""

    rows: Sequence[dict[str, Any]]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of a list, and what a row of it holds."""

    name: str
    row: type[Schema]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in order."""
        return tuple(self.row.model_fields)


@dataclass(frozen=True, slots=True)
class Listing(Columns):
    """A public list, and how a page of it is read from the ledger at a place."""

    read: Callable[[str, Asked], Page]


def sliced(rows: Sequence[dict[str, Any]], asked: Asked) -> Page:
    """Cut a page out of a short list; raises BadCursorError."""
    place = read_cursor(asked.cursor, int)
    start = int(place[0]) if place else 0
    end = start + asked.limit
    return Page(rows[start:end], write_cursor(end) if 0 <= end < len(rows) else None)
