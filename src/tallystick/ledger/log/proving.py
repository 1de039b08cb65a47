"""Proof that a posting is in the log, which anybody can check with the public key."""

from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Finding
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import faults, tables
from tallystick.ledger.log.subtrees import inclusion_path
from tallystick.ledger.log.tables import Edge
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.merkle import leaf_hash, verify_inclusion
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.store import Store

ID_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the log: the hashes from its leaf up to the root of a checkpoint."""

    entry: Entry
    size: int
    root: bytes
    path: tuple[bytes, ...]
    checkpoint: str

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `ledger prove`; the leaf is text, hashes are hexadecimal."""
        return {
            "leaf": self.entry.leaf.decode(),
            "hash": self.entry.hash.hex(),
            "index": self.entry.index,
            "size": self.size,
            "root": self.root.hex(),
            "path": [one.hex() for one in self.path],
            "checkpoint": self.checkpoint,
        }


def prove(store: Store, asked: str) -> Proof | Finding:
    """Prove that a posting is in the log, or say why that cannot be done.

    What is asked for is the number of a posting or, where there is none, its key. The proof is
    to the newest checkpoint. Raises LedgerError when the log is damaged there.
    """
    with store.snapshot():
        posting = _posting(store, asked)
        if posting is None:
            return faults.UNKNOWN.found(posting=asked)
        entry, edge = tables.entry_of(store, posting), tables.last_edge(store)
        if entry is None or edge is None:
            return faults.PENDING.found(posting=asked)
        proof = _proof(store, entry, edge)
    if proof is None:
        raise LedgerError("the log is damaged; see: tallystick ledger verify")
    return proof


def _proof(store: Store, entry: Entry, edge: Edge) -> Proof | None:
    """Return the proof, if it holds as the log stands."""
    try:
        root = parse(edge.seal.note).checkpoint.root
        path = tuple(inclusion_path(store, entry.index, edge.size))
    except ValueError:
        return None
    sound = leaf_hash(entry.leaf) == entry.hash
    sound = sound and verify_inclusion(entry.hash, entry.index, edge.size, path, root)
    return Proof(entry, edge.size, root, path, edge.seal.note) if sound else None


def _posting(store: Store, asked: str) -> int | None:
    """Find a posting by its number, else by its key."""
    if asked.isascii() and asked.isdigit() and int(asked) <= ID_MAX:
        for (posting,) in store.execute(
            "SELECT id FROM ledger_posting WHERE id = ?", (int(asked),)
        ):
            return int(posting)
    for (posting,) in store.execute("SELECT id FROM ledger_posting WHERE key = ?", (asked,)):
        return int(posting)
    return None
