"""Which design features of one system reach the other through a link on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement, Recognition
from tallystick.linking.agreement.restrictions import Quantity
from tallystick.linking.systems import Profile, profiles
from tallystick.linking.topology import open_directions

ABSENT = ("no", "none", "0")
"""How a fact begins that says a system has no such feature."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A feature of `origin` that acts on `destination`; `has` is None where it is not known.

    `damped` says that a limit on quantity keeps its effect within the limit.
    """

    row: law.Spillover
    origin: str
    destination: str
    has: bool | None
    value: str | None
    damped: bool

    def to_json(self) -> dict[str, Any]:
        """Return the cell of the matrix."""
        spills = self.has if self.row.reach != "none" else False
        return {
            "feature": self.row.name,
            "from": self.origin,
            "to": self.destination,
            "spills_over": spills,
            "damped": self.damped,
            "value": self.value,
            "why": self.row.en,
            "why_zh": self.row.zh,
            "source": self.row.source,
            "source_status": self.row.status,
        }


def propagation(agreement: Agreement, on: date) -> tuple[Reach, ...]:
    """Lay out every feature for each way its effect takes through the open directions.

    Effects on the common price go both ways even through a one-way link; units, and what they
    stand for, go only where a direction is open.
    """
    known = profiles()
    found: dict[tuple[str, str, str], Reach] = {}
    for one in open_directions(agreement, on):
        for row in law.spillovers():
            for origin, destination in _ways(row, one):
                reach = _reach(row, origin, destination, known.get(origin), _is_limited(one))
                key = (row.name, origin, destination)
                if key not in found or found[key].damped:
                    found[key] = reach
    return tuple(found.values())


def _ways(row: law.Spillover, one: Recognition) -> list[tuple[str, str]]:
    there = (one.origin, one.destination)
    return [there, (one.destination, one.origin)] if row.reach == "both" else [there]


def _is_limited(one: Recognition) -> bool:
    return any(isinstance(each, Quantity) for each in one.restrictions)


def _reach(
    row: law.Spillover, origin: str, destination: str, profile: Profile | None, damped: bool
) -> Reach:
    fact = profile.facts.get(row.fact) if profile else None
    value = fact.value if fact else None
    has = None if value is None else not value.casefold().startswith(ABSENT)
    return Reach(row, origin, destination, has, value, damped)
