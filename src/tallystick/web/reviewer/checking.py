"""The page on which workbooks are checked, and cases opened for what is found."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tallystick import law
from tallystick.article6.aef.check import FileReport, Report
from tallystick.article6.review import Event, Opening, opened, openings, unopened
from tallystick.core.findings import Text
from tallystick.web.languages import pick
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import needs
from tallystick.web.presenting import findings_told, party_name
from tallystick.web.reviewer.attempting import Make, attempt
from tallystick.web.reviewer.entering import opened_so_far, voice
from tallystick.web.reviewer.forms import Upload
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import cases_of
from tallystick.web.uploads import TooMuchError, Workbooks, read_workbooks

FINDINGS_SHOWN = 200


@needs("case.open")
@require_http_methods(["GET", "HEAD", "POST"])
def check_reports(request: HttpRequest) -> HttpResponse:
    """Check workbooks alone and against each other; files that could do harm are refused."""
    form = Upload(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            read = read_workbooks(form.cleaned_data["workbooks"])
        except TooMuchError:
            form.add_error("workbooks", _("Too many or too large: send fewer or smaller files."))
        else:
            report = read.checked()
            if form.cleaned_data["opens"] and _open(request, read, report):
                return redirect("cases")
            context |= _result(report)
    return render(request, "web/reviewer/check.html", context)


def _open(request: HttpRequest, read: Workbooks, report: Report) -> bool:
    """Open what is not open yet; say whether there was anything to open."""
    found = to_open(read, report)
    if not found:
        return False
    return attempt(request, "case.open", f"{len(found)} cases", "case.open", opening(found))


def to_open(read: Workbooks, report: Report) -> list[Opening]:
    """Return the cases to open for what a check has found and nobody has opened yet."""
    numbers = CaseEntry.objects.filter(step=1, is_review=False).values_list("subject", flat=True)
    return list(unopened(openings(report, read.good), cases_of(numbers).values()))


def opening(found: Sequence[Opening]) -> Make:
    """Return what enters new cases today, numbered after those that are there."""
    known, on = opened_so_far(), timezone.now().date()

    def make(own: Sequence[Organisation]) -> list[Event]:
        return list(opened(found, known, on, voice(own[0])))

    return make


def _result(report: Report) -> dict[str, Any]:
    return {
        "is_consistent": report.consistent,
        "files": [_file(one) for one in report.files],
        "findings": findings_told(report.findings[:FINDINGS_SHOWN]),
        "left_out": max(len(report.findings) - FINDINGS_SHOWN, 0),
    }


def _file(one: FileReport) -> dict[str, Any]:
    return {
        "path": one.path,
        "party": party_name(one.party) if one.party else "",
        "year": one.reported_year,
        "outcome": one.outcome.value,
        "printed": one.check_result,
        "said": pick(Text(one.check_result, law.printed_zh()[one.check_result])),
    }
