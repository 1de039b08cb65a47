"""A ledger read a page at a time, by its indexes, however large it is.

A page goes on after the place where the one before it ended, so that what is posted meanwhile
neither repeats nor hides a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local
from typing import Any

from tallystick.article6.postings.control_records import Restraint
from tallystick.article6.postings.plain import HeldRange, Range
from tallystick.article6.postings.records import Posting, Record
from tallystick.article6.postings.units import Holding
from tallystick.core.actions import ActionType
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.rows import read_ranges, read_standing
from tallystick.ledger.entries import Entry
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log.keyplace import signing_key
from tallystick.ledger.log.proving import Proof, prove
from tallystick.ledger.log.tables import end, last_edge
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.store import Row, Store

GIVING = (ActionType.FIRST_TRANSFER.value, ActionType.TRANSFER.value)
PLACES_MAX = 1_900
"""How many stretches of the index one query looks at."""

LIVES_MAX = 2_000
"""How many entries are returned about ranges, if nothing else is said."""

DIGITS = 19
"""Ranges are indexed by how many digits what lies between their ends has, at most so many."""

_STANDING = (
    " AND NOT EXISTS (SELECT 1 FROM ledger_posting c "
    "WHERE c.kind = 'correction' AND c.subject = p.key)"
)
_ABROAD = (
    f"{rows.ENTRIES}WHERE e.counterparty IS NOT NULL AND e.type <> 'acquisition' "
    f"AND e.type IN (?, ?) AND e.id < ?{_STANDING}"
)
_OF_PARTY = (
    f"{rows.ENTRIES}WHERE e.party = ?{_STANDING} ORDER BY e.effective_on DESC, e.id DESC LIMIT ?"
)
_NEWEST_FIRST = " ORDER BY e.id DESC LIMIT ?"
_LIVES = (
    f"{rows.ENTRIES}JOIN (VALUES {{}}) w ON e.series = w.column1 "
    "AND length(CAST(e.last_serial - e.first_serial AS text)) = w.column2 "
    "AND e.first_serial BETWEEN w.column3 AND w.column4 AND e.last_serial >= w.column5 "
    "WHERE e.series IS NOT NULL{} LIMIT ?"
)
_POSTINGS = "SELECT id, key, kind, recorded_at, body FROM ledger_posting"
_HELD = rows.HELD.format("")
_HELD_ITMOS = rows.HELD.format("AND lot IS NOT NULL ")
NEWEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A posting as the journal keeps it."""

    id: int
    key: str
    kind: str
    recorded_at: str
    body: str

    @property
    def posting(self) -> Posting:
        """What was asked."""
        return read_body(self.body)


@dataclass(frozen=True, slots=True)
class KeptLimit:
    """What an account may hold and give at a time, in t, None for no limit, and what it holds."""

    account: str
    holding_t: int | None
    transfer_t: int | None
    held_t: int


