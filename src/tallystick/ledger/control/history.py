"""What still counts of the past: the journal without mistakes that were put right."""

from collections.abc import Iterable, Sequence
from datetime import date

from tallystick.ledger.entries import Entry, RecordType
from tallystick.ledger.ledger import Ledger


def standing_journal(
    ledger: Ledger,
    party: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Sequence[Entry]:
    """Return the entries of `Ledger.journal` that no correction has undone, nor is one."""
    return standing(ledger.journal(party, first_day, last_day), ledger.corrected())


def standing(journal: Iterable[Entry], corrected: frozenset[str]) -> Sequence[Entry]:
    """Leave out mistaken movements and the corrections that undid them."""
    return [
        entry
        for entry in journal
        if entry.key not in corrected and entry.type is not RecordType.CORRECTION
    ]
