"""What keeps a step in the life of an agreement from being taken."""

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.params import EntryIntoForce, Registry
from tallystick.linking.agreement.words import (
    Area,
    Connection,
    EntryRule,
    Status,
)
from tallystick.linking.lifecycle.change import is_estopped
from tallystick.linking.lifecycle.moves import BEFORE_FORCE, may_follow
from tallystick.linking.lifecycle.notice import entry_day
from tallystick.linking.lifecycle.noticing import short_notice
from tallystick.linking.lifecycle.step import Course, Step, suspension_clause

STEPS: Rulebook[Step, Course] = Rulebook("steps in the life of an agreement")
DESIGN = "Tallystick design"
EARLY = "Liu 2024 section 1.2"


def place(step: Step, course: Course) -> dict[str, object]:
    """Say which step of which agreement a finding is about."""
    return {
        "agreement": course.agreement.id,
        "date": step.on.isoformat(),
        "status": step.to.value,
    }


@STEPS.rule(
    "MOVE_NOT_POSSIBLE",
    source=DESIGN,
    message=Text(
        "an agreement that is {before} cannot become {after}", "{before} 状态的协议不能变为 {after}"
    ),
    fix=Text("enter the steps between, or correct the status", "请补充中间步骤，或更正状态"),
)
def status_may_follow(step: Step, course: Course) -> Shown | None:
    """The new status is one that may follow the present one."""
    if may_follow(course.agreement.form, course.status, step.to):
        return None
    return fails(place(step, course), before=course.status.value, after=step.to.value)


@STEPS.rule(
    "MOVE_BEFORE_THE_LAST",
    source=DESIGN,
    message=Text(
        "on {date} lies before the last step, of {since}", "{date} 早于上一步骤（{since}）"
    ),
    fix=Text("enter steps in their order", "请按顺序登记步骤"),
)
def steps_are_in_order(step: Step, course: Course) -> Shown | None:
    """No step lies before the one that was taken last."""
    if step.on >= course.since:
        return None
    return fails(place(step, course), date=step.on, since=course.since)


def begins(step: Step, course: Course) -> bool:
    """Whether the step brings an agreement into force that was not in force before."""
    return step.to is Status.IN_FORCE and course.status in BEFORE_FORCE


def _entry(course: Course) -> EntryIntoForce | None:
    said = (clause.params for clause in course.agreement.clauses_on(Area.ENTRY_INTO_FORCE))
    return next((one for one in said if isinstance(one, EntryIntoForce)), None)


@STEPS.rule(
    "CONDITIONS_NOT_MET",
    source="EU-Switzerland linking agreement Article 21",
    message=Text(
        "not all conditions of the link are met: {conditions}", "链接条件未全部满足：{conditions}"
    ),
    fix=Text("meet them before the instruments are exchanged", "请在交换文书之前满足条件"),
)
def conditions_are_met(step: Step, course: Course) -> Shown | None:
    """An agreement that names conditions enters into force once all are met."""
    clause = _entry(course)
    if not begins(step, course) or not clause or not clause.conditions or step.conditions_met:
        return None
    where = place(step, course)
    if step.conditions_met is None:
        return unknown(Text("whether the conditions are met", "条件是否满足"), where)
    return fails(where, conditions="; ".join(clause.conditions))


@STEPS.rule(
    "ENTRY_DAY",
    source=f"EU-Switzerland linking agreement Article 21; {EARLY}",
    message=Text("it enters into force on {due}, not on {date}", "生效日应为 {due}，而非 {date}"),
    fix=Text("enter the day that the clause leads to", "请登记条款所定之日"),
)
def entry_is_on_its_day(step: Step, course: Course) -> Shown | None:
    """Entry into force is on the day that the clause counts to."""
    clause = _entry(course)
    if not begins(step, course) or not clause or clause.rule in {None, EntryRule.FIXED_DATE}:
        return None
    where = place(step, course)
    signed = course.agreement.dates.signed
    event = step.event_on
    if clause.rule is EntryRule.SIGNATURE and event is None and signed and signed.day:
        event = signed.first
    if event is None:
        return unknown(Text("the day of the event that counts", "起算事件之日"), where)
    due = entry_day(event, clause)
    return None if due == step.on else fails(where, due=due, date=step.on)


