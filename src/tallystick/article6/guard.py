"""Which flows carry corresponding adjustments, and which are memo flows because of a non-Party.

A Party adjusts for what it first transfers or uses. Where one side is not bound by the Paris
Agreement, nothing can count towards its NDC; the flow is kept as a memo without adjustment. What
is authorized for other international mitigation purposes is adjusted for by its host wherever the
user is seated (2/CMA.3 annex para 16).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.article6.parties import PARTIES
from tallystick.core.actions import OIMP, Purposes
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.parties import PartyTable
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Treatment(StrEnum):
    """What becomes of a flow in the accounts."""

    ADJUSTED = "adjusted"
    MEMO = "unadjusted memo flow"
    NOT_DETERMINABLE = "not_determinable"


@dataclass(frozen=True, slots=True)
class Flow:
    """Outcomes first transferred, or allowances of a linked system moved, from one to another.

    `user` is None where the outcomes stay without a known user. Raises ValueError when a flow
    towards an NDC does not leave its host.
    """

    host: str
    user: str | None
    on: date
    quantity_t: int
    purposes: Purposes

    def __post_init__(self) -> None:
        if self.host == self.user and not self.is_for_oimp:
            raise ValueError(f"{self.host} transfers nothing internationally to itself")

    @property
    def is_for_oimp(self) -> bool:
        """Whether it is authorized for other international mitigation purposes."""
        return bool(self.purposes & OIMP)

    @property
    def concerned(self) -> tuple[str | None, ...]:
        """Who has to be a Party for the flow to be adjusted for."""
        return (self.host,) if self.is_for_oimp else (self.host, self.user)


@dataclass(frozen=True, slots=True)
class Treated:
    """How a flow is treated, which Parties adjust for it, and why it is not adjusted otherwise."""

    flow: Flow
    treatment: Treatment
    adjusting: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


GUARD: Rulebook[Flow, PartyTable] = Rulebook("flow")


@GUARD.rule(
    "NON_PARTY",
    source="2/CMA.3 annex para 4(a); 2/CMA.3 annex para 16",
    severity=Severity.WARNING,
    message=Text(
        "{outsider} was not a Party to the Paris Agreement on {date}: {quantity} t from {host} to "
        "{user} carry no corresponding adjustment and are kept as a memo",
        "{outsider} 在 {date} 不是《巴黎协定》缔约方：自 {host} 至 {user} 的 {quantity} 吨"
        "不作相应调整，仅作备忘记录",
    ),
    fix=Text(
        "enter no adjustment; only what is authorized for other international mitigation "
        "purposes is adjusted for wherever the user is seated",
        "请勿登记相应调整；仅获授权用于其他国际减缓目的者，无论使用者位于何处均作调整",
    ),
)
def both_sides_are_bound(flow: Flow, parties: PartyTable) -> Shown | None:
    """Those whose NDC a flow bears on are Parties on the day."""
    where = {"host": flow.host, "user": flow.user, "date": flow.on.isoformat()}
    for code in flow.concerned:
        if code is not None and code in parties and not parties[code].is_party_on(flow.on):
            values: dict[str, object] = {"outsider": code, "date": flow.on, "host": flow.host}
            return fails(where, quantity=flow.quantity_t, user=flow.user or "-", **values)
    for code in flow.concerned:
        if code is None or code not in parties:
            seat = Text(f"whose code {code} is", f"代码 {code} 所属方")
            return unknown(seat if code else Text("the using Party", "使用缔约方"), where)
    return None


TREATMENTS = {
    Outcome.FAIL: Treatment.MEMO,
    Outcome.NOT_DETERMINABLE: Treatment.NOT_DETERMINABLE,
}


def treat(flow: Flow, parties: PartyTable = PARTIES) -> Treated:
    """Say whether a flow is adjusted for on its day, and by whom.

    Towards an NDC the host adds at the first transfer and the user subtracts on use; for other
    international mitigation purposes the host alone adds.
    """
    findings = tuple(GUARD.judge(flow, parties))
    if findings:
        return Treated(flow, TREATMENTS[findings[0].outcome], findings=findings)
    adjusting = tuple(code for code in flow.concerned if code is not None)
    return Treated(flow, Treatment.ADJUSTED, adjusting)
