"""The page of the audit trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick.web.audit.models import AuditEntry
from tallystick.web.people.power import needs, reach
from tallystick.web.people.views import within_reach

PAGE = 50


@needs("audit.read")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """List the newest entries of the organisations one may see, or older ones."""
    within = reach(request.user, "audit.read")
    seen = AuditEntry.objects.select_related("actor", "organisation")
    if not within.everywhere:
        seen = seen.filter(organisation__in=within_reach(within))
    before = request.GET.get("before", "")
    if before.isdecimal():
        seen = seen.filter(pk__lt=int(before))
    entries = list(seen[: PAGE + 1])
    older = entries[PAGE - 1].pk if len(entries) > PAGE else None
    return render(request, "web/audit/trail.html", {"entries": entries[:PAGE], "older": older})
