"""The initial report of a Party: drafted, judged as it stands, and filed as a version."""

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tallystick.article6.postings.records import RecordNdc
from tallystick.article6.reports.documents import initial_document
from tallystick.article6.reports.filed import FiledReport
from tallystick.article6.reports.initial import InitialReport, judge_initial
from tallystick.article6.reports.made import DataUsed, Made
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Finding, refused
from tallystick.io.report_file import read_initial
from tallystick.io.yamlfile.damage import Damaged
from tallystick.ledger import Refused
from tallystick.ledger.reading import reading
from tallystick.web.authority import drafts
from tallystick.web.authority.approaches import of_party
from tallystick.web.authority.draft_filing import Place, editing, file_draft, save
from tallystick.web.authority.filing import read_as_file
from tallystick.web.authority.initial_form import InitialForm, initial
from tallystick.web.authority.keeping import (
    Paper,
    filed_initial,
    versions,
)
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.scope import desk
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place

SUBJECT = "initial"


def judged(file: dict[str, Any], party: str) -> tuple[InitialReport, list[Finding]]:
    """Read a report from its file and judge it by those on file; raises Damaged.

    A report that brings a further approach to one on file is an updated one (para 19).
    """
    filed = filed_initial(party)
    report = read_as_file(file, lambda path: read_initial(path, is_update=_updates(file, filed)))
    report = replace(report, filed=filed)
    return report, judge_initial(report)


def _updates(file: dict[str, Any], filed: tuple[FiledReport, ...]) -> bool:
    return bool(filed) and Version.parse(file["version"]).minor == 0


def following(approaches: list[str], filed: tuple[FiledReport, ...]) -> Version:
    """Return the version that follows those on file: a further approach makes it X + 1."""
    if not filed:
        return FIRST
    newest = max(one.version for one in filed)
    known = frozenset[str]().union(*(one.approaches or () for one in filed))
    return newest.correction() if known >= set(approaches) else Version(newest.major + 1, 0)


@needs("report.draft")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def initial_report(request: HttpRequest, code: str) -> HttpResponse:
    """Write the initial report, or the next version of it."""
    context = desk(request, code, "report.draft")
    ndc = newest_ndc(code)
    if ndc is None:
        return render(request, "authority/no_ndc.html", context)
    offered = of_party(code)
    known = [one["id"] for one in offered]
    if request.method != "POST":
        return _open(request, context, known)
    asked = [one for one in request.POST.getlist("approaches") if one in known]
    form = InitialForm(asked, request.POST)
    if not form.is_valid():
        return _show(request, context, form, known, status=422)
    file = form.to_file(code, ndc, str(following(asked, filed_initial(code))))
    try:
        _report, found = judged(file, code)
        form.revision = save(request, _place(code), file)
    except Damaged as damaged:
        return _show(request, context, form, known, damaged.findings, 422)
    except drafts.OvertakenError:
        form.add_error(None, _("Somebody else saved this draft meanwhile; open it again."))
        return _show(request, context, form, known, status=409)
    return _show(request, context, form, known, found)


def _open(request: HttpRequest, context: dict[str, Any], known: list[str]) -> HttpResponse:
    """Open the draft, else begin from the version filed last; approaches may be chosen anew."""
    code = context["party"]
    draft, filed = drafts.find(code, Kind.INITIAL, SUBJECT), versions(code, Kind.INITIAL)
    file = draft.content if draft else json.loads(filed[-1].data) if filed else None
    covered = [one["id"] for one in file["approaches"]] if file else known
    chosen = [one for one in request.GET.getlist("approaches") if one in known] or covered
    form = InitialForm(chosen, initial=initial(file) if file else None)
    form.revision = draft.revision if draft else 0
    found = judged(file, code)[1] if draft and file else ()
    return _show(request, context, form, known, found)


def _show(
    request: HttpRequest,
    context: dict[str, Any],
    form: InitialForm,
    known: list[str],
    found: Any = (),
    status: int = 200,
) -> HttpResponse:
    code = context["party"]
    context |= {
        "form": form,
        "parts": [
            {"title": "" if place == "party" else place, "fields": form.fields_of(place)}
            for place, _outline in form.parts()
        ],
        "approaches": [{"id": one, "is_chosen": one in form.approaches} for one in known],
        "version": str(following(list(form.approaches), filed_initial(code))),
        **editing(request, form.revision, found),
        "documents": versions(code, Kind.INITIAL),
    }
    return render(request, "authority/initial.html", context, status=status)


@needs("report.submit")
@require_POST
def file_initial(request: HttpRequest, code: str) -> HttpResponse:
    """File the draft as it was shown; incomplete ones are refused with their paragraphs."""
    desk(request, code, "report.submit")
    return file_draft(request, _place(code), paper_of)


def _place(code: str) -> Place:
    return Place(code, Kind.INITIAL, SUBJECT, "initial_report", (code,))


def paper_of(draft: Draft) -> Paper:
    """Return what is kept of a draft; raises Refused with what is found against it."""
    report, found = judged(draft.content, draft.party)
    if refused(found):
        raise Refused(found)
    made = Made((DataUsed("draft"),), report.submitted_on)
    return Paper(
        kind=Kind.INITIAL,
        party=draft.party,
        subject=SUBJECT,
        version=str(report.version),
        on=report.submitted_on or draft.saved_at.date(),
        data=json.dumps(draft.content, ensure_ascii=False, sort_keys=True),
        layout=initial_document(report, made),
        approaches=tuple(one.id for one in report.approaches),
    )


def newest_ndc(code: str) -> RecordNdc | None:
    """Return the newest NDC of a Party on record."""
    with reading(ledger_place()) as reader:
        found: list[RecordNdc] = reader.records(RecordNdc, code)
    return found[-1] if found else None
