"""The export of a ledger: its log, for an outsider to verify."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import tables
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.proof.export import write_export
from tallystick.ledger.proof.merkle import peaks_root
from tallystick.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds, its last checkpoint, and how many leaves are not in the log yet."""

    entries: int
    root: bytes
    pending: int
    checkpoint: str

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `ledger export`."""
        return {
            "entries": self.entries,
            "root": self.root.hex(),
            "pending": self.pending,
            "checkpoint": self.checkpoint,
        }


def export_ledger(store: Store, path: Path | None) -> Exported:
    """Write the export of a ledger as of one moment; without a path, only say what it would hold.

    Raises LedgerError when the ledger has no log or cannot be read, OSError when the file cannot
    be written.
    """
    with store.snapshot():
        edge, origin = tables.last_edge(store), origin_of(store)
        if edge is None or origin is None:
            raise LedgerError("the ledger has no log; open it with: tallystick ledger init")
        if path is not None:
            write_export(path, origin, tables.entries(store), tables.seals(store))
        root, pending = peaks_root(edge.seal.peaks), tables.count_pending(store)
        return Exported(edge.size, root, pending, edge.seal.note)
