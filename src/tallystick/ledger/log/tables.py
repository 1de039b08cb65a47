"""The tables of the log: leaves as the postings wrote them, their places, the checkpoints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.ledger.log.dialects import dialect
from tallystick.ledger.proof.checkpoint import Seal
from tallystick.ledger.proof.merkle import HASH_BYTES
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.store import Row, Store

PAGE = 1_000

SMALLEST = -(1 << 63)
"""Below every number that a row can have, whoever wrote it."""

_ENTRIES = (
    "SELECT g.log_index, l.leaf, g.leaf_hash FROM ledger_log g "
    "LEFT JOIN ledger_leaf l ON l.posting_id = g.posting_id "
)
_ENTRIES_AFTER = f"{_ENTRIES} WHERE g.log_index > ? ORDER BY 1 LIMIT ?"
_LEAF_HASHES = (
    "SELECT leaf_hash FROM ledger_log WHERE log_index >= ? AND log_index < ? ORDER BY log_index"
)
_SUBTREES = (
    "SELECT hash FROM ledger_subtree WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
)
_LEAVES_IN, _LEAF_RUN = (
    "SELECT 0, log_index, leaf_hash FROM ledger_log",
    "(log_index >= ? AND log_index < ?)",
)
_SUBTREES_IN, _RUN = (
    "SELECT level, place, hash FROM ledger_subtree",
    "(level = ? AND place >= ? AND place < ?)",
)
_UNLOGGED = (
    "FROM ledger_leaf l "
    "WHERE NOT EXISTS (SELECT 1 FROM ledger_log g WHERE g.posting_id = l.posting_id)"
)

Run = tuple[int, int, int]
"""Subtrees of a level side by side: the level, the first place, and the place after the last."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the log ends: its last checkpoint, and the horizon below which no leaf is pending."""

    size: int
    seal: Seal
    horizon: object


def last_edge(store: Store) -> Edge | None:
    """Return where the log ends; None before its first checkpoint."""
    for size, note, peaks, horizon in store.execute(dialect(store).last):
        return Edge(size, _seal(note, peaks), horizon)
    return None


def entries(store: Store) -> Iterator[Entry]:
    """Give the entries of the log in order, a page at a time; a lost leaf is an empty one."""
    after = SMALLEST
    while page := store.execute(_ENTRIES_AFTER, (after, PAGE)):
        yield from map(_entry, page)
        after = page[-1][0]


def hashes(store: Store, size: int) -> Iterator[bytes]:
    """Give the leaf hashes of the first entries of the log, a page at a time."""
    for first in range(0, size, PAGE):
        yield from subtrees(store, 0, first, min(first + PAGE, size))


def subtrees(store: Store, level: int, first: int, stop: int) -> list[bytes]:
    """Return the hashes of complete subtrees of 2 ** level leaves, by their places."""
    sql = _SUBTREES if level else _LEAF_HASHES
    values = (level, first, stop) if level else (first, stop)
    return [as_bytes(one) for (one,) in store.execute(sql, values)]


def subtrees_at(store: Store, runs: Sequence[Run]) -> dict[tuple[int, int], bytes]:
    """Return what is stored of many runs of subtrees, by level and place, in two queries."""
    leaves = [value for level, *run in runs if not level for value in run]
    above = [value for run in runs if run[0] for value in run]
    found: dict[tuple[int, int], bytes] = {}
    for sql, where, values in ((_LEAVES_IN, _LEAF_RUN, leaves), (_SUBTREES_IN, _RUN, above)):
        if values:
            any_of = " OR ".join([where] * (len(values) // where.count("?")))
            for level, place, hashed in store.execute(f"{sql} WHERE {any_of}", values):
                found[level, place] = as_bytes(hashed)
    return found


def write_subtree(store: Store, level: int, place: int, subtree: bytes) -> None:
    """Keep the hash of a complete subtree."""
    sql = "INSERT INTO ledger_subtree (level, place, hash) VALUES (?, ?, ?)"
    store.execute(sql, (level, place, subtree))


def seals(store: Store, page_size: int = PAGE) -> Iterator[Seal]:
    """Give the checkpoints in order of size, a page at a time."""
    after = SMALLEST
    sql = "SELECT size, note, peaks FROM ledger_checkpoint WHERE size > ? ORDER BY 1 LIMIT ?"
    while page := store.execute(sql, (after, page_size)):
        for _, note, peaks in page:
            yield _seal(note, peaks)
        after = page[-1][0]


def entry_of(store: Store, posting: int) -> Entry | None:
    """Return the entry of a posting; None while it is pending."""
    for row in store.execute(f"{_ENTRIES} WHERE g.posting_id = ?", (posting,)):
        return _entry(row)
    return None


def end(store: Store) -> int:
    """Return the index after the last entry of the log."""
    ((index,),) = store.execute("SELECT coalesce(max(log_index) + 1, 0) FROM ledger_log")
    return int(index)


def count_pending(store: Store) -> int:
    """Count the committed leaves that are not in the log yet."""
    ((count,),) = store.execute(f"SELECT count(*) {_UNLOGGED}")
    return int(count)


def skipped(store: Store, edge: Edge) -> list[int]:
    """List postings whose leaves the log should hold by now, and does not."""
    return [posting for (posting,) in store.execute(dialect(store).skipped, (edge.horizon,))]


def takeable(store: Store, edge: Edge, limit: int) -> list[int]:
    """List postings whose leaves can be appended now, in the order in which to append them."""
    return [posting for (posting,) in store.execute(dialect(store).takeable, (edge.horizon, limit))]


def leaves(store: Store, postings: Sequence[int]) -> list[bytes]:
    """Return the leaves of postings, in the order of their numbers."""
    where = f"WHERE posting_id IN ({', '.join('?' * len(postings))})"
    sql = f"SELECT leaf FROM ledger_leaf {where} ORDER BY posting_id"
    return [as_bytes(leaf) for (leaf,) in store.execute(sql, postings)]


def append(store: Store, first: int, postings: Sequence[int], leaf_hashes: Sequence[bytes]) -> None:
    """Append leaves to the log, from an index on."""
    marks = ", ".join(["(?, ?, ?)"] * len(postings))
    values: list[object] = []
    for index, (posting, leaf_hash) in enumerate(zip(postings, leaf_hashes, strict=True), first):
        values += (index, posting, leaf_hash)
    sql = f"INSERT INTO ledger_log (log_index, posting_id, leaf_hash) VALUES {marks}"
    store.execute(sql, values)


def horizon(store: Store, before: object) -> object:
    """Return a horizon that holds now, given one that held before."""
    ((found,),) = store.execute(dialect(store).horizon, (before,))
    return found


def write_seal(store: Store, size: int, seal: Seal, horizon: object) -> None:
    """Keep a checkpoint and a horizon that holds with it."""
    store.execute(dialect(store).write, (size, seal.note, b"".join(seal.peaks), horizon))


def _entry(row: Row) -> Entry:
    index, leaf, leaf_hash = row
    return Entry(index, as_bytes(leaf or ""), as_bytes(leaf_hash))


def _seal(note: object, peaks: object) -> Seal:
    hashes = as_bytes(peaks)
    starts = range(0, len(hashes), HASH_BYTES)
    return Seal(str(note), tuple(hashes[at : at + HASH_BYTES] for at in starts))


def as_bytes(value: object) -> bytes:
    """Return a value as the database gave it; SQLite keeps any type in any column."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
