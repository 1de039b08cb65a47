"""Make the tables of the pages what this version needs."""

from typing import Any

from django.core.management.base import BaseCommand

from tallystick.web.preparing import prepare


class Command(BaseCommand):
    """Make the tables; where nothing is to do, look only."""

    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; CommandError says what is missing."""
        prepare()
