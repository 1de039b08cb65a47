"""Verification of a ledger in its database: its log, and all that should follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tallystick.core.findings import Finding
from tallystick.ledger.log import tables
from tallystick.ledger.log.journal_check import check_journal
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.limit_check import check_limits
from tallystick.ledger.log.schema_check import check_schema
from tallystick.ledger.proof.export import log_records
from tallystick.ledger.proof.faults import UNSIGNED
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.tally import Tally
from tallystick.ledger.proof.verify import Verification, verify_records
from tallystick.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer of `ledger verify`; `pending` leaves are not in the log yet, None in an export."""

    found: Verification
    pending: int | None
    origin_checked: bool

    def to_json(self) -> dict[str, Any]:
        """Return the answer of the command."""
        answer = self.found.to_json()
        findings = answer.pop("findings")
        checked = {"pending": self.pending, "origin_checked": self.origin_checked}
        return {**answer, **checked, "findings": findings}


def verify_ledger(store: Store, key: PublicKey | None = None) -> Verified:
    """Verify a ledger in its database as of one moment, while others go on writing.

    The log is verified like an export. Then every posting is compared with its leaf, its entries
    and the holdings with what the postings come to, and what guards the ledger with what a new
    ledger has. Raises LedgerError when the database cannot be read.
    """
    tally = Tally()
    with store.snapshot():
        origin = origin_of(store) or ""
        found = verify_records(log_records(origin, tables.entries(store), tables.seals(store)), key)
        tally.extend(found.findings)
        tally.extend(_unsigned(store))
        tally.extend(check_journal(store))
        tally.extend(check_limits(store))
        pending = tables.count_pending(store)
    tally.extend(check_schema(store))
    found = replace(found, findings=tuple(tally.findings()))
    return Verified(found, pending, key is not None)


def _unsigned(store: Store) -> Iterator[Finding]:
    """Say that entries stand after the last checkpoint, which an export leaves out."""
    edge = tables.last_edge(store)
    size, end = edge.size if edge else 0, tables.end(store)
    if end > size:
        yield UNSIGNED.found(index=size, count=end - size)
