"""The job that delivers, again and again."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tallystick.web.webhooks.delivery import deliver_now

EVERY = timedelta(seconds=10)


@task()
def tell() -> int:
    """Deliver what is due and come again; return how many postings were taken."""
    try:
        return deliver_now()
    finally:
        plan_telling()


def plan_telling() -> None:
    """Have the next delivery done soon, unless that is planned already."""
    waits = DBTaskResult.objects.filter(
        task_path=tell.module_path, finished_at=None, started_at=None
    )
    if not waits.exists():
        tell.using(run_after=timezone.now() + EVERY).enqueue()
