"""What two systems would gain from a full link, and which partners are worth a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick import law
from tallystick.linking.systems import Profile
from tallystick.market.network import Link, Network
from tallystick.market.simulation.calibration import calibrate, missing
from tallystick.market.simulation.facts import MarketFacts, listed_facts
from tallystick.market.solving import NoSolution, solve
from tallystick.market.wording import number


@dataclass(frozen=True, slots=True)
class PairGain:
    """The common price in USD/t and the yearly gains in USD of a system and its partner."""

    price: float
    own: float
    partner: float

    @property
    def range(self) -> tuple[float, float]:
        """The gain of the system with the least and the most abatement that is tried.

        Needs and curves stretched alike keep all prices, so gains stretch with them.
        """
        multiples = law.simulation_terms().sensitivity
        return self.own * float(min(multiples)), self.own * float(max(multiples))

    def to_json(self) -> dict[str, Any]:
        """Return the gain as `agreement partners` prints it."""
        values = {"price": self.price, "own": self.own, "partner": self.partner}
        told: dict[str, Any] = {name: number(value) for name, value in values.items()}
        return told | {"both": number(self.own + self.partner), "range": list(self.range)}


def pair_gain(own: MarketFacts, partner: MarketFacts) -> PairGain | None:
    """Return the gain of a full link at today's prices; None where a fact is missing."""
    if missing(own) or missing(partner):
        return None
    pair = tuple(calibrate(one).market for one in (own, partner))
    links = Link(own.id, partner.id), Link(partner.id, own.id)
    try:
        found = solve(Network(pair, links))
    except NoSolution:
        return None
    gains = [(one.gain or (0.0,))[0] for one in found.markets]
    return PairGain(found.markets[0].price[0], gains[0], gains[1])


def pair_gains(system: str, known: Mapping[str, Profile]) -> dict[str, PairGain | None]:
    """Return what a full link with each other listed system would save; None where a fact lacks.

    Raises KeyError for a system that is not listed.
    """
    facts = {name: listed_facts(name, known, law.abatement_curves()) for name in known}
    own = facts.pop(system)
    return {name: pair_gain(own, other) for name, other in facts.items()}


def frontier(
    similarity: Mapping[str, Fraction], gains: Mapping[str, PairGain | None]
) -> Sequence[str]:
    """Return the partners that no other beats in both similarity and gain, the most alike first."""
    known = {name: gain.own for name, gain in gains.items() if gain is not None}
    ranked = sorted(known, key=lambda name: (-similarity[name], -known[name], name))
    chosen: list[str] = []
    best = float("-inf")
    for name in ranked:
        if known[name] > best:
            chosen.append(name)
            best = known[name]
    return chosen
