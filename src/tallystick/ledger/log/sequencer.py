"""The sequencer: appends committed leaves to the log and signs it, outside every posting.

Sequencers take turns; each batch with its checkpoint is written whole or not at all, so that one
may be killed at any point and another go on. What it can take is decided by the database and not
by a clock: on PostgreSQL a transaction that stays open anywhere on the server holds leaves back.
"""

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import tables
from tallystick.ledger.log.dialects import turn
from tallystick.ledger.log.subtrees import keep_subtrees
from tallystick.ledger.log.tables import Edge
from tallystick.ledger.proof.checkpoint import parse, seal
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.tree import Frontier
from tallystick.ledger.store import Store

BATCH = 256
"""A checkpoint is signed at least after every so many leaves, which bounds where damage can be."""

ROUND = 16_384
"""So many leaves are appended in one transaction, which keeps writers of SQLite waiting shortly."""


def sequence(store: Store, key: SigningKey) -> int:
    """Append to the log all leaves that can be appended, and return how many they were.

    Raises LedgerError when the log was not opened, is signed with another key or is damaged.
    """
    appended = 0
    while taken := _round(store, key):
        appended += taken
    return appended


def open_log(store: Store, key: SigningKey) -> None:
    """Sign the empty log; where a checkpoint is, change nothing."""
    with turn(store):
        if tables.last_edge(store) is None:
            tables.write_seal(store, 0, seal(Frontier(), key), "0")


def _round(store: Store, key: SigningKey) -> int:
    with turn(store):
        edge = tables.last_edge(store)
        if edge is None:
            raise LedgerError("the log was never opened; open it with: tallystick ledger init")
        postings = tables.takeable(store, edge, ROUND)
        if postings:
            _append(store, edge, postings, key)
    return len(postings)


def _append(store: Store, edge: Edge, postings: list[int], key: SigningKey) -> None:
    """Append leaves in batches, each with its checkpoint."""
    frontier = _frontier(store, edge, key)
    horizon = edge.horizon
    for at in range(0, len(postings), BATCH):
        batch = postings[at : at + BATCH]
        leaf_hashes = [leaf_hash(leaf) for leaf in tables.leaves(store, batch)]
        tables.append(store, frontier.size, batch, leaf_hashes)
        keep_subtrees(store, frontier.size, frontier.size + len(batch))
        frontier.extend(leaf_hashes)
        if at + BATCH >= len(postings):
            horizon = tables.horizon(store, horizon)
        tables.write_seal(store, frontier.size, seal(frontier, key), horizon)


def _frontier(store: Store, edge: Edge, key: SigningKey) -> Frontier:
    """Go on from the last checkpoint, if it is this key's and nothing stands after it."""
    damaged = LedgerError("the log is damaged and was not extended; see: tallystick ledger verify")
    try:
        signed = parse(edge.seal.note)
        frontier = Frontier(signed.checkpoint.size, edge.seal.peaks)
    except ValueError:
        raise damaged from None
    if not signed.signed_by(key.public):
        raise LedgerError(f"the log is not signed with the key {key.public}")
    if frontier.root != signed.checkpoint.root or tables.end(store) != frontier.size:
        raise damaged
    return frontier
