"""Accredited bodies, what they were engaged for, and the separation of their duties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.parties import Span
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PRECEDENT = "3/CMP.1 annex para 27(e)"
"""No decision on Article 6 separates the duties; the rule is kept from the CDM."""


class Task(StrEnum):
    """What a body is engaged for."""

    VALIDATION = "validation"
    VERIFICATION = "verification"
    ELIGIBILITY = "eligibility"


SEPARATED = frozenset({Task.VALIDATION, Task.VERIFICATION})


@dataclass(frozen=True, slots=True)
class Accreditation:
    """Sectoral scopes for which a body is accredited, and the days on which it is."""

    scopes: frozenset[str]
    valid: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An accredited body; `group` is its ultimate parent, by which bodies are told apart."""

    id: str
    name: str
    group: str | None = None
    accreditations: tuple[Accreditation, ...] = ()

    @property
    def owner(self) -> str:
        """The group, or the body itself where it belongs to none."""
        return self.group or self.id

    def is_accredited(self, scope: str, on: date) -> bool:
        """Whether it is accredited for a scope on a day."""
        return any(one.valid.covers(on) and scope in one.scopes for one in self.accreditations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """One task of a body; `exception` is the permission to do both, or that it is small-scale."""

    activity: str
    body: str
    task: Task
    on: date
    scope: str
    exception: str | None = None


Bodies = Sequence[Body] | None

DUTIES: Rulebook[Sequence[Engagement], Bodies] = Rulebook("accredited bodies")


def body_of(bodies: Bodies, identifier: str) -> Body | None:
    """Return a body of the register by its id."""
    return next((one for one in bodies or () if one.id == identifier), None)


@DUTIES.rule(
    "ACCREDITED",
    source="3/CMA.3 annex para 46; 3/CMA.3 annex para 51",
    message=Text(
        "{body} was not accredited for scope {scope} on {date}",
        "{body} 在 {date} 无领域 {scope} 的资质",
    ),
    fix=Text(
        "engage a body accredited for the scope on that day",
        "请委托当日具备该领域资质的机构",
    ),
)
def body_is_accredited(engagements: Sequence[Engagement], bodies: Bodies) -> Iterator[Shown]:
    """A body works only within the scopes and the days of its accreditation."""
    for one in engagements:
        where, body = _where(one), body_of(bodies, one.body)
        if body is None:
            register = Text(f"the accreditation of {one.body}", f"{one.body} 的资质")
            yield unknown(register, where)
        elif not body.is_accredited(one.scope, one.on):
            yield fails(where, body=one.body, scope=one.scope, date=one.on)


@DUTIES.rule(
    "SAME_ENTITY",
    source=f"{PRECEDENT}; 4/CMP.1 annex II para 20",
    message=Text(
        "{body} both validated and verified {activity}",
        "{body} 对 {activity} 既审定又核查",
    ),
    fix=Text(
        "engage another body, of another group, for one of the two, or enter the permission",
        "请另行委托不同集团的机构承担其一，或登记准许文件",
    ),
)
def duties_are_separate(engagements: Sequence[Engagement], bodies: Bodies) -> Iterator[Shown]:
    """Nobody verifies what it, or who owns it, has validated.

    Who owns a body outside the register is not known, so that two names may be one owner.
    """
    activities: dict[str, list[Engagement]] = {}
    for one in engagements:
        if one.task in SEPARATED:
            activities.setdefault(one.activity, []).append(one)
    for engaged in activities.values():
        yield from _both_tasks(engaged, bodies)


def _both_tasks(engaged: Sequence[Engagement], bodies: Bodies) -> Iterator[Shown]:
    """Show each owner that did both tasks of an activity, or else whose owner nobody knows."""
    done: dict[str, list[Engagement]] = {}
    for one in engaged:
        body = body_of(bodies, one.body)
        done.setdefault(body.owner if body else one.body, []).append(one)
    at_fault = [both for both in done.values() if _are_joined(both)]
    for both in at_fault:
        named = "; ".join(dict.fromkeys(one.body for one in both))
        yield fails(_where(both[-1]), body=named, activity=both[-1].activity)
    strangers = [one for one in engaged if body_of(bodies, one.body) is None]
    if strangers and not at_fault and _are_joined(engaged):
        name = strangers[0].body
        yield unknown(Text(f"who owns {name}", f"{name} 的所有者"), _where(strangers[0]))


def _are_joined(engaged: Sequence[Engagement]) -> bool:
    """Whether both tasks were done and nothing permits that one body does both."""
    tasks = {one.task for one in engaged}
    permitted = any(one.exception for one in engaged)
    return not permitted and len(tasks) > int(law.parameter("one_task_per_activity"))


def _where(one: Engagement) -> dict[str, object]:
    return {"activity": one.activity, "body": one.body, "task": one.task.value}
