"""What is due under an agreement, and when, between two days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tallystick.core.findings import Text
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import EntryIntoForce, Reporting, Term, Termination
from tallystick.linking.agreement.values import Window
from tallystick.linking.agreement.words import Area, EntryRule, Renewal, Status
from tallystick.linking.legality.concerned import carries_outcomes
from tallystick.linking.legality.reports import annual_due, biennial_due, biennial_years
from tallystick.linking.lifecycle.change import window_ends
from tallystick.linking.lifecycle.course import suspension_lapses_on
from tallystick.linking.lifecycle.notice import add_days, add_months, entry_day
from tallystick.linking.lifecycle.step import Course
from tallystick.linking.status import occurrences, standing

ALARM_DAYS = 90
"""How long before an expiry people are warned, unless they ask for another time; ours."""

OWN_REPORT = Text("report under the agreement", "协议规定的报告")
UNDATED_REPORT = Text(
    "last day of {year} for its report under the agreement, which fixes no day",
    "{year} 年协议规定报告的最后一日（协议未定具体日期）",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens or is due on a day, in words, with where it rests."""

    on: date
    kind: str
    text: Text
    source: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the entry as `agreement calendar` prints it."""
        return {
            "on": self.on.isoformat(),
            "kind": self.kind,
            "text": self.text.en,
            "text_zh": self.text.zh,
            "source": self.source,
        }


def calendar(
    agreement: Agreement,
    within: Window,
    course: Course | None = None,
    alarm_days: int = ALARM_DAYS,
) -> tuple[Entry, ...]:
    """Return what falls between two days, the earliest first.

    `course` adds the changes notified and the suspension under way.
    """
    entries = [
        *_statuses(agreement),
        *_entry_into_force(agreement),
        *_expiry(agreement, alarm_days),
        *_membership(agreement),
        *_directions(agreement),
        *_reports(agreement, within),
        *_agreed_reports(agreement, within),
        *(_under_way(course) if course else ()),
    ]
    inside = {entry for entry in entries if entry.on in within}
    return tuple(sorted(inside, key=lambda entry: (entry.on, entry.kind, entry.text.en)))


def _statuses(agreement: Agreement) -> Iterator[Entry]:
    for one in occurrences(agreement):
        if one.status is not Status.EXPIRED:
            text = Text("becomes {status}", "转为 {status}").fill({"status": one.status.value})
            yield Entry(on=one.last, kind="status", text=text)


def _entry_into_force(agreement: Agreement) -> Iterator[Entry]:
    signed = agreement.dates.signed
    for clause in agreement.clauses_on(Area.ENTRY_INTO_FORCE):
        params = clause.params
        if not isinstance(params, EntryIntoForce) or agreement.dates.in_force:
            continue
        if params.rule is EntryRule.SIGNATURE and signed and signed.day:
            text = Text("entry into force, counted from signature", "自签署起算的生效日")
            day = entry_day(signed.first, params)
            yield Entry(on=day, kind="entry_into_force", text=text, source=clause.ref)


def _expiry(agreement: Agreement, alarm_days: int) -> Iterator[Entry]:
    ends = agreement.dates.ends
    if ends is None:
        return
    last = ends.last
    clauses = [one for one in agreement.clauses_on(Area.TERM) if isinstance(one.params, Term)]
    tacit = any(one.params.renewal is Renewal.TACIT for one in clauses)
    said = Text("last day, renewed unless denounced", "最后一日，未终止则续期")
    plain = Text("last day", "最后一日")
    ref = clauses[0].ref if clauses else None
    yield Entry(on=last, kind="expiry", text=said if tacit else plain, source=ref)
    if alarm_days < (last - date.min).days:
        text = Text("expires in {days} days", "{days} 天后到期").fill({"days": alarm_days})
        yield Entry(on=last - timedelta(days=alarm_days), kind="alarm", text=text, source=ref)
    for clause in agreement.clauses_on(Area.TERMINATION):
        if tacit and isinstance(clause.params, Termination) and clause.params.notice_months:
            day = add_months(last, -clause.params.notice_months)
            text = Text("last day to stop the renewal", "阻止续期的最后一日")
            yield Entry(on=day, kind="notice", text=text, source=clause.ref)


def _membership(agreement: Agreement) -> Iterator[Entry]:
    for party in agreement.parties:
        for day, text in (
            (party.joined, Text("{party} joins", "{party} 加入")),
            (party.left, Text("{party} is no party any more", "{party} 不再为缔约方")),
        ):
            if day is not None:
                yield Entry(on=day.last, kind="membership", text=text.fill({"party": party.id}))


def _directions(agreement: Agreement) -> Iterator[Entry]:
    for one in agreement.recognition:
        ends = {"from": one.origin, "to": one.destination}
        if one.valid.first:
            text = Text("{from} to {to} opens", "{from} 至 {to} 开放").fill(ends)
            yield Entry(on=one.valid.first, kind="direction", text=text)
        if one.valid.last:
            text = Text("{from} to {to} closes", "{from} 至 {to} 关闭").fill(ends)
            yield Entry(on=one.valid.last, kind="direction", text=text)
        for restriction in one.restrictions:
            if restriction.valid and restriction.valid.last:
                named = {**ends, "kind": restriction.kind}
                text = Text("{kind}, {from} to {to}, ends", "{from} 至 {to} 的 {kind} 到期")
                day = restriction.valid.last
                yield Entry(on=day, kind="restriction", text=text.fill(named))


def _reports(agreement: Agreement, within: Window) -> Iterator[Entry]:
    """Yield the reports of Article 6 that fall due while the agreement is in force."""
    if not carries_outcomes(agreement) or within.first is None or within.last is None:
        return
    annual = Text("annual information for {year}", "{year} 年度信息")
    for year in range(within.first.year - 1, within.last.year):
        due = annual_due(year)
        if standing(agreement, due).is_effective:
            text = annual.fill({"year": year})
            yield Entry(on=due, kind="report", text=text, source="2/CMA.3 annex para 20")
    for year in biennial_years(within.first, add_days(within.last, 1)):
        due = biennial_due(year)
        if standing(agreement, due).is_effective:
            text = Text("biennial report of {year}", "{year} 年两年期报告").fill({"year": year})
            yield Entry(on=due, kind="report", text=text, source="2/CMA.3 annex para 21")


def _agreed_reports(agreement: Agreement, within: Window) -> Iterator[Entry]:
    """Yield the reports that the clauses themselves ask for, counted from entry into force.

    A clause that names no day lets the year run out.
    """
    begun = agreement.dates.in_force
    if begun is None or within.first is None or within.last is None:
        return
    for clause in agreement.clauses_on(Area.REPORTING):
        if not isinstance(clause.params, Reporting) or not clause.params.every_years:
            continue
        said = OWN_REPORT if clause.params.due else UNDATED_REPORT
        for year in range(begun.last.year, within.last.year + 1, clause.params.every_years):
            due = _due(clause.params.due, year)
            if due is not None and standing(agreement, due).is_effective:
                yield Entry(
                    on=due, kind="report", text=said.fill({"year": year}), source=clause.ref
                )


def _due(day: str | None, year: int) -> date | None:
    """Return the day of a year on which a report is due, None where it is not said as MM-DD."""
    try:
        return date.fromisoformat(f"{year}-{day}") if day else date(year, 12, 31)
    except ValueError:
        return None


def _under_way(course: Course) -> Iterator[Entry]:
    for change in course.changes:
        ends = window_ends(course.agreement, change)
        if ends is not None:
            text = Text("last day to raise {change}", "可就 {change} 提出意见的最后一日")
            yield Entry(on=ends, kind="consultation", text=text.fill({"change": change.id}))
        if change.effective_on is not None:
            text = Text("{change} takes effect", "{change} 生效").fill({"change": change.id})
            yield Entry(on=change.effective_on, kind="change", text=text)
    lapses = suspension_lapses_on(course)
    if lapses is not None:
        yield Entry(on=lapses, kind="suspension", text=Text("the suspension lapses", "中止届满"))
