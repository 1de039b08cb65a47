"""Scenarios of the negotiations: who controls registration, and prices linked to what NDCs cost.

Both are proposals, not law. The switch says under which of them the other safeguards are judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Control(StrEnum):
    """Who can keep an entry out of the registry."""

    NATIONAL = "national"
    JOINT = "joint"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Who controls registration, and whether the price is held against the opportunity cost.

    `body` is the international body that registers where control is international.
    """

    control: Control = Control.NATIONAL
    price_linked: bool = False
    body: str | None = None

    def who_can_block(self, host: str, taker: str) -> tuple[str | None, ...]:
        """Return whose consent an entry needs; None stands for a body that nobody has named."""
        return {
            Control.NATIONAL: (host,),
            Control.JOINT: (host, taker),
            Control.INTERNATIONAL: (self.body,),
        }[self.control]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryEntry:
    """An entry asked for: `consents` of whom are on file, None where nobody has recorded any."""

    id: str
    host: str
    taker: str
    consents: frozenset[str] | None


REGISTRATION: Rulebook[RegistryEntry, Scenario] = Rulebook("control over registration")


@REGISTRATION.rule(
    "REGISTRATION_CONTROL",
    source="2/CMA.3 annex para 29; Tallystick design",
    message=Text(
        "entry {entry} is blocked: under {control} control {who} has not consented",
        "条目 {entry} 被阻止：在“{control}”控制模式下 {who} 未同意",
    ),
    fix=Text("obtain the consent of {who}", "请取得 {who} 的同意"),
)
def those_in_control_consent(entry: RegistryEntry, scenario: Scenario) -> Iterator[Shown]:
    """An entry is made when everybody has consented who can block it."""
    where = {"entry": entry.id, "control": scenario.control.value}
    for who in scenario.who_can_block(entry.host, entry.taker):
        if who is None:
            yield unknown(Text("the international body", "国际机构"), where)
        elif entry.consents is None:
            yield unknown(Text("the consents", "同意记录"), where)
        elif who not in entry.consents:
            yield fails(where, entry=entry.id, control=scenario.control.value, who=who)
