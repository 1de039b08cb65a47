"""Annual information: checked before it is filed, kept as filed, held against what was."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tallystick.article6.aef.check import check
from tallystick.article6.aef.diff import diff
from tallystick.article6.aef.submission import Submission
from tallystick.article6.reports.annual import AnnualReport, Previous, judge_annual
from tallystick.article6.reports.filed import Event, EventKind, judge_coverage
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Finding, Outcome, Severity, refused, worst
from tallystick.io.aef_export import UnknownPeriodError, submission
from tallystick.io.aef_frozen import freeze, thaw
from tallystick.ledger import Refused, open_ledger
from tallystick.web.authority.keeping import (
    Paper,
    VersionTakenError,
    download,
    filed_initial,
    versions,
    workbook,
)
from tallystick.web.authority.models import Document, Kind
from tallystick.web.authority.scope import desk
from tallystick.web.authority.submitting import submit
from tallystick.web.authority.writing import new_key, own_key
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told, party_name

FIRST_YEAR, LAST_YEAR = 2021, 9998


@dataclass(frozen=True, slots=True)
class Checked:
    """Annual information as it would be filed today, with what is found about it.

    `alone` judges the report itself, `together` what the other Parties have filed on the year.
    """

    made: Submission
    version: Version
    alone: list[Finding]
    together: list[Finding]
    others: list[str]
    changes: dict[str, Any] | None

    @property
    def is_refused(self) -> bool:
        """Whether it may not be filed; what others filed does not keep a Party from filing."""
        return refused(self.alone)

    @property
    def verdict(self) -> Outcome:
        """Whether the Parties' rows agree; a warning, such as of lateness, is no disagreement."""
        return worst(one for one in self.together if one.severity is Severity.ERROR)


def checked(party: str, year: int, on: date) -> Checked:
    """Make the submission and check it; raises UnknownPeriodError without an NDC."""
    before = versions(party, Kind.ANNUAL, str(year))
    version = Version.parse(before[-1].version).correction() if before else FIRST
    with open_ledger(ledger_place()) as ledger:
        made = submission(ledger, party, year, on, str(version))
    report = AnnualReport(
        party=party,
        year=year,
        version=version,
        submitted_on=on,
        rows=sum(frame.height for frame in made.tables.values()),
    )
    last = Version.parse(before[-1].version) if before else None
    alone = judge_annual(report, Previous(party, year, last) if last else None)
    events = [Event(EventKind.FILING, one, on) for one in approaches_in(made)]
    covered = judge_coverage(events, filed_initial(party))
    others = newest_of_others(party, year)
    return Checked(
        made=made,
        version=version,
        alone=[*covered, *alone],
        together=list(check([made, *(thawed(one) for one in others)]).findings),
        others=[one.party for one in others],
        changes=diff(thawed(before[-1]), made).to_json() if before else None,
    )


def approaches_in(made: Submission) -> list[str]:
    """Return the cooperative approaches that a submission is about."""
    frames = (frame for frame in made.tables.values() if "approach" in frame.columns)
    return sorted({one for frame in frames for one in frame["approach"].drop_nulls()})


def newest_of_others(party: str, year: int) -> list[Document]:
    """Return what every other Party filed last on a year."""
    found = Document.objects.filter(kind=Kind.ANNUAL, subject=str(year)).exclude(party=party)
    return list({one.party: one for one in found.order_by("id")}.values())


def thawed(document: Document) -> Submission:
    """Return kept annual information as tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frozen.json"
        path.write_text(document.data, encoding="utf-8")
        name = f"{document.party}-{document.subject}-{document.version}"
        return replace(thaw(path), path=name)


def reported_year(year: int) -> int:
    """Return a year that can be reported on; raises Http404 for any other."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(str(year))
    return year


@needs("report.draft")
@never_cache
@require_safe
def annual(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the pre-check of a year, what changed since the last version, and what is filed."""
    context = desk(request, code, "report.draft")
    try:
        found = checked(code, reported_year(year), context["today"])
    except UnknownPeriodError:
        return render(request, "authority/no_ndc.html", context)
    context |= {
        "year": year,
        "version": str(found.version),
        "rows": {table: frame.height for table, frame in found.made.tables.items()},
        "is_refused": found.is_refused,
        "alone": findings_told(found.alone),
        "together": findings_told(found.together),
        "outcome": found.verdict.value,
        "others": [party_name(one) for one in found.others],
        "changes": found.changes,
        "key": new_key(),
        "documents": versions(code, Kind.ANNUAL, str(year)),
    }
    return render(request, "authority/annual.html", context)


@needs("report.draft")
@require_safe
def annual_workbook(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Hand out the workbook, unless the pre-check refuses it; then say why."""
    context = desk(request, code, "report.draft")
    try:
        found = checked(code, reported_year(year), context["today"])
    except UnknownPeriodError:
        return render(request, "authority/no_ndc.html", context, status=422)
    if found.is_refused:
        return _refused(request, context, found.alone, year)
    return download(workbook(freeze(found.made)), f"{code}-{year}-{found.version}.xlsx")


def _refused(
    request: HttpRequest, context: dict[str, Any], found: Iterable[Finding], year: int
) -> HttpResponse:
    told = findings_told(one for one in found if one.refuses)
    return render(
        request, "authority/refused.html", {**context, "findings": told, "year": year}, status=422
    )


@needs("report.submit")
@require_POST
def file_annual(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """File the annual information of a year as a version; the pre-check has the last word."""
    context = desk(request, code, "report.submit")
    reported_year(year)
    try:
        key = own_key(request, "report.submit")
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return redirect("annual", code, year)
    try:
        submit(request, key, lambda: paper_of(code, year, context["today"]))
    except Refused as refusal:
        return _refused(request, context, refusal.findings, year)
    except UnknownPeriodError:
        return render(request, "authority/no_ndc.html", context, status=422)
    except VersionTakenError:
        messages.error(request, _("Somebody else filed this version meanwhile."))
        return redirect("annual", code, year)
    messages.success(request, _("Filed, and kept as it was filed."))
    return redirect("annual", code, year)


def paper_of(code: str, year: int, on: date) -> Paper:
    """Return the annual information of a year as it is filed on a day.

    Raises Refused with what the pre-check finds, and UnknownPeriodError without an NDC.
    """
    found = checked(code, year, on)
    if found.is_refused:
        raise Refused(found.alone)
    return Paper(
        kind=Kind.ANNUAL,
        party=code,
        subject=str(year),
        version=str(found.version),
        on=date.fromisoformat(found.made.header["submitted_on"] or ""),
        data=freeze(found.made),
        approaches=tuple(approaches_in(found.made)),
    )
