"""Background jobs: one table, and a worker that runs in a process or a thread of its own."""

import secrets
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tallystick.ledger import open_ledger
from tallystick.web.audit.trail import settle

INTERVAL_SECONDS = 1.0
SETTLED_AFTER = timedelta(minutes=15)
KEPT_FOR = timedelta(days=30)


def waiting_jobs() -> "QuerySet[DBTaskResult[..., object]]":
    """Return the jobs that are ready to run, the most urgent first."""
    ready: QuerySet[DBTaskResult[..., object]]
    ready = DBTaskResult.objects.ready()  # type: ignore[attr-defined]  # a queryset as manager
    return ready


def worker(*, until_empty: bool = False) -> Worker:
    """Make a worker for all queues, which runs until it is stopped or nothing waits."""
    return Worker(
        queue_names=["*"],
        interval=INTERVAL_SECONDS,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(8),
        excluded_queue_names=[],
    )


def start_thread() -> None:
    """Run a worker in a thread that ends with the process."""

    def run() -> None:
        try:
            worker().run()
        finally:
            connections.close_all()

    threading.Thread(target=run, name="jobs", daemon=True).start()


@task()
def tidy() -> int:
    """Settle what a crash left open in the audit trail, drop old jobs, and come again later.

    Return how many entries were settled.
    """
    with open_ledger(settings.LEDGER) as ledger:
        settled = settle(ledger, timezone.now() - SETTLED_AFTER)
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()
    plan_tidying()
    return settled


def plan_tidying() -> None:
    """Have the tidying done soon, unless that is planned already."""
    waits = DBTaskResult.objects.filter(
        task_path=tidy.module_path, finished_at=None, started_at=None
    )
    if not waits.exists():
        tidy.using(run_after=timezone.now() + SETTLED_AFTER).enqueue()
