"""The standing journal as pages add it up: the whole one while it is short, else in brief.

The brief journal is counted once by a process beside, kept where all workers find it, and followed
by every page that reads it, so that what is shown holds all that was posted before. Where too much
is new to be followed in a page, it is counted again beside, and until then nothing is told.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from django.core.cache import cache

from tallystick.ledger import Ledger, LedgerError, open_ledger
from tallystick.ledger.brief import legs
from tallystick.ledger.brief_book import Book, TooMuchError, count, follow
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import Leg
from tallystick.ledger.reading import Reader, reading
from tallystick.web.places import ledger_place
from tallystick.web.public.apart import work_out_apart

SMALL = 5_000
"""Entries that are folded in a fraction of a second."""

FOLLOWED_MAX = 1_000
"""New entries that a page follows itself; their units are looked up a hundred ranges at a time."""

KEPT_SECONDS = 60
"""How often what pages have followed is kept for others and for the next start."""

Told = TypeVar("Told")


@dataclass(slots=True)
class Journal:
    """A standing journal up to an entry, whole or in brief, and what was added up over it."""

    newest: int
    legs: Sequence[Leg]
    is_brief: bool
    book: Book | None = None
    sums: dict[object, Any] = field(default_factory=dict)


class Journals:
    """The newest journal of each ledger that this process reads."""

    def __init__(self) -> None:
        self._known: dict[str, Journal] = {}
        self._kept_at: dict[str, float] = {}
        self._counting: set[str] = set()
        self._lock = Lock()

    def standing(self, reader: Reader, place: str) -> Journal | None:
        """Return the journal as it stands; None while it is being counted."""
        newest = reader.newest()
        with self._lock:
            known = self._known.get(place)
            if newest > SMALL:
                return self._brief(reader, place, known)
            if known is None or known.newest != newest:
                with open_ledger(place) as ledger:
                    known = Journal(newest, standing_journal(ledger), is_brief=False)
                self._known[place] = known
            return known

    def _brief(self, reader: Reader, place: str, known: Journal | None) -> Journal | None:
        """Follow what is known of a long journal, by this process or by another."""
        book = known.book if known and known.book else cache.get(_key(place))
        try:
            followed = follow(reader, book, FOLLOWED_MAX) if book else None
        except TooMuchError:
            followed = None
        if followed is None:
            self._count_beside(place)
            return None
        if known is None or known.book is None or followed != known.book:
            known = self._remember(place, followed)
        return known

    def _remember(self, place: str, book: Book) -> Journal:
        if monotonic() - self._kept_at.get(place, 0) > KEPT_SECONDS:
            keep(place, book)
            self._kept_at[place] = monotonic()
        self._known[place] = Journal(book.newest, legs(book.lives), is_brief=True, book=book)
        return self._known[place]

    def _count_beside(self, place: str) -> None:
        """Have a ledger counted beside, unless that is being done."""
        if place not in self._counting:
            self._counting.add(place)
            Thread(target=self._counted, args=(place,), daemon=True).start()

    def _counted(self, place: str) -> None:
        try:
            book = work_out_apart(counted, place)
            with self._lock:
                self._remember(place, book)
        except LedgerError as error:
            logging.getLogger(__name__).warning("a journal was not counted: %s", error)
        finally:
            self._counting.discard(place)


def counted(ledger: Ledger) -> Book:
    """Count a whole ledger."""
    return count(Reader(ledger.store))


def kept(place: str) -> Book | None:
    """Return what was kept of a ledger last; None where nothing was."""
    found: Book | None = cache.get(_key(place))
    return found


def keep(place: str, book: Book) -> None:
    """Keep the journal in brief for all workers and for the next start."""
    cache.set(_key(place), book, timeout=None)


def _key(place: str) -> str:
    return f"brief-{sha256(place.encode()).hexdigest()}"


_journals = Journals()


class BeingCountedError(LedgerError):
    """The journal is being counted, and what it comes to is not known yet."""


def standing(ledger: Ledger) -> Journal:
    """Return the standing journal of the ledger that is served; raises BeingCountedError."""
    found = _journals.standing(Reader(ledger.store), ledger_place())
    if found is None:
        raise BeingCountedError("the journal is being counted; ask again in a few minutes")
    return found


@contextmanager
def ledger_read() -> Iterator[Ledger]:
    """Lend the ledger that is served, over the connection that this thread keeps for reading."""
    with reading(ledger_place()) as reader:
        yield Ledger(reader.store)


class Sum(Generic[Told]):
    """One thing that is added up over a standing journal, kept for as long as nothing is posted."""

    def __init__(self, add_up: Callable[[Ledger, Sequence[Leg]], Told]) -> None:
        self._add_up = add_up

    def __call__(self, reader: Reader, place: str) -> Told | None:
        """Return what it comes to now; None while the journal is being counted."""
        journal = _journals.standing(reader, place)
        if journal is None:
            return None
        if self not in journal.sums:
            with open_ledger(place) as ledger:
                journal.sums[self] = self._add_up(ledger, journal.legs)
        told: Told = journal.sums[self]
        return told
