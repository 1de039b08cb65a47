"""Run background jobs and extend the log, in this process or in threads beside the pages."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tallystick.web.operation.jobs import plan_tidying, recover, start_thread, worker
from tallystick.web.operation.sequencing import start_sequencing
from tallystick.web.webhooks.jobs import plan_telling


class Command(BaseCommand):
    """Run jobs until stopped, or until none waits."""

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the command line passes on."""
        parser.add_argument("--until-empty", action="store_true")
        parser.add_argument("--thread", action="store_true")

    def handle(self, *args: Any, **told: Any) -> None:
        """Work."""
        recover()
        plan_tidying()
        plan_telling()
        if not told["until_empty"]:
            start_sequencing(settings.LEDGER)
        if told["thread"]:
            start_thread()
            return
        running = worker(until_empty=told["until_empty"])
        running.configure_signals()
        running.run()
