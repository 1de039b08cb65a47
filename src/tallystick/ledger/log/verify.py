"""Verification of a ledger in its database: its log, and all that should follow from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tallystick.ledger.log import tables
from tallystick.ledger.log.journal_check import check_journal
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.limit_check import check_limits
from tallystick.ledger.log.log_check import check_log
from tallystick.ledger.log.schema_check import check_schema
from tallystick.ledger.proof.checkpoint import SignedCheckpoint
from tallystick.ledger.proof.export import log_records
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.tally import Tally
from tallystick.ledger.proof.verify import Verification, verify_records
from tallystick.ledger.store import Store

STAGES = 5
"""In how many stages a ledger is verified: signatures, tree, journal, limits, schema."""


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


def verify_ledger(
    store: Store,
    key: PublicKey | None = None,
    kept: Sequence[SignedCheckpoint] = (),
    told: Callable[[int], None] = lambda done: None,
) -> Verified:
    """Verify a ledger in its database as of one moment, while others go on writing.

    The log is verified like an export, against checkpoints kept from earlier too. Then every
    posting is compared with its leaf, its entries and all else that is stored with what the
    postings come to, and what guards the ledger with what a new ledger has. `told` hears how many
    of the stages are done. Raises LedgerError when the database cannot be read.
    """
    tally = Tally()
    with store.snapshot():
        origin = origin_of(store) or ""
        log = log_records(origin, tables.entries(store), tables.seals(store))
        found = verify_records(log, key, kept)
        tally.extend(found.findings)
        told(1)
        for done, stage in enumerate((check_log, check_journal, check_limits), start=2):
            tally.extend(stage(store))
            told(done)
        pending = tables.count_pending(store)
    tally.extend(check_schema(store))
    told(STAGES)
    found = replace(found, findings=tuple(tally.findings()))
    return Verified(found, pending, key is not None)
