"""Count the journal in brief anew, and say whether what the pages followed came to the same."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tallystick.ledger.brief_book import Book, TooMuchError, follow
from tallystick.ledger.reading import reading
from tallystick.web.brief import counted, keep, kept
from tallystick.web.public.apart import work_out_apart


class Command(BaseCommand):
    """Count the whole ledger beside, compare, and keep the count."""

    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; LedgerError where the ledger cannot be read."""
        place: str = settings.LEDGER
        before = kept(place)
        anew = work_out_apart(counted, place)
        keep(place, anew)
        self.stdout.write(_told(place, before, anew))


def _told(place: str, before: Book | None, anew: Book) -> str:
    """Compare both as of now, since more may have been posted meanwhile."""
    if before is None:
        return "counted; nothing was kept before"
    with reading(place) as reader:
        try:
            same = follow(reader, before, before.newest).lives == (
                follow(reader, anew, anew.newest).lives
            )
        except TooMuchError:
            return "counted; what was kept before could not be followed any more"
    return "counted; what was kept before is the same" if same else "counted; it was WRONG before"
