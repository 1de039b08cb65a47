"""Annual information as a versioned report whose holdings are frozen (2/CMA.3 annex para 20)."""

from dataclasses import dataclass
from datetime import date

from tallystick.article6.aef.rules.submissions import BOOK as SUBMISSIONS
from tallystick.article6.reporting_days import annual_due
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Finding, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport:
    """One version of the report of a Party on a year; `rows` counts what its tables hold."""

    party: str
    year: int
    version: Version
    submitted_on: date
    rows: int

    @property
    def due_on(self) -> date:
        """The last day for its first version."""
        return annual_due(self.year)

    @property
    def is_nil(self) -> bool:
        """Whether it reports neither authorizations nor actions nor holdings."""
        return self.rows == 0

    @property
    def where(self) -> dict[str, object]:
        """Say which report a finding is about."""
        return {"party": self.party, "year": self.year, "version": str(self.version)}


@dataclass(frozen=True, slots=True)
class Previous:
    """The version filed before, with the Party and the year it is about; `rows` None if unknown."""

    party: str
    year: int
    version: Version
    rows: int | None = None


ANNUAL: Rulebook[AnnualReport, Previous | None] = Rulebook("annual reports")


@ANNUAL.rule(
    "AEF_VERSION",
    source="Tallystick design; 4/CMA.6 para 32",
    message=Text(
        "version {version} does not follow {other}", "版本 {version} 不能接在 {other} 之后"
    ),
    fix=Text("write version {next}", "请写版本 {next}"),
)
def version_follows_the_one_before(report: AnnualReport, previous: Previous | None) -> Shown | None:
    """The first version is 1.0; each later one is higher than what was filed."""
    if previous is None:
        right, following = report.version == FIRST, FIRST
    else:
        right, following = report.version > previous.version, previous.version.correction()
    if right:
        return None
    before = previous.version if previous else "-"
    return fails(report.where, version=report.version, other=before, next=following)


@ANNUAL.rule(
    "AEF_OTHER_REPORT",
    source="Tallystick design; 4/CMA.6 para 32",
    message=Text(
        "the version before is about {other}, this one about {this}",
        "前一版本关于 {other}，本版本关于 {this}",
    ),
    fix=Text("give the version before of the same report", "请提供同一报告的前一版本"),
)
def versions_are_about_one_report(report: AnnualReport, previous: Previous | None) -> Shown | None:
    """Party and reported year stay the same from version to version."""
    if previous is None or (previous.party, previous.year) == (report.party, report.year):
        return None
    other, this = (f"{one.party} {one.year}" for one in (previous, report))
    return fails(report.where, other=other, this=this)


@ANNUAL.rule(
    "AEF_YEAR_OPEN",
    source="4/CMA.6 annex II table 4; Tallystick design",
    message=Text(
        "holdings are those of 31 December {year}, but the report is dated {submitted}",
        "持有量应为 {year} 年12月31日的数量，而报告日期为 {submitted}",
    ),
    fix=Text("freeze the report when the year is over", "请在该年结束后再冻结报告"),
)
def year_is_over(report: AnnualReport, _: Previous | None) -> Shown | None:
    """The position of the last day of a year is known when the year is over."""
    if report.submitted_on.year > report.year:
        return None
    return fails(report.where, year=report.year, submitted=report.submitted_on)


LATE = SUBMISSIONS["AEF_LATE"]
"""The same rule judges filed workbooks, one row of a table each."""


@ANNUAL.rule(
    "AEF_LATE",
    severity=LATE.severity,
    source=LATE.source,
    message=LATE.message,
    fix=LATE.fix,
)
def first_version_is_in_time(report: AnnualReport, previous: Previous | None) -> Shown | None:
    """The first version comes by 15 April of the following year; corrections come later."""
    if previous is not None or report.submitted_on <= report.due_on:
        return None
    values = {"year": report.year, "due": report.due_on, "submitted": report.submitted_on}
    return fails(report.where, **values)


NIL = Text(
    "a report without any row: no decision read says whether one is due",
    "无任何行的报告：已查阅的决定均未说明是否应提交",
)
NIL_MEND = Text("file it, or ask the secretariat", "请提交，或询问秘书处")


@ANNUAL.rule(
    "AEF_NIL",
    severity=Severity.INFO,
    source="2/CMA.3 annex para 20; Tallystick design",
    message=NIL,
    fix=NIL_MEND,
    undecided=NIL,
    supply=NIL_MEND,
)
def nil_report_is_told(report: AnnualReport, previous: Previous | None) -> Shown | None:
    """Nothing read so far says whether a nil report is due, so it is written and told."""
    if not report.is_nil or (previous and previous.rows):
        return None
    return unknown(NIL, report.where)


@ANNUAL.rule(
    "AEF_NIL",
    severity=Severity.WARNING,
    source="2/CMA.3 annex para 20; 4/CMA.6 para 32",
    message=Text(
        "version {version} has no row, version {other} had {rows}: all that it reported is taken "
        "back",
        "版本 {version} 没有任何行，而版本 {other} 有 {rows} 行：原先报告的内容全部撤回",
    ),
    fix=Text(
        "report what took place in the year, or explain why none of it did",
        "请报告该年实际发生的事项，或说明为何均未发生",
    ),
)
def nothing_reported_before_is_left_out(
    report: AnnualReport, previous: Previous | None
) -> Shown | None:
    """A correction without any row leaves out what the version before it reported."""
    if not report.is_nil or previous is None or not previous.rows:
        return None
    told = {"version": report.version, "other": previous.version, "rows": previous.rows}
    return fails(report.where, **told)


def judge_annual(report: AnnualReport, previous: Previous | None) -> list[Finding]:
    """Judge a report by the version filed before, None for the first."""
    return ANNUAL.judge(report, previous)
