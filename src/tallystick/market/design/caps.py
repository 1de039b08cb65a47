"""Caps that countries choose for themselves: more emissions with trade than without?

Each country has a baseline, an abatement curve and a damage per tonne that anyone emits. Without
trade it abates until marginal cost is its own damage. With trade it also chooses how many
allowances to issue, knowing that more of them lower the price (Helm 2003): the sum of the
conditions makes the price the mean of the damages, buyers are those with high damages, and who
has low damages sells allowances beyond its needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tallystick.market.curves import Curve
from tallystick.market.design.clearing import abated, cleared, cost, supply_slope
from tallystick.market.design.peaks import peak

ROUNDS = 200
SETTLED = 1e-7
"""Caps are settled when none moves by more than this share of all baselines."""


@dataclass(frozen=True, slots=True)
class Country:
    """Baseline emissions in t, the abatement curve, and the damage per tonne of world emissions."""

    id: str
    baseline: float
    curve: Curve
    damage: float


@dataclass(frozen=True, slots=True)
class Caps:
    """What countries issue and emit in t, at one price; without trade each has its own price.

    `hot_air` is what a country issues beyond its baseline: units behind which no effort stands.
    """

    prices: tuple[float, ...]
    allowances: tuple[float, ...]
    emissions: tuple[float, ...]
    hot_air: tuple[float, ...]

    @property
    def world_emissions(self) -> float:
        """The emissions of all countries in t."""
        return sum(self.emissions)


def without_trade(countries: Sequence[Country]) -> Caps:
    """Return the caps of countries that cannot trade: marginal cost is the own damage."""
    emissions = tuple(one.baseline - abated(one.curve, one.damage) for one in countries)
    return Caps(
        tuple(one.damage for one in countries), emissions, emissions, _hot(countries, emissions)
    )


def with_trade(countries: Sequence[Country]) -> Caps:
    """Return the caps of countries that trade, from their first-order conditions.

    Exact where curves rise smoothly around the mean damage; `best_response` needs no smoothness.
    """
    price = sum(one.damage for one in countries) / len(countries)
    emissions = tuple(one.baseline - abated(one.curve, price) for one in countries)
    slope = supply_slope([one.curve for one in countries], price)
    allowances = tuple(
        emitted + (price - one.damage) * slope
        for one, emitted in zip(countries, emissions, strict=True)
    )
    return Caps((price,) * len(countries), allowances, emissions, _hot(countries, allowances))


def best_response(countries: Sequence[Country]) -> Caps | None:
    """Return caps from which no country gains by moving its own; None where they do not settle.

    Each in turn takes its best allowances, from none up to twice all baselines, at those of the
    others; the answer of `with_trade` is not used.
    """
    allowances = [one.baseline for one in countries]
    world = sum(allowances)
    for _ in range(ROUNDS):
        before = list(allowances)
        for at in range(len(countries)):
            allowances[at] = peak(partial(_payoff, countries, allowances, at), 0.0, 2 * world)
        moved = max(abs(one - other) for one, other in zip(allowances, before, strict=True))
        if moved <= SETTLED * world:
            return _traded(countries, allowances)
    return None


def _traded(countries: Sequence[Country], allowances: Sequence[float]) -> Caps:
    price = _price(countries, sum(allowances))
    emissions = tuple(one.baseline - abated(one.curve, price) for one in countries)
    return Caps(
        (price,) * len(countries), tuple(allowances), emissions, _hot(countries, allowances)
    )


def _payoff(
    countries: Sequence[Country], allowances: Sequence[float], at: int, issued: float
) -> float:
    """Return what a country has when it issues so much: sales less abatement cost and damage."""
    world = sum(allowances) - allowances[at] + issued
    price, own = _price(countries, world), countries[at]
    quantity = abated(own.curve, price)
    sold = issued - (own.baseline - quantity)
    emitted = min(world, sum(one.baseline for one in countries))
    return price * sold - cost(own.curve, quantity) - own.damage * emitted


def _price(countries: Sequence[Country], world: float) -> float:
    need = sum(one.baseline for one in countries) - world
    price = cleared([one.curve for one in countries], need)
    return float("inf") if price is None else price


def _hot(countries: Sequence[Country], allowances: Sequence[float]) -> tuple[float, ...]:
    return tuple(
        max(issued - one.baseline, 0.0) for one, issued in zip(countries, allowances, strict=True)
    )
