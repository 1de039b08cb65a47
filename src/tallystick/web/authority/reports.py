"""The reports of a Party: what is filed, the structured summary, and the calendar of duties."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.deadlines import Deadline, Planned, deadlines
from tallystick.article6.reports.made import DataUsed, Made
from tallystick.article6.reports.summary import SummaryReport, report_summary
from tallystick.article6.reports.summary_document import summary_document
from tallystick.article6.reports.tell import summary_to_json
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import worst
from tallystick.io.aef_export import years_to_report
from tallystick.io.documents.icalendar import calendar_text
from tallystick.ledger import open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.authority.initial_reports import newest_ndc
from tallystick.web.authority.keeping import (
    Paper,
    VersionTakenError,
    download,
    rendered,
    versions,
)
from tallystick.web.authority.models import Document, Kind
from tallystick.web.authority.positions import accounts
from tallystick.web.authority.scope import desk
from tallystick.web.authority.submitting import submit
from tallystick.web.authority.writing import new_key, own_key
from tallystick.web.languages import is_chinese, pick
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told

YEARS_AHEAD = 3
"""How far the calendar of duties looks, in calendar years."""


@needs("report.read")
@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """List the kept documents of a Party, and the years it has something to report on."""
    context = desk(request, code, "report.read")
    kept = Document.objects.filter(party=code).select_related("made_by").order_by("-id")
    has_ndc = newest_ndc(code) is not None
    with open_ledger(ledger_place()) as ledger:
        last = context["today"].year - 1
        years = years_to_report(ledger, code, last) if has_ndc else []
    context |= {"documents": list(kept), "years": years, "has_ndc": has_ndc}
    return render(request, "authority/reports.html", context)


def summary_of(code: str) -> SummaryReport:
    """Work out the structured summary of a Party's newest NDC period; Http404 without one."""
    with open_ledger(ledger_place()) as ledger:
        found = accounts(ledger, code)
    if not found:
        raise Http404(code)
    return report_summary(found[-1])


def subject_of(report: SummaryReport) -> str:
    """Return the period that a summary is about, under which its versions are kept."""
    period = report.account.ndc.period
    return f"{period.first_year}-{period.last_year}"


def made_on(report: SummaryReport, on: date) -> Made:
    """Return of what a summary was made, and on which day."""
    choices = tuple(row.note for row in report.rows if row.note)
    return Made((DataUsed("ledger"),), on, choices)


@needs("report.read")
@never_cache
@require_safe
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """Show the structured summary as it stands, and what changed since the last version."""
    context = desk(request, code, "report.read")
    report = summary_of(code)
    before = versions(code, Kind.SUMMARY, subject_of(report))
    told = told_of(report, context["today"])
    context |= {
        "years": [year.year for year in report.result.years],
        "rows": [
            {"row": row, "label": pick(row.label), "values": list(row.values.values())}
            for row in report.rows
        ],
        "findings": findings_told(report.findings),
        "outcome": worst(report.findings).value,
        "changes": changes(json.loads(before[-1].data), told) if before else None,
        "before": before[-1] if before else None,
        "documents": before,
        "key": new_key(),
    }
    return render(request, "authority/summary.html", context)


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """List the cells of table 4 that differ between two versions."""
    old = {row["para"]: row["values"] for row in before["structured_summary"]}
    return [
        {"para": row["para"], "year": year, "old": old.get(row["para"], {}).get(year), "new": value}
        for row in now["structured_summary"]
        for year, value in row["values"].items()
        if old.get(row["para"], {}).get(year) != value
    ]


@needs("report.read")
@require_safe
def summary_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Hand out the structured summary as Excel, Word or PDF, as it stands."""
    context = desk(request, code, "report.read")
    report = summary_of(code)
    layout = summary_document(report, made_on(report, context["today"]))
    return download(rendered(layout, form), f"{code}-summary.{form}")


@needs("report.submit")
@require_POST
def file_summary(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the structured summary as a version that was submitted."""
    context = desk(request, code, "report.submit")
    try:
        key = own_key(request, "report.submit")
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return redirect("structured_summary", code)
    try:
        submit(request, key, lambda: paper_of(summary_of(code), code, context["today"]))
    except VersionTakenError:
        messages.error(request, _("Somebody else filed this version meanwhile."))
        return redirect("structured_summary", code)
    messages.success(request, _("Filed, and kept as it was filed."))
    return redirect("structured_summary", code)


def paper_of(report: SummaryReport, code: str, today: date) -> Paper:
    """Return the structured summary as the next version of its period."""
    before = versions(code, Kind.SUMMARY, subject_of(report))
    version = Version.parse(before[-1].version).correction() if before else FIRST
    made = made_on(report, today)
    return Paper(
        kind=Kind.SUMMARY,
        party=code,
        subject=subject_of(report),
        version=str(version),
        on=today,
        data=json.dumps(told_of(report, today), ensure_ascii=False, sort_keys=True),
        layout=summary_document(report, made),
    )


def told_of(report: SummaryReport, today: date) -> dict[str, Any]:
    """Return the structured summary as programs read it."""
    return summary_to_json(report, report.findings, made_on(report, today))


def duties(code: str, today: date) -> tuple[Deadline, ...]:
    """List what a Party owes from the beginning of this year on, by its records."""
    with reading(ledger_place()) as reader:
        newest: dict[str, Authorize] = {one.id: one for one in reader.records(Authorize)}
    ndc = newest_ndc(code)
    planned = [
        Planned(one.approach, one.decided_on) for one in newest.values() if one.party == code
    ]
    last_day = date(today.year + YEARS_AHEAD, 12, 31)
    periods = [ndc.period] if ndc else []
    return deadlines(code, date(today.year, 1, 1), last_day, periods=periods, planned=planned)


@needs("adjustment.read")
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show the duties of a Party by day."""
    context = desk(request, code, "adjustment.read")
    rows = [
        {
            "due_on": one.due_on,
            "code": one.code,
            "title": pick(one.title),
            "sources": one.source.split("; "),
        }
        for one in duties(code, context["today"])
    ]
    return render(request, "authority/calendar.html", {**context, "rows": rows})


@needs("adjustment.read")
@require_safe
def calendar_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the duties as a calendar file."""
    context = desk(request, code, "adjustment.read")
    listed = duties(code, context["today"])
    text = calendar_text(code, listed, datetime.now(UTC), "zh" if is_chinese() else "en")
    headers = {"Content-Disposition": f'attachment; filename="{code}-calendar.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
