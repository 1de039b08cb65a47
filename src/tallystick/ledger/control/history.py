"""What the journal tells of the past: what was known at an instant, and what still counts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tallystick.article6.postings.units import Holding
from tallystick.ledger.entries import Entry, RecordType
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.fold import replay
from tallystick.ledger.ledger import Ledger


def holdings_known(ledger: Ledger, at: datetime, on: date | None = None) -> list[Holding]:
    """Return what accounts held at the end of a day by what the ledger had recorded at an instant.

    Without a day, all that was recorded counts. Raises LedgerError for an instant without a time
    zone.
    """
    if at.tzinfo is None:
        raise LedgerError(f"{at.isoformat()} has no time zone")
    return replay(entry for entry in ledger.journal(last_day=on) if entry.recorded_at <= at)


def standing(journal: Iterable[Entry], corrected: frozenset[str]) -> Sequence[Entry]:
    """Leave out mistaken movements and the corrections that undid them."""
    return [
        entry
        for entry in journal
        if entry.key not in corrected and entry.type is not RecordType.CORRECTION
    ]
