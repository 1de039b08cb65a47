"""Proof that a posting is in the log, which anybody can check with the public key."""

from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Finding
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import faults, tables
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.tree import Tree
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
        tree = Tree()
        tree.extend(tables.hashes(store, edge.size))
    try:
        path = tuple(tree.inclusion_proof(entry.index, edge.size))
        proof = Proof(entry, edge.size, tree.root(edge.size), path, edge.seal.note)
        sound = proof.root == parse(edge.seal.note).checkpoint.root
        sound = sound and leaf_hash(entry.leaf) == entry.hash
    except ValueError:
        sound = False
    if not sound:
        raise LedgerError("the log is damaged; see: tallystick ledger verify")
    return proof


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
