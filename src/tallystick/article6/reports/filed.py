"""What has been filed before: which initial report covers an approach, and in which version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.article6.reporting_days import report_due, report_year_from
from tallystick.article6.reports.versions import Version
from tallystick.core.findings import Finding, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class FiledReport:
    """An initial or updated initial report by its version, its day and what it covers.

    `approaches` is None where nobody has recorded them; `with_btr` says that the Party declared to
    hand it in with its next biennial report (para 18).
    """

    version: Version
    submitted_on: date | None
    approaches: frozenset[str] | None
    with_btr: bool = False


class EventKind(StrEnum):
    """What presupposes an initial report."""

    AUTHORIZATION = "authorization"
    FILING = "annual information"


@dataclass(frozen=True, slots=True)
class Event:
    """An authorization, or the filing of annual information, under one approach on a day."""

    kind: EventKind
    approach: str
    on: date | None
    id: str | None = None

    @property
    def where(self) -> dict[str, object]:
        """Say which event a finding is about."""
        told = {"event": self.kind.value, "approach": self.approach, "id": self.id}
        return {name: value for name, value in told.items() if value is not None}


Filed = tuple[FiledReport, ...]
COVERAGE: Rulebook[Event, Filed] = Rulebook("initial reports on file")
NO_DAY = {
    EventKind.AUTHORIZATION: Text("the day of the authorization", "授权日期"),
    EventKind.FILING: Text(
        "the day on which the annual information is filed", "年度信息的提交日期"
    ),
}
NOT_COVERED = Text("which approaches a report on file covers", "已提交的报告所涵盖的合作方法")
NOT_FILED = Text(
    "the day on which the initial report on {approach} was submitted",
    "{approach} 的初始报告的提交日期",
)


@COVERAGE.rule(
    "IR_MISSING",
    source="2/CMA.3 annex para 18; 2/CMA.3 annex para 19",
    message=Text(
        "no initial report covers {approach} at its authorization on {on}",
        "{approach} 于 {on} 授权时没有初始报告涵盖它",
    ),
    fix=Text(
        "submit the initial report, or the updated one, no later than the authorization, or "
        "declare that it comes with the next biennial transparency report",
        "请最迟在授权时提交初始报告或更新的初始报告，或声明随下一份两年期透明度报告提交",
    ),
)
def report_comes_no_later_than_authorization(event: Event, filed: Filed) -> Shown | None:
    """The report is there on the day, or comes with the next biennial report as declared."""
    if event.kind is not EventKind.AUTHORIZATION:
        return None
    if event.on is None:
        return unknown(NO_DAY[event.kind], event.where)
    next_report = report_due(report_year_from(event.on.year))
    return _covered(event, filed, event.on, next_report)


@COVERAGE.rule(
    "IR_MISSING",
    source="4/CMA.6 para 26; 4/CMA.6 para 27",
    message=Text(
        "annual information on {approach} is filed on {on}, before its initial report",
        "{approach} 的年度信息于 {on} 提交，早于其初始报告",
    ),
    fix=Text(
        "file the initial report, or the updated one, before the annual information or with it",
        "请在提交年度信息之前或同时提交初始报告或更新的初始报告",
    ),
)
def report_comes_before_annual_information(event: Event, filed: Filed) -> Shown | None:
    """The report is a precondition of the annual information on its approach."""
    if event.kind is not EventKind.FILING:
        return None
    if event.on is None:
        return unknown(NO_DAY[event.kind], event.where)
    return _covered(event, filed, event.on, event.on)


def _covered(event: Event, filed: Filed, on: date, with_btr_by: date) -> Shown | None:
    covering = [one for one in filed if one.approaches and event.approach in one.approaches]
    for one in covering:
        latest = with_btr_by if one.with_btr else on
        if one.submitted_on is not None and one.submitted_on <= latest:
            return None
    if any(one.submitted_on is None for one in covering):
        return unknown(NOT_FILED.fill({"approach": event.approach}), event.where)
    if any(one.approaches is None for one in filed):
        return unknown(NOT_COVERED, event.where)
    return fails(event.where, approach=event.approach, on=on)


VERSIONS: Rulebook[FiledReport, Filed] = Rulebook("versions of reports")


@VERSIONS.rule(
    "IR_VERSION",
    source="Tallystick design; 2/CMA.3 annex para 19",
    message=Text(
        "version {version} is not above {other}, which is on file",
        "版本 {version} 不高于已提交的 {other}",
    ),
    fix=Text("give the report a higher version", "请使用更高的版本号"),
)
def version_is_above_those_on_file(report: FiledReport, filed: Filed) -> Shown | None:
    """Every report is the newest of its kind when it is made."""
    highest = max((one.version for one in filed), default=None)
    if highest is None or report.version > highest:
        return None
    return fails({"version": str(report.version)}, version=report.version, other=highest)


@VERSIONS.rule(
    "IR_UPDATE",
    source="2/CMA.3 annex para 19",
    message=Text(
        "the updated report adds no approach to those on file: {approaches}",
        "更新的报告没有增加已提交报告以外的合作方法：{approaches}",
    ),
    fix=Text(
        "report the further approach, or file a correction of the initial report",
        "请报告新增的合作方法，或提交对初始报告的更正",
    ),
)
def update_adds_an_approach(report: FiledReport, filed: Filed) -> Shown | None:
    """A further approach is what calls for an updated report; corrections keep their X."""
    if not filed or report.version.major == max(one.version for one in filed).major:
        return None
    covered, where = report.approaches or frozenset(), {"version": str(report.version)}
    further = covered.difference(*(one.approaches or () for one in filed))
    if further and None not in {one.approaches for one in filed}:
        return None
    if further or report.approaches is None:
        return unknown(NOT_COVERED, where)
    return fails(where, approaches=", ".join(sorted(covered)) or "-")


def judge_filing(report: FiledReport, filed: Iterable[FiledReport]) -> list[Finding]:
    """Judge the version of a report by those that are on file."""
    return VERSIONS.judge(report, tuple(filed))


def judge_coverage(events: Iterable[Event], filed: Iterable[FiledReport]) -> list[Finding]:
    """Judge for every event whether an initial report was there in time."""
    reports = tuple(filed)
    return [finding for event in events for finding in COVERAGE.judge(event, reports)]
