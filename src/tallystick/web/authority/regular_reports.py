"""Regular information, annex 4 of the biennial transparency report: drafted, judged and filed.

Its account and the tables of 23(j) are the ledger's on the day it is judged.
"""

import json
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tallystick.article6.account import Row23d
from tallystick.article6.reports.documents import regular_document
from tallystick.article6.reports.made import DataUsed, Made
from tallystick.article6.reports.regular import RegularReport, judge_regular
from tallystick.article6.reports.tell import regular_to_json
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Finding, refused
from tallystick.io.ledger_amounts import account_and_amounts
from tallystick.io.report_file import read_regular
from tallystick.io.yamlfile.damage import Damaged
from tallystick.ledger import Refused, open_ledger
from tallystick.web.authority import drafts
from tallystick.web.authority.approaches import of_party
from tallystick.web.authority.draft_filing import Place, editing, file_draft, save
from tallystick.web.authority.filing import read_as_file
from tallystick.web.authority.keeping import Paper, versions
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.regular_form import RegularForm, regular
from tallystick.web.authority.scope import desk
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place

FIRST_YEAR, LAST_YEAR = 2021, 2200


class NoPeriodError(Exception):
    """The ledger records no NDC of the Party whose period contains the year."""


def judged(report: RegularReport) -> tuple[RegularReport, list[Finding]]:
    """Take account and amounts from the ledger and judge by them; raises NoPeriodError."""
    with open_ledger(ledger_place()) as ledger:
        found = account_and_amounts(ledger, report.party, report.year, Row23d.FIRST_TRANSFERRED)
    if found is None:
        raise NoPeriodError(str(report.year))
    whole = replace(report, account=found[0], amounts=found[1])
    return whole, judge_regular(whole)


def version_after(party: str, year: int) -> Version:
    """Return the version that follows those on file of a year."""
    before = versions(party, Kind.REGULAR, str(year))
    return Version.parse(before[-1].version).correction() if before else FIRST


def paper_of(report: RegularReport, found: list[Finding], file: dict[str, Any]) -> Paper | None:
    """Return what is kept of a report with its file; None where what is found refuses it."""
    if refused(found) or report.submitted_on is None:
        return None
    rows = report.account.structured_summary if report.account else ()
    notes = tuple(row.note for row in rows if row.note)
    made = Made((DataUsed("draft"), DataUsed("ledger")), report.submitted_on, notes)
    data = {"file": file, "report": regular_to_json(report, found, made)}
    return Paper(
        kind=Kind.REGULAR,
        party=report.party,
        subject=str(report.year),
        version=str(version_after(report.party, report.year)),
        on=report.submitted_on,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
        layout=regular_document(report, made),
        approaches=tuple(one.id for one in report.approaches),
    )


def read_draft(file: dict[str, Any]) -> tuple[RegularReport, list[Finding]]:
    """Read a report from its file and judge it; raises Damaged and NoPeriodError."""
    return judged(read_as_file(file, read_regular))


def _place(code: str, year: int) -> Place:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(str(year))
    return Place(code, Kind.REGULAR, str(year), "regular_report", (code, year))


@needs("report.draft")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def regular_report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write the regular information of a year, or the next version of it."""
    context = {**desk(request, code, "report.draft"), "year": year}
    at, known = _place(code, year), [one["id"] for one in of_party(code)]
    try:
        if request.method != "POST":
            return _open(request, context, at, known)
        return _saved(request, context, at, known)
    except NoPeriodError:
        return render(request, "authority/no_ndc.html", context)


def _saved(
    request: HttpRequest, context: dict[str, Any], at: Place, known: list[str]
) -> HttpResponse:
    """Save what was written, and show what is found about it."""
    asked = [one for one in request.POST.getlist("approaches") if one in known]
    form = RegularForm(asked, request.POST)
    if not form.is_valid():
        return _show(request, context, at, form, known, status=422)
    file = form.to_file(at.party, int(at.subject))
    try:
        _report, found = read_draft(file)
        form.revision = save(request, at, file)
    except Damaged as damaged:
        return _show(request, context, at, form, known, damaged.findings, 422)
    except drafts.OvertakenError:
        form.add_error(None, _("Somebody else saved this draft meanwhile; open it again."))
        return _show(request, context, at, form, known, status=409)
    return _show(request, context, at, form, known, found)


def _open(
    request: HttpRequest, context: dict[str, Any], at: Place, known: list[str]
) -> HttpResponse:
    """Open the draft, else begin from the version filed last; approaches may be chosen anew."""
    draft, filed = (
        drafts.find(at.party, at.kind, at.subject),
        versions(at.party, at.kind, at.subject),
    )
    file = draft.content if draft else json.loads(filed[-1].data)["file"] if filed else None
    covered = [one["id"] for one in file["approaches"]] if file else known
    chosen = [one for one in request.GET.getlist("approaches") if one in known] or covered
    form = RegularForm(chosen, initial=regular(file) if file else None)
    form.revision = draft.revision if draft else 0
    found = read_draft(draft.content)[1] if draft else ()
    return _show(request, context, at, form, known, found)


def _show(
    request: HttpRequest,
    context: dict[str, Any],
    at: Place,
    form: RegularForm,
    known: list[str],
    found: Any = (),
    status: int = 200,
) -> HttpResponse:
    context |= {
        "form": form,
        "parts": [
            {"title": place if place in known else "", "fields": form.fields_of(place)}
            for place, _outline in form.parts()
        ],
        "approaches": [{"id": one, "is_chosen": one in form.approaches} for one in known],
        "version": str(version_after(at.party, int(at.subject))),
        **editing(request, form.revision, found),
        "documents": versions(at.party, at.kind, at.subject),
    }
    return render(request, "authority/regular.html", context, status=status)


@needs("report.submit")
@require_POST
def file_regular(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """File the draft as it was shown; incomplete ones are refused with their paragraphs."""
    desk(request, code, "report.submit")

    return file_draft(request, _place(code, year), paper_of_draft)


def paper_of_draft(draft: Draft) -> Paper:
    """Return what is kept of a draft; raises Refused with what is found against it."""
    report, found = read_draft(draft.content)
    paper = paper_of(report, found, draft.content)
    if paper is None:
        raise Refused(found)
    return paper
