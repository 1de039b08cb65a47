"""Background jobs: one table, and a worker that runs in a process or a thread of its own."""

import atexit
import secrets
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tallystick.ledger import open_ledger
from tallystick.web.audit.trail import settle

INTERVAL_SECONDS = 1.0
SETTLED_AFTER = timedelta(minutes=15)
LOST_AFTER = timedelta(minutes=15)
"""No job takes this long: the worker of one that seems to was killed."""

TRIES_MAX = 3
GRACE_SECONDS = 20
KEPT_FOR = {TaskResultStatus.SUCCESSFUL: timedelta(days=1), TaskResultStatus.FAILED: timedelta(30)}


def waiting_jobs() -> "QuerySet[DBTaskResult[..., object]]":
    """Return the jobs that are ready to run, the most urgent first."""
    ready: QuerySet[DBTaskResult[..., object]]
    ready = DBTaskResult.objects.ready()  # type: ignore[attr-defined]  # a queryset as manager
    return ready


def worker(*, until_empty: bool = False) -> Worker:
    """Make a worker for the queues of this process, which runs until stopped or nothing waits."""
    return Worker(
        queue_names=settings.JOB_QUEUES,
        interval=INTERVAL_SECONDS,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(8),
        excluded_queue_names=[],
    )


def start_thread() -> None:
    """Run a worker in a thread; when the process ends, a job at work is brought to its end.

    What takes longer than the grace is taken up again by another worker.
    """
    made = worker()

    def run() -> None:
        try:
            made.run()
        finally:
            connections.close_all()

    def stop() -> None:
        made.running = False
        thread.join(GRACE_SECONDS)

    thread = threading.Thread(target=run, name="jobs", daemon=True)
    thread.start()
    atexit.register(stop)


def recover() -> int:
    """Let jobs be taken again whose worker was killed; return how many.

    One that has ended its worker too often is given up.
    """
    lost = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LOST_AFTER
    )
    taken_back = 0
    for one in lost:
        same = lost.filter(pk=one.pk, started_at=one.started_at)
        if len(one.worker_ids) < TRIES_MAX:
            taken_back += same.update(status=TaskResultStatus.READY, started_at=None)
        else:
            same.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    return taken_back


@task()
def tidy() -> int:
    """Settle what a crash left open, drop old jobs, and come again later.

    Return how many entries of the audit trail were settled.
    """
    with open_ledger(settings.LEDGER) as ledger:
        settled = settle(ledger, timezone.now() - SETTLED_AFTER)
    recover()
    for status, kept_for in KEPT_FOR.items():
        ended = timezone.now() - kept_for
        DBTaskResult.objects.filter(status=status, finished_at__lt=ended).delete()
    plan_tidying()
    return settled


def plan_tidying() -> None:
    """Have the tidying done soon, unless that is planned already."""
    waits = DBTaskResult.objects.filter(
        task_path=tidy.module_path, finished_at=None, started_at=None
    )
    if not waits.exists():
        tidy.using(run_after=timezone.now() + SETTLED_AFTER).enqueue()
