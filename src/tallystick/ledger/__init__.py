"""What is: an immutable journal of postings, the accounts, and what they hold."""

from tallystick.ledger.entries import Entry, RecordType
from tallystick.ledger.errors import Conflict, LedgerError, Refused
from tallystick.ledger.fold import replay
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.opening import open_ledger
from tallystick.ledger.posting import Answer, Receipt, Status
from tallystick.ledger.sharing import SharedLedger

__all__ = [
    "Answer",
    "Conflict",
    "Entry",
    "Ledger",
    "LedgerError",
    "Receipt",
    "RecordType",
    "Refused",
    "SharedLedger",
    "Status",
    "open_ledger",
    "replay",
]
