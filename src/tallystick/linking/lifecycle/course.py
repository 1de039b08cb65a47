"""Taking steps: the state machine of an agreement, and its life told by its file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tallystick.core.findings import Finding, refused
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Status
from tallystick.linking.lifecycle.change import Change
from tallystick.linking.lifecycle.ending_rules import ENDINGS
from tallystick.linking.lifecycle.notice import add_months
from tallystick.linking.lifecycle.step import Course, Step, suspension_clause
from tallystick.linking.lifecycle.step_rules import STEPS
from tallystick.linking.status import occurrences


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was tried: the course afterwards, unchanged where a finding refuses it."""

    step: Step
    course: Course
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether the step was not taken."""
        return refused(self.findings)


def judge(step: Step, course: Course) -> tuple[Finding, ...]:
    """Ask every rule whether a step may be taken."""
    return (*STEPS.judge(step, course), *ENDINGS.judge(step, course))


def advance(course: Course, step: Step) -> Taken:
    """Take a step unless a rule refuses it."""
    findings = judge(step, course)
    if refused(findings):
        return Taken(step, course, findings)
    return Taken(step, _after(course, step), findings)


def _after(course: Course, step: Step) -> Course:
    return replace(course, status=step.to, since=step.on, steps=(*course.steps, step))


def notify(course: Course, change: Change) -> Course:
    """Enter a change that one side has notified, or what has become of it since."""
    others = tuple(one for one in course.changes if one.id != change.id)
    return replace(course, changes=(*others, change))


def told(agreement: Agreement, on: date = date.max) -> Iterator[Taken]:
    """Take the steps that the file tells up to a day; what is told has happened, whatever it broke.

    The findings say which rules the life that is told did not keep, or cannot be shown to have
    kept.
    """
    course = Course(agreement=agreement)
    for one in occurrences(agreement):
        if one.status is course.status or one.last > on:
            continue
        step = Step(to=one.status, on=one.last, from_file=True)
        findings = judge(step, course)
        course = _after(course, step)
        yield Taken(step, course, findings)


def suspension_lapses_on(course: Course) -> date | None:
    """Return the day on which a suspension ends by itself, None while only an event ends it."""
    if course.status is not Status.SUSPENDED or not course.steps:
        return None
    clause = suspension_clause(course.agreement, course.steps[-1].ground)
    if clause is None or clause.lasts_months is None:
        return None
    return add_months(course.since, clause.lasts_months)