@STEPS.rule(
    "REGISTRIES_NOT_CONNECTED",
    source=DESIGN,
    message=Text("the registries are not connected", "登记处尚未连接"),
    fix=Text("connect and certify both before units cross", "请在单位流动前完成双方连接和认证"),
)
def registries_are_connected(step: Step, course: Course) -> Shown | None:
    """A link that joins registries operates once they are joined."""
    said = [clause.params for clause in course.agreement.clauses_on(Area.REGISTRY)]
    joins = any(
        isinstance(one, Registry) and one.connection in {Connection.DIRECT, Connection.COMMON}
        for one in said
    )
    begins = step.to is Status.OPERATING and course.status is not Status.SUSPENDED
    if not begins or not joins or step.registries_connected:
        return None
    where = place(step, course)
    if step.registries_connected is None:
        return unknown(Text("whether the registries are connected", "登记处是否已连接"), where)
    return fails(where)


@STEPS.rule(
    "SUSPENSION_GROUND",
    source=f"EU-Switzerland linking agreement Article 15; {EARLY}",
    message=Text(
        '"{ground}" is no ground to suspend: {grounds}', "“{ground}”不是中止理由：{grounds}"
    ),
    fix=Text("suspend on a ground of the clause only", "仅可依条款所列理由中止"),
)
def ground_is_listed(step: Step, course: Course) -> Shown | None:
    """A side suspends on a ground that the agreement names."""
    if step.to is not Status.SUSPENDED:
        return None
    where = place(step, course)
    clause = suspension_clause(course.agreement, step.ground)
    grounds = [
        ground
        for one in course.agreement.clauses_on(Area.SUSPENSION)
        for ground in getattr(one.params, "grounds", ())
    ]
    if step.ground is None or not grounds:
        return unknown(Text("the ground of the suspension", "中止理由"), where)
    if clause and step.ground in clause.grounds:
        return None
    return fails(where, ground=step.ground, grounds="; ".join(grounds))


@STEPS.rule(
    "SUSPENSION_TOO_SOON",
    source=f"EU-Switzerland linking agreement Article 15; {EARLY}",
    message=Text(
        "notified on {notified}, it takes effect on {due} at the earliest",
        "{notified} 通知的中止最早于 {due} 生效",
    ),
    fix=Text("let the period of notice pass", "请待通知期届满"),
)
def suspension_is_notified(step: Step, course: Course) -> Shown | None:
    """A suspension takes effect after the notice its clause asks for."""
    if step.to is not Status.SUSPENDED:
        return None
    where = place(step, course)
    clause = suspension_clause(course.agreement, step.ground)
    if clause is None:
        return unknown(Text("the clause on suspension", "中止条款"), where)
    return short_notice(clause, step.notified_on, step.on, where)


@STEPS.rule(
    "SUSPENSION_ESTOPPED",
    source="EU-Switzerland linking agreement Article 15(5)",
    message=Text(
        "nobody may suspend for the change {change} any more", "不得再以变更 {change} 为由中止"
    ),
    fix=Text(
        "raise changes within the window, and suspend only for those found to matter",
        "请在期限内提出，且仅可就认定有影响的变更中止",
    ),
)
def change_was_raised_in_time(step: Step, course: Course) -> Shown | None:
    """A side that let the window lapse, or was found not affected, may not suspend for a change."""
    if step.to is not Status.SUSPENDED or step.change is None:
        return None
    where = place(step, course)
    change = course.change(step.change)
    estopped = is_estopped(course.agreement, change, step.on) if change else None
    if estopped is None:
        return unknown(Text(f"how far {step.change} has come", f"{step.change} 的进展"), where)
    return fails(where, change=step.change) if estopped else None
