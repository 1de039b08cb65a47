"""What keeps an agreement from ending as it does: notice, term, and what is left."""

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Clause
from tallystick.linking.agreement.params import Term, Termination
from tallystick.linking.agreement.params import Withdrawal as Leaving
from tallystick.linking.agreement.words import (
    ENDED,
    Area,
    Binding,
    Renewal,
    Status,
)
from tallystick.linking.lifecycle.moves import BEFORE_FORCE, FINAL
from tallystick.linking.lifecycle.noticing import short_notice
from tallystick.linking.lifecycle.step import Course, Step
from tallystick.linking.lifecycle.step_rules import EARLY, place
from tallystick.linking.unwinding import left_over, stranded

ENDINGS: Rulebook[Step, Course] = Rulebook("ends of an agreement")

MOVING = frozenset(Status) - frozenset(BEFORE_FORCE) - ENDED
"""The statuses in which units may have moved."""

WEAK = frozenset({Binding.SHOULD, Binding.MAY, Binding.RECITAL})
"""Words that do not bind."""


def _end_clauses(course: Course) -> list[tuple[Clause, Termination | Leaving]]:
    areas = (Area.TERMINATION, Area.WITHDRAWAL)
    return [
        (clause, clause.params)
        for area in areas
        for clause in course.agreement.clauses_on(area)
        if isinstance(clause.params, Termination | Leaving)
        and (clause.params.notice_days, clause.params.notice_months) != (None, None)
    ]


def _notice(step: Step, course: Course, *, endeavour: bool) -> Shown | None:
    if step.to is not Status.TERMINATED or course.status not in MOVING:
        return None
    where = place(step, course)
    clauses = _end_clauses(course)
    if not clauses:
        missing = Text("the period of notice", "通知期")
        return None if endeavour else unknown(missing, where)
    clause, params = clauses[0]
    if (clause.binding in WEAK) is not endeavour:
        return None
    return short_notice(params, step.notified_on, step.on, where)


@ENDINGS.rule(
    "NOTICE_TOO_SHORT",
    source=f"Vienna Convention on the Law of Treaties Article 54; {EARLY}",
    message=Text(
        "notified on {notified}, it ends on {due} at the earliest",
        "{notified} 通知的终止最早于 {due} 生效",
    ),
    fix=Text("let the period of notice pass", "请待通知期届满"),
)
def notice_is_kept(step: Step, course: Course) -> Shown | None:
    """An agreement ends after the notice that it asks for."""
    return _notice(step, course, endeavour=False)


@ENDINGS.rule(
    "NOTICE_NOT_ENDEAVOURED",
    source=EARLY,
    severity=Severity.WARNING,
    message=Text(
        "notified on {notified}, it ends on {date}; the sides endeavour to wait until {due}",
        "{notified} 通知，{date} 终止；各方本应尽力等至 {due}",
    ),
    fix=Text(
        "expect holders to be caught out, and state what becomes of units",
        "请预期持有者措手不及，并说明单位的处置",
    ),
)
def notice_is_endeavoured(step: Step, course: Course) -> Shown | None:
    """Words that do not bind ask for notice too; leaving early is lawful and is told."""
    return _notice(step, course, endeavour=True)


@ENDINGS.rule(
    "TERM_NOT_OVER",
    source=EARLY,
    message=Text("its term runs to {ends}", "期限至 {ends}"),
    fix=Text("terminate it by notice, or wait for the end of its term", "请通知终止，或待期限届满"),
)
def term_is_over(step: Step, course: Course) -> Shown | None:
    """An agreement expires when its term is over and is not renewed tacitly."""
    if step.to is not Status.EXPIRED:
        return None
    where = place(step, course)
    ends = course.agreement.dates.ends
    if ends is None:
        return unknown(Text("the last day of the agreement", "协议的最后一日"), where)
    if step.on < ends.first or step.on == ends.first == ends.last:
        return fails(where, ends=ends)
    if step.on <= ends.last:
        return unknown(Text("the very day on which its term ends", "期限届满的确切日期"), where)
    terms = [clause.params for clause in course.agreement.clauses_on(Area.TERM)]
    tacit = any(isinstance(one, Term) and one.renewal is Renewal.TACIT for one in terms)
    if tacit and step.notified_on is None:
        return unknown(Text("whether its renewal was stopped", "是否已阻止默示续期"), where)
    return None


@ENDINGS.rule(
    "UNITS_STRANDED",
    source=f"Vienna Convention on the Law of Treaties Article 70; {EARLY}",
    message=Text(
        "it ends and nothing says what becomes of: {holdings}",
        "协议终止而未说明以下各项的处置：{holdings}",
    ),
    fix=Text(
        "agree for each of them: honour, freeze, swap or cancel",
        "请就各项约定：honour、freeze、swap 或 cancel",
    ),
)
def nothing_is_stranded(step: Step, course: Course) -> Shown | None:
    """At the end each thing left has a stated fate, or a successor that goes on with it."""
    if step.to not in FINAL or course.status not in MOVING:
        return None
    where = place(step, course)
    left = () if _goes_on(step, course) else stranded(course.agreement, step.agreed)
    if left and step.from_file and left == left_over(course.agreement):
        return unknown(Text("what becomes of what is left", "剩余部分的处置"), where)
    return fails(where, holdings=", ".join(left)) if left else None


def _goes_on(step: Step, course: Course) -> bool:
    """Whether a successor keeps every direction open."""
    if step.successor is None:
        return False
    old, new = (
        {(one.origin, one.destination) for one in agreement.recognition}
        for agreement in (course.agreement, step.successor)
    )
    return old <= new
