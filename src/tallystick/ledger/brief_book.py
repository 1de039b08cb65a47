"""Keeping the journal in brief: counted once from a whole ledger, then by what is new in it.

Entries get their numbers before they are committed, so that a lower one may appear later. The
numbers that are missing are therefore remembered and looked for again, on PostgreSQL until no
transaction can bring them any more; SQLite gives numbers in the order of the commits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordNdc
from tallystick.ledger import rows
from tallystick.ledger.brief import Hinges, Lives, Shortening, hinges, lives, ranges, told
from tallystick.ledger.control.history import standing
from tallystick.ledger.entries import Entry
from tallystick.ledger.known import opened
from tallystick.ledger.reading import NEWEST_ID, Reader
from tallystick.ledger.sqlite import SqliteStore
from tallystick.ledger.store import Store

_OF_SERIES = f"{rows.ENTRIES}WHERE e.series = ?{rows.IN_ORDER}"
_MISSING = (
    "SELECT id + 1, next - 1 FROM "
    "(SELECT id, lead(id) OVER (ORDER BY id) AS next FROM "
    "(SELECT 0 AS id UNION ALL SELECT id FROM ledger_entry) e) n WHERE next > id + 1"
)
_CORRECTIONS = "SELECT subject, id FROM ledger_posting WHERE kind = ? AND subject IS NOT NULL"
_RUNNING = (
    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint), "
    "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)"
)


class Gap(NamedTuple):
    """Numbers that no entry had, and before which transaction who might bring them began."""

    first: int
    last: int
    before: int


@dataclass(frozen=True, slots=True)
class Book:
    """The journal in brief, up to which entry, and which numbers below may still appear."""

    newest: int
    gaps: tuple[Gap, ...]
    hinges: Hinges
    lives: Lives

    @property
    def authorizations(self) -> set[str]:
        """The authorizations of its units."""
        return {step.authorization or "" for _, steps in self.lives for step in steps}


class TooMuchError(Exception):
    """More is new than was allowed, or what is on record now tells the past in another way."""


def count(reader: Reader) -> Book:
    """Count a whole ledger, one series after the other."""
    with reader.store.snapshot():
        short, undone = _shortening(reader), frozenset(_corrections(reader.store))
        counted: Lives = Counter()
        for (series,) in reader.store.execute(rows.SERIES):
            found = map(rows.read_entry, reader.store.execute(_OF_SERIES, (series,)))
            counted += lives(standing(found, undone), short)
        missing = [(int(first), int(last)) for first, last in reader.store.execute(_MISSING)]
        gaps = tuple(_noted(reader.store, missing, ()))
        return Book(reader.newest(), gaps, short.hinges, counted)


def follow(reader: Reader, book: Book, limit: int) -> Book:
    """Return the book with what is new in the ledger; TooMuchError beyond a limit of entries."""
    with reader.store.snapshot():
        fresh = _fresh(reader.store, book, limit + 1)
        if len(fresh) > limit:
            raise TooMuchError
        known = {entry.id for entry in fresh}
        newest = max((book.newest, *known))
        missing = _without(known, [(one.first, one.last) for one in _all_gaps(book, newest)])
        gaps = tuple(_noted(reader.store, missing, book.gaps)) if missing else ()
        if not fresh:
            return replace(book, gaps=gaps)
        short = _shortening(reader)
        if not book.hinges.hold_for(short.hinges, book.authorizations):
            raise TooMuchError
        return Book(newest, gaps, short.hinges, _changed(reader, book, fresh, short))


def _shortening(reader: Reader) -> Shortening:
    accounts = [opened(one) for one in reader.records(OpenAccount)]
    names = {one.id: told(one) for one in accounts}
    return Shortening(hinges(reader.records(Authorize), reader.records(RecordNdc)), names)


def _corrections(store: Store) -> dict[str, int]:
    """Return which posting undid which movement, by the movement's key."""
    return dict(store.execute(_CORRECTIONS, (Correct.kind,)))


def _changed(reader: Reader, book: Book, fresh: Sequence[Entry], short: Shortening) -> Lives:
    """Count the units anew that new entries are about."""
    touched = ranges(fresh)
    wanted = [Range(name, *one) for name, some in touched.items() for one in some]
    around = reader.lives(wanted, NEWEST_ID, undone=True)
    new, postings = {one.id for one in fresh}, {one.posting for one in fresh}
    corrections = _corrections(reader.store)
    undone = frozenset(key for key, by in corrections.items() if by not in postings)
    before = standing((one for one in around if one.id not in new), undone)
    after = standing(around, frozenset(corrections))
    counted = Counter(book.lives)
    counted.update(lives(after, short, touched))
    counted.subtract(lives(before, short, touched))
    if min(counted.values(), default=0) < 0:  # it was not this ledger's
        raise TooMuchError
    return +counted


def _fresh(store: Store, book: Book, limit: int) -> list[Entry]:
    """Return entries that the book does not know, at most so many."""
    places = "".join(" OR e.id BETWEEN ? AND ?" for _ in book.gaps)
    sql = f"{rows.ENTRIES}WHERE e.id > ?{places} ORDER BY e.id LIMIT ?"
    values = [value for gap in book.gaps for value in (gap.first, gap.last)]
    return [rows.read_entry(row) for row in store.execute(sql, (book.newest, *values, limit))]


def _all_gaps(book: Book, newest: int) -> Iterator[Gap]:
    yield from book.gaps
    if newest > book.newest:
        yield Gap(book.newest + 1, newest, 0)


def _without(known: Iterable[int], stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut numbers out of stretches."""
    left = []
    ordered = sorted(known)
    for first, last in stretches:
        cuts = [first - 1, *(one for one in ordered if first <= one <= last), last + 1]
        left += [(one + 1, other - 1) for one, other in pairwise(cuts) if other > one + 1]
    return left


def _noted(
    store: Store, missing: Iterable[tuple[int, int]], before: Sequence[Gap]
) -> Iterator[Gap]:
    """Yield the missing numbers that may still appear, each with when it was first missed."""
    if isinstance(store, SqliteStore):
        return
    ((oldest, next_one),) = store.execute(_RUNNING)
    for first, last in missing:
        known = next((one.before for one in before if one.first <= first <= one.last), next_one)
        if oldest < known:
            yield Gap(first, last, known)
