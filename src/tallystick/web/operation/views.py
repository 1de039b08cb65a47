"""What watches over an installation reads: health and measures."""

import secrets
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tallystick import __version__
from tallystick.ledger import LedgerError, open_ledger
from tallystick.web.operation import measures
from tallystick.web.operation.jobs import waiting_jobs
from tallystick.web.people.power import public

LATE = timedelta(minutes=10)


@public
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the ledger and the tables of the pages can be read, and whether jobs wait."""
    try:
        with open_ledger(settings.LEDGER) as ledger:
            ledger.restraints()
        late = waiting_jobs().filter(enqueued_at__lt=timezone.now() - LATE).count()
    except (LedgerError, DatabaseError):
        return JsonResponse({"status": "down"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    jobs = "late" if late else "up"
    return JsonResponse({"status": "up", "version": __version__, "jobs": jobs})


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the measures to addresses that may read them, or to who has the token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    knows = settings.METRICS_TOKEN and secrets.compare_digest(given, settings.METRICS_TOKEN)
    if not knows and request.META.get("REMOTE_ADDR") not in settings.METRICS_ADDRESSES:
        raise PermissionDenied("metrics")
    waiting = waiting_jobs().count()
    told = [*measures.lines(), "# TYPE tallystick_jobs_waiting gauge"]
    told += [f"tallystick_jobs_waiting {waiting}", ""]
    return HttpResponse("\n".join(told), content_type="text/plain; version=0.0.4")