class Reader:
    """Bounded reads of one ledger; every method raises LedgerError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def store(self) -> Store:
        """The database, for whoever reads something else in the same instant."""
        return self._store

    def newest(self) -> int:
        """Return the number of the newest entry, 0 in an empty journal."""
        ((newest,),) = self._store.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        return int(newest)

    def transfers(
        self, limit: int, before: int = NEWEST_ID, party: str | None = None
    ) -> list[Entry]:
        """Return standing transfers between Parties below an entry's number, the newest first.

        With a Party, what it gave.
        """
        sql, values = _ABROAD, [*GIVING, before]
        if party is not None:
            sql, values = f"{sql} AND e.party = ?", [*values, party]
        return self._entries(sql + _NEWEST_FIRST, [*values, limit])

    def entries_of(self, party: str, limit: int) -> list[Entry]:
        """Return what a Party last did and received, the newest first by effect."""
        return self._entries(_OF_PARTY, [party, limit])

    def lives(
        self, ranges: Iterable[Range], limit: int = LIVES_MAX, *, undone: bool = False
    ) -> list[Entry]:
        """Return standing entries that share units with ranges, in the order of effect.

        With `undone`, also those that a correction has undone. Where there are more than the
        limit, which of them are returned is not said.
        """
        standing = "" if undone else _STANDING
        wanted = [place for one in dict.fromkeys(ranges) for place in _places(one)]
        found: dict[int, Entry] = {}
        for start in range(0, len(wanted), PLACES_MAX):
            part = wanted[start : start + PLACES_MAX]
            marks = ", ".join(["(?, ?, ?, ?, ?)"] * len(part))
            values = [value for place in part for value in place]
            told = self._entries(_LIVES.format(marks, standing), [*values, limit])
            found |= {entry.id: entry for entry in told}
        return sorted(found.values(), key=lambda entry: (entry.effective_on, entry.id))[:limit]

    def holders(self, series: str, first: int, last: int) -> list[Holding]:
        """Return the holdings of ITMOs that share units with a range, by serial."""
        values = rows.sharing(series, first, last)
        found = map(rows.read_holding, self._store.execute(rows.HOLDINGS_SHARING, values))
        return sorted(found, key=lambda held: held.block)

    def held(
        self, account: str, limit: int, after: tuple[str, int] = ("", 0)
    ) -> list[Holding | HeldRange]:
        """Return the ranges that an account holds after a place.

        They are in the order of serials, and of the series in which their first units came.
        """
        found = self._store.execute(_HELD, (account, *after, limit))
        return [rows.read_held(row) for row in found]

    def held_by(self, account: str, limit: int, after: tuple[str, int] = ("", 0)) -> list[Holding]:
        """Return what an account holds in ITMOs after a place, in the order of `held`."""
        found = self._store.execute(_HELD_ITMOS, (account, *after, limit))
        return [rows.read_holding(row) for row in found]

    def keepers(self, wanted: Range) -> list[HeldRange]:
        """Return what accounts hold of a range, of ITMOs or of any other series."""
        return read_ranges(self._store, wanted)

    def restraints(self) -> list[Restraint]:
        """Return the freezes and pledges that stand, oldest first."""
        return read_standing(self._store)

    def limits(self) -> list[KeptLimit]:
        """Return the limits of accounts by account, with what the database counts as held."""
        sql = "SELECT account, holding_t, transfer_t, held_t FROM ledger_limit ORDER BY account"
        return [KeptLimit(*row) for row in self._store.execute(sql)]

    def postings(self, limit: int, before: int = NEWEST_ID) -> list[Kept]:
        """Return postings below a number, the newest first."""
        sql = f"{_POSTINGS} WHERE id < ? ORDER BY id DESC LIMIT ?"
        return [Kept(*row) for row in self._store.execute(sql, (before, limit))]

    def posting(self, identifier: int) -> Kept | None:
        """Return a posting by its number."""
        found = self._store.execute(f"{_POSTINGS} WHERE id = ?", (identifier,))
        return Kept(*found[0]) if found else None

    def logged_after(self, index: int, limit: int) -> list[tuple[int, Kept]]:
        """Return the postings of the log after an index, in its order, each with its index."""
        sql = (
            "SELECT g.log_index, p.id, p.key, p.kind, p.recorded_at, p.body FROM ledger_log g "
            "JOIN ledger_posting p ON p.id = g.posting_id "
            "WHERE g.log_index > ? ORDER BY g.log_index LIMIT ?"
        )
        return [(row[0], Kept(*row[1:])) for row in self._store.execute(sql, (index, limit))]

    def log_size(self) -> int:
        """Return how many postings the log holds."""
        return end(self._store)

    def records(self, kind: type[Record], subject: str | None = None) -> list[Any]:
        """Return the records of a kind, about one subject if one is named, oldest first."""
        sql, values = rows.BODIES, [kind.kind]
        if subject is not None:
            sql, values = rows.BODIES_ON, [kind.kind, subject]
        return [read_body(body) for (body,) in self._store.execute(sql, values)]

    def proof(self, identifier: int) -> Proof | None:
        """Prove that a posting is in the log; None while it is not."""
        found = prove(self._store, str(identifier))
        return found if isinstance(found, Proof) else None

    def checkpoint(self) -> str | None:
        """Return the newest signed checkpoint; None before the first."""
        edge = last_edge(self._store)
        return edge.seal.note if edge else None

    def public_key(self, place: str) -> PublicKey | None:
        """Return the key that signs the log, where this computer has it; None elsewhere."""
        key = signing_key(self._store, place)
        return key.public if key else None

    def _entries(self, sql: str, values: Sequence[object]) -> list[Entry]:
        found: list[Row] = self._store.execute(sql, values)
        return [rows.read_entry(row) for row in found]


def _places(wanted: Range) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield, by order of magnitude, where entries begin that can share units with a range."""
    for digits in range(1, DIGITS + 1):
        low = max(wanted.first - 10**digits + 1, 1)
        yield (wanted.series, digits, low, wanted.last, wanted.first)


class _Kept(local):
    """The connection that a thread keeps, and the place it leads to."""

    place: str = ""
    store: Store | None = None


_kept = _Kept()


@contextmanager
def reading(place: str) -> Iterator[Reader]:
    """Read the ledger at a path or a postgresql:// URL for as long as the block lasts.

    A thread keeps its last connection to a server for its next reading.
    """
    store = _lent(place) or store_at(place)
    try:
        yield Reader(store)
    except LedgerError:
        store.close()
        raise
    finally:
        _keep(place, store)


def _lent(place: str) -> Store | None:
    """Take the connection that is kept, if it leads there and still answers."""
    store = _kept.store if _kept.place == place else None
    if store is None:
        return None
    _kept.store = None
    try:
        store.execute("SELECT 1")
    except LedgerError:
        store.close()
        return None
    return store


def _keep(place: str, store: Store) -> None:
    """Keep a connection to a server in place of the one before; a file is opened in no time."""
    if "://" not in place:
        store.close()
        return
    if _kept.store is not None:
        _kept.store.close()
    _kept.place, _kept.store = place, store
