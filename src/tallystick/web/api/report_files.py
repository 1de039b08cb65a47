"""Reports as programs send them: read as files, held to the Party and the ledger, and judged."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from tallystick.article6.postings.records import RecordNdc
from tallystick.article6.reports.initial import InitialReport
from tallystick.article6.reports.regular import RegularReport
from tallystick.core.findings import Finding, Text
from tallystick.io.report_file import read_initial, read_regular
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.api.problems import INVALID, UNREADABLE, Problem
from tallystick.web.authority import initial_form, initial_reports, regular_form
from tallystick.web.authority import regular_reports as regular_pages
from tallystick.web.authority.filing import read_as_file
from tallystick.web.authority.keeping import filed_initial

Read = tuple[dict[str, Any], list[Finding]]
"""A report in the form of the file that the pages make, and what is found in it."""


def initial(code: str, told: dict[str, Any]) -> Read:
    """Read an initial report as the version that follows; raises problems for what cannot be."""
    try:
        report = read_as_file(told, read_initial)
    except Damaged as damaged:
        raise Problem(UNREADABLE, findings=damaged.findings) from damaged
    own_party(report.party, code)
    past(report.submitted_on)
    _as_recorded(report, initial_reports.newest_ndc(code))
    if report.filed:
        raise Problem(INVALID, Text("filed: the reports on file count", "filed：以存档报告为准"))
    named = [one.id for one in report.approaches]
    version = initial_reports.following(named, filed_initial(code))
    file = initial_form.as_file(replace(report, version=version))
    return file, initial_reports.judged(file, code)[1]


def _as_recorded(report: InitialReport, ndc: RecordNdc | None) -> None:
    """Hold the NDC of a report to the one on record."""
    if ndc is None:
        said = Text(f"record the NDC of {report.party} first", f"请先登记 {report.party} 的 NDC")
        raise Problem(INVALID, said)
    told = report.ndc
    fits = told.kind in {None, ndc.ndc_kind} and told.method in {None, ndc.method}
    if told.period != ndc.period or not fits:
        said = Text("ndc: it is not the NDC on record", "ndc：与登记的国家自主贡献不符")
        raise Problem(INVALID, said)


def regular(code: str, told: dict[str, Any], year: int) -> Read:
    """Read the regular information of a year; raises problems for what cannot be."""
    try:
        report = read_as_file(told, read_regular)
    except Damaged as damaged:
        raise Problem(UNREADABLE, findings=damaged.findings) from damaged
    if year != report.year:
        raise Problem(INVALID, Text(f"year: it is {report.year}", f"year：应为 {year}"))
    return regular_form.as_file(report), judged_regular(report, code)[1]


def judged_regular(report: RegularReport, code: str) -> tuple[RegularReport, list[Finding]]:
    """Judge the Party's own regular information by the ledger, to which it leaves the amounts."""
    own_party(report.party, code)
    past(report.submitted_on)
    if report.amounts:
        said = Text("amounts: leave them to the ledger", "amounts：请删去，由账本提供")
        raise Problem(INVALID, said)
    try:
        return regular_pages.judged(report)
    except regular_pages.NoPeriodError as error:
        raise no_period(code, report.year) from error


def own_party(party: str, code: str) -> None:
    """Raise the problem `INVALID` for a report of another Party."""
    if party != code:
        raise Problem(INVALID, Text(f"party: it is {party}, not {code}", f"party：应为 {code}"))


def past(day: date | None) -> None:
    """Raise the problem `INVALID` for a day of submission that has not come."""
    if day is not None and day > timezone.localdate():
        said = Text("submitted: that day has not come", "submitted：该日期尚未到来")
        raise Problem(INVALID, said)


def no_period(code: str, year: int) -> Problem:
    """Return the problem of a year outside every NDC period on record."""
    said = Text(
        f"no NDC period on record of {code} contains {year}",
        f"{code} 没有包含 {year} 年的国家自主贡献周期",
    )
    return Problem(INVALID, said)
