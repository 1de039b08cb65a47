"""Whether a cap binds, and how two caps compare: the test for hot air before a link."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick.core.findings import Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.risks.rulebook import RISKS


@dataclass(frozen=True, slots=True)
class Stringency:
    """The cap of a system beside the emissions it would have without a price, t CO2 eq a year."""

    system: str
    cap_t: int | None
    baseline_t: int | None

    @property
    def cut(self) -> Fraction | None:
        """The share of its emissions that the cap takes away; below 0 the cap holds hot air."""
        if self.cap_t is None or not self.baseline_t:
            return None
        return 1 - Fraction(self.cap_t, self.baseline_t)

    @property
    def hot_air_t(self) -> int | None:
        """Units that nobody in the system will need, t CO2 eq a year."""
        if self.cap_t is None or self.baseline_t is None:
            return None
        return max(0, self.cap_t - self.baseline_t)

    def to_json(self) -> dict[str, Any]:
        """Return cap, baseline, cut and hot air."""
        return {
            "system": self.system,
            "cap_t": self.cap_t,
            "baseline_t": self.baseline_t,
            "cut": None if self.cut is None else str(self.cut),
            "hot_air_t": self.hot_air_t,
        }


def stringencies(agreement: Agreement) -> tuple[Stringency, ...]:
    """Return the stringency of every system of the agreement, the loosest first."""
    facts = {one.system: one for one in agreement.facts}
    rows = [
        Stringency(name, facts[name].cap_t, facts[name].baseline_t)
        if name in facts
        else Stringency(name, None, None)
        for name in sorted(agreement.systems_held)
    ]
    return tuple(sorted(rows, key=lambda one: (one.cut is None, one.cut or 0, one.system)))


@RISKS.rule(
    "HOT_AIR",
    source="Liu 2024 section 1.3",
    message=Text(
        "the cap of {system} is {surplus} t above what it would emit without a price (cut {cut})",
        "{system} 的总量比无碳价时的排放高 {surplus} 吨（削减 {cut}）",
    ),
    fix=Text(
        "tighten the cap, or keep its units out by a limit or discount",
        "请收紧总量，或以限额、折扣限制其单位",
    ),
)
def no_cap_holds_hot_air(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """No linked cap is above the emissions that the system would have without it."""
    for one in stringencies(agreement):
        where = place(agreement, facts, "facts") | {"system": one.system}
        if one.cut is None:
            yield unknown(Text("cap and baseline in `facts`", "`facts` 中的总量和基准排放"), where)
        elif one.hot_air_t:
            yield fails(where, system=one.system, surplus=one.hot_air_t, cut=printed(one.cut))
