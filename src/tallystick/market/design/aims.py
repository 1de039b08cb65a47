"""What a design is for, what it must keep to, and how one network does by both."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import fmean, pvariance

from tallystick.market.design.instruments import Change
from tallystick.market.network import Network, Origin
from tallystick.market.results import Autarky, Solution, present
from tallystick.market.solving import NoSolution, solve

LOSS = 1e-6
"""A loss below this share of all autarky costs is rounding."""


class Aim(StrEnum):
    """What is made as large or as small as it can be."""

    TOTAL_GAIN = "max_total_gain"
    GAIN = "max_gain"
    ABATEMENT = "max_abatement"
    ABATEMENT_COST = "min_abatement_cost"
    PRICE_STABILITY = "max_price_stability"


class Rents(StrEnum):
    """Who keeps the rent of a binding limit."""

    IMPORTER = "importer"
    EXPORTER = "exporter"


@dataclass(frozen=True, slots=True)
class Design:
    """A search: what is changed for which aim, and what must hold.

    `market` is the one meant by the aim, `fees_to` the one that gets the fees, `shocks` are
    changes of needs by market against which prices should be stable, `least_abatement` is in
    tonnes over all years; `pareto` asks that no market lose against autarky.
    """

    aim: Aim
    changes: tuple[Change, ...]
    market: str | None = None
    least_abatement: float | None = None
    pareto: bool = False
    fees_to: str | None = None
    rents_to: Rents = Rents.IMPORTER
    shocks: tuple[Mapping[str, float], ...] = ()
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting of the instruments: what it comes to, or the code of why it has no answer.

    `value` is the aim, larger is better; `admissible` says that floor and Pareto condition hold.
    """

    values: tuple[float, ...]
    value: float | None
    admissible: bool
    found: Solution | None
    gains: Mapping[str, float | None]
    refused: str | None = None

    @property
    def score(self) -> float:
        """The aim where the setting is admissible, else worse than anything."""
        return self.value if self.admissible and self.value is not None else float("-inf")


def tried(
    network: Network, design: Design, alone: Mapping[str, Autarky], values: tuple[float, ...]
) -> Trial:
    """Return how the network does with the instruments at these values."""
    changed = network
    for change, setting in zip(design.changes, values, strict=True):
        changed = change.applied(changed, setting)
    try:
        found = solve(changed, alone)
        value = _value(found, design, alone)
    except NoSolution as refusal:
        return Trial(values, None, False, None, {}, refusal.findings[0].code)
    gains = gains_of(found, design)
    if value is None:
        return Trial(values, None, False, found, gains, "CANNOT_STAND_ALONE")
    return Trial(values, value, _admissible(found, gains, design, alone), found, gains)


def gains_of(found: Solution, design: Design) -> dict[str, float | None]:
    """Return the gain of each market in present value, with the fees and rents it is to have."""
    network = found.network
    gains = {
        one.market.id: None if one.gain is None else present(network, one.gain)
        for one in found.markets
    }
    moved: dict[str, float] = dict.fromkeys(gains, 0.0)
    for flow in found.flows:
        if design.fees_to is not None:
            moved[design.fees_to] += present(network, flow.fee_revenue)
        if design.rents_to is Rents.EXPORTER:
            rent = present(network, flow.rent)
            moved[flow.link.source] += rent
            moved[flow.link.target] -= rent
    return {name: None if gain is None else gain + moved[name] for name, gain in gains.items()}


def _value(found: Solution, design: Design, alone: Mapping[str, Autarky]) -> float | None:
    match design.aim:
        case Aim.TOTAL_GAIN:
            return None if found.gain is None else present(found.network, found.gain)
        case Aim.GAIN:
            return gains_of(found, design)[design.market or ""]
        case Aim.ABATEMENT:
            return abatement_of(found)
        case Aim.ABATEMENT_COST:
            return -cost_of(found)
        case Aim.PRICE_STABILITY:
            return -_spread(found.network, design, alone)


def abatement_of(found: Solution) -> float:
    """Return the abatement of all markets and years in tonnes."""
    return sum(sum(one.abatement) for one in found.markets)


def cost_of(found: Solution) -> float:
    """Return the abatement cost of all markets in present value."""
    return sum(present(found.network, one.abatement_cost) for one in found.markets)


def _spread(network: Network, design: Design, alone: Mapping[str, Autarky]) -> float:
    """Return the standard deviation of prices over the shocks, the mean of markets and years."""
    prices: list[list[float]] = []
    for shock in design.shocks:
        markets = tuple(
            replace(one, needs=tuple(need + shock.get(one.id, 0.0) for need in one.needs))
            for one in network.markets
        )
        solved = solve(replace(network, markets=markets), alone).markets
        of = [one for one in solved if design.market in {None, one.market.id}]
        prices.append([price for one in of for price in one.price])
    return fmean(pvariance(each) ** 0.5 for each in zip(*prices, strict=True))


def _admissible(
    found: Solution,
    gains: Mapping[str, float | None],
    design: Design,
    alone: Mapping[str, Autarky],
) -> bool:
    """Return whether the floor on abatement and the Pareto condition hold; unknown is no."""
    least = design.least_abatement
    if least is not None and abatement_of(found) < least - LOSS * max(abs(least), 1.0):
        return False
    if not design.pareto:
        return True
    stake = sum(present(found.network, one.cost) for one in alone.values())
    return all(gain is not None and gain >= -LOSS * stake for gain in gains.values())
