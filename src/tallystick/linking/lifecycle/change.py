"""Changes that one side makes to its system, and what the other may still do about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import ChangeManagement
from tallystick.linking.agreement.words import Area
from tallystick.linking.lifecycle.notice import add_days


class Stage(StrEnum):
    """How far the two sides have come with a change."""

    NOTIFIED = "notified"
    CONSULTATION = "consultation"
    EFFECT_FOUND = "effect_found"
    NO_EFFECT = "no_effect"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one side's rules, as notified; None where nothing has happened yet.

    `found_effect` is what the assessment found on the criteria of the link.
    """

    id: str
    system: str
    feature: str
    notified_on: date
    effective_on: date | None = None
    asked_on: date | None = None
    found_effect: bool | None = None
    assessed_on: date | None = None


def change_clause(agreement: Agreement) -> ChangeManagement | None:
    """Return what the agreement fixes on changes, if anything."""
    said = (clause.params for clause in agreement.clauses_on(Area.CHANGE_MANAGEMENT))
    return next((one for one in said if isinstance(one, ChangeManagement)), None)


CHANGES: Rulebook[Change, Agreement] = Rulebook("changes to a linked system")


@CHANGES.rule(
    "CHANGE_NOT_NOTIFIED",
    source="Liu 2024 section 1.2",
    message=Text(
        "{change} of {system} took effect on {effective}; notified on {notified}, it was to wait "
        "until {due}",
        "{system} 的 {change} 于 {effective} 生效；{notified} 通知，应等至 {due}",
    ),
    fix=Text(
        "notify changes in time and consult on them before they take effect",
        "请及时通知变更，并在生效前进行协商",
    ),
)
def change_is_notified_in_time(change: Change, agreement: Agreement) -> Shown | None:
    """No side changes the rules alone: the other has its notice before the change takes effect."""
    where = {"agreement": agreement.id, "system": change.system, "change": change.id}
    clause = change_clause(agreement)
    if clause is None or clause.notice_days is None:
        return unknown(Text("the notice due before a change", "变更前的通知期"), where)
    if change.effective_on is None:
        return unknown(Text("when the change takes effect", "变更生效之日"), where)
    due = add_days(change.notified_on, clause.notice_days)
    if change.effective_on >= due:
        return None
    days = {"effective": change.effective_on, "notified": change.notified_on, "due": due}
    return fails(where, change=change.id, system=change.system, **days)


def window_ends(agreement: Agreement, change: Change) -> date | None:
    """Return the last day on which an exchange of views may be asked for, None if not known."""
    clause = change_clause(agreement)
    if clause is None or clause.consultation_days is None:
        return None
    return add_days(change.notified_on, clause.consultation_days)


def stage(agreement: Agreement, change: Change, on: date) -> Stage | None:
    """Say how far a change has come on a day; None where the window is not known."""
    if change.assessed_on is not None and change.assessed_on <= on:
        return Stage.EFFECT_FOUND if change.found_effect else Stage.NO_EFFECT
    ends = window_ends(agreement, change)
    if change.asked_on is not None and change.asked_on <= on:
        if ends is None:
            return Stage.CONSULTATION
        return Stage.CONSULTATION if change.asked_on <= ends else Stage.LAPSED
    if ends is None:
        return None
    return Stage.NOTIFIED if on <= ends else Stage.LAPSED


def is_estopped(agreement: Agreement, change: Change, on: date) -> bool | None:
    """Whether the other side may no longer suspend for a change; None where that is not known.

    It may not when it asked for no exchange of views in time, or when none was found to matter.
    """
    clause = change_clause(agreement)
    if clause is None or clause.estoppel is None:
        return None
    if not clause.estoppel:
        return False
    reached = stage(agreement, change, on)
    return None if reached is None else reached in {Stage.LAPSED, Stage.NO_EFFECT}
