"""Which ledger the pages are about."""

from django.conf import settings


def ledger_place() -> str:
    """Return the path or URL of the ledger that is served."""
    place: str = settings.LEDGER
    return place
