"""The page of the audit trail, and what it shows as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick.web.audit.models import AuditEntry
from tallystick.web.audit.searching import Search, narrowed, readable
from tallystick.web.audit.trail import acting
from tallystick.web.opendata.csvs import write_csv
from tallystick.web.people.power import needs

PAGE = 50
EXPORTED_MAX = 100_000
COLUMNS = (
    "id",
    "begun_at",
    "ended_at",
    "actor",
    "organisation",
    "action",
    "subject",
    "address",
    "door",
    "outcome",
)


@needs("audit.read")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """List the newest entries of the organisations one may see, or older ones."""
    search = Search(request.GET or {})
    seen = narrowed(readable(request.user), search)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        seen = seen.filter(pk__lt=int(before[:18]))
    entries = list(seen[: PAGE + 1])
    asked = request.GET.copy()
    asked.pop("before", None)
    context = {
        "entries": entries[:PAGE],
        "older": entries[PAGE - 1].pk if len(entries) > PAGE else None,
        "search": search,
        "asked": asked.urlencode(),
    }
    return render(request, "web/audit/trail.html", context)


@needs("audit.read")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what a search finds as CSV, at most 100 000 entries; the export is an entry itself."""
    with acting(request, "audit.export", subject=request.GET.urlencode()):
        found = narrowed(readable(request.user), Search(request.GET or {}))[:EXPORTED_MAX]
        body = write_csv(COLUMNS, (_row(one) for one in found.iterator()))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _row(one: AuditEntry) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(one, name) for name in COLUMNS}
    times = {name: getattr(one, name) for name in ("begun_at", "ended_at")}
    return told | {name: at.isoformat() if at else None for name, at in times.items()}
