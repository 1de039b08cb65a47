"""What an export leaves out: whether the tables of the log hold more, less or other than it."""

from collections.abc import Iterator

from tallystick.core.findings import Finding
from tallystick.ledger.log import faults, tables
from tallystick.ledger.log.subtrees import subtrees_of
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.faults import CHECKPOINT_DAMAGED, UNSIGNED
from tallystick.ledger.store import Store

_CHECKPOINTS = "SELECT size, number, note FROM ledger_checkpoint ORDER BY size"
_SUBTREES = "SELECT level, place, hash FROM ledger_subtree"


def check_log(store: Store) -> Iterator[Finding]:
    """Compare the tables of the log with each other and with the leaves."""
    edge = tables.last_edge(store)
    if edge is None:
        return
    end = tables.end(store)
    if end > edge.size:
        yield UNSIGNED.found(index=edge.size, count=end - edge.size)
    yield from _check_checkpoints(store)
    yield from _check_subtrees(store, edge.size)
    for posting in tables.skipped(store, edge):
        yield faults.LEAF_SKIPPED.found(posting=posting)


def _check_checkpoints(store: Store) -> Iterator[Finding]:
    """Checkpoints are numbered without a gap, each beside its own size."""
    due = 0
    for size, number, note in store.execute(_CHECKPOINTS):
        if number != due:
            yield faults.CHECKPOINT_LOST.found(size=size, number=number, due=due)
        due = number + 1 if isinstance(number, int) else due + 1
        if _size_of(str(note)) not in {size, None}:
            yield CHECKPOINT_DAMAGED.found(size=size)


def _size_of(note: str) -> int | None:
    try:
        return parse(note).checkpoint.size
    except ValueError:
        return None  # the log's own check tells of it


def _check_subtrees(store: Store, size: int) -> Iterator[Finding]:
    expected = set(subtrees_of(tables.hashes(store, size)))
    there = {(level, place, tables.as_bytes(one)) for level, place, one in store.execute(_SUBTREES)}
    for level, place in sorted({row[:2] for row in expected ^ there}):
        yield faults.SUBTREE_ALTERED.found(level=level, place=place)
