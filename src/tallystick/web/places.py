"""Which ledger the pages are about."""

import os
from functools import cache

from django.conf import settings

from tallystick.ledger import SharedLedger, open_ledger


def ledger_place() -> str:
    """Return the path or URL of the ledger that is served."""
    place: str = settings.LEDGER
    return place


def shared_ledger() -> SharedLedger:
    """Return what all threads of this process post through; it is open while the process runs."""
    return _shared(ledger_place(), os.getpid())


@cache
def _shared(place: str, process: int) -> SharedLedger:
    """Open it once for each process, since a fork has none of its parent's threads."""
    return SharedLedger(open_ledger(place))
