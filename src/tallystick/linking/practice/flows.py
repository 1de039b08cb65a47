"""Upward reporting: net flows of parts of States, rolled up to the States they belong to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from tallystick.article6.participation import Flow, Treated, treat
from tallystick.core.actions import Purpose
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.values import DATE, PARTY_ID
from tallystick.linking.practice.around import YANG, Around


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFlow:
    """Units that went from one party of a link to another, as both sides report them."""

    giver: Annotated[str, PARTY_ID, "Party they left."]
    taker: Annotated[str, PARTY_ID, "Party they came to."]
    on: Annotated[date, DATE, "Last day of what is counted."]
    sent_t: Annotated[int | None, "As the giver reports, tonnes CO2 eq."] = None
    received_t: Annotated[int | None, "As the taker reports, tonnes CO2 eq."] = None


def state_of(agreement: Agreement, party: str) -> str | None:
    """Return the State a party belongs to: its own id unless it stands below State level."""
    found = next((one for one in agreement.parties if one.id == party), None)
    return None if found is None else found.state or found.id


def roll_up(flows: tuple[UnitFlow, ...], around: Around) -> dict[str, int] | None:
    """Return what every State has gained on balance, in tonnes; None while a figure is unknown.

    Flows inside one State cancel out.
    """
    if around.agreement is None:
        return None
    net: Counter[str] = Counter()
    for one in flows:
        giver, taker = state_of(around.agreement, one.giver), state_of(around.agreement, one.taker)
        if giver is None or taker is None or one.sent_t is None:
            return None
        net[giver] -= one.sent_t
        net[taker] += one.sent_t
    return dict(net)


def treated(flows: tuple[UnitFlow, ...], around: Around) -> tuple[Treated, ...]:
    """Say of every flow between States whether it is adjusted for or kept as a memo."""
    if around.agreement is None:
        return ()
    found: list[Treated] = []
    for one in flows:
        giver, taker = state_of(around.agreement, one.giver), state_of(around.agreement, one.taker)
        if giver and taker and giver != taker and one.sent_t is not None:
            found.append(treat(Flow(giver, taker, one.on, one.sent_t, frozenset({Purpose.NDC}))))
    return tuple(found)


FLOWS: Rulebook[UnitFlow, Around] = Rulebook("flows reported upward")


@FLOWS.rule(
    "UPWARD_FLOW_APART",
    source=YANG,
    message=Text(
        "{giver} reports {sent} t sent to {taker}, which reports {received} t",
        "{giver} 报告向 {taker} 转出 {sent} 吨，后者报告 {received} 吨",
    ),
    fix=Text("reconcile both before reporting to the State", "请在向国家报告前核对一致"),
)
def both_sides_report_the_same(one: UnitFlow, around: Around) -> Iterator[Shown]:
    """Both sides of a link report the same flow to their States."""
    where = around.at(giver=one.giver, taker=one.taker)
    known = around.agreement and state_of(around.agreement, one.giver)
    if not known or one.sent_t is None or one.received_t is None:
        yield unknown(Text("the State and both reports", "所属国家和双方报告"), where)
    elif one.sent_t != one.received_t:
        values = {"giver": one.giver, "taker": one.taker, "sent": one.sent_t}
        yield fails(where, received=one.received_t, **values)
