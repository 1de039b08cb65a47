"""What links do to the atmosphere: units made or unmade by rates, and hot air that is sold."""

from dataclasses import dataclass
from enum import StrEnum

from tallystick.market.network import Link
from tallystick.market.results import MarketResult, Solution

SAME = 1e-9
"""Ratios and rates closer than this are equal."""


class Range(StrEnum):
    """Where a rate lies, in the terms of Schneider, Lazarus, Lee and van Asselt."""

    NEUTRAL = "neutral"
    EFFECTIVE = "effective"
    REVERSED = "reversed"
    OVERSTATED = "overstated"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class World:
    """Tonnes of a year in all markets; autarky is None where a market cannot stand alone.

    `rate_effect` is what rates unmake (above 0) or make, `hot_air` the surplus of all caps above
    what is emitted anyway, `hot_air_used` how much of it covers emissions, `leakage` the share of
    abatement that comes up as emissions where there is no cap.
    """

    abatement: float
    autarky_abatement: float | None
    rate_effect: float
    hot_air: float
    hot_air_used: float
    leakage: float = 0.0

    @property
    def leaked(self) -> float:
        """What abatement lets come up elsewhere."""
        return self.leakage * self.abatement

    @property
    def emissions_change(self) -> float | None:
        """What the links add to world emissions, leakage counted with and without them."""
        alone = self.autarky_abatement
        return None if alone is None else (alone - self.abatement) * (1 - self.leakage)


def world(found: Solution, year: int = 0, leakage: float = 0.0) -> World:
    """Return what an equilibrium means for the atmosphere."""
    alone = [one.autarky_abatement for one in found.markets]
    known = [one[year] for one in alone if one is not None]
    surplus = {one.market.id: max(0.0, -one.market.needs[year]) for one in found.markets}
    idle = sum(
        min(surplus[one.market.id], max(0.0, slack(one, year)))
        for one in found.markets
        if surplus[one.market.id]
    )
    return World(
        abatement=sum(one.abatement[year] for one in found.markets),
        autarky_abatement=sum(known) if len(known) == len(alone) else None,
        rate_effect=sum(flow.sent[year] - flow.received[year] for flow in found.flows),
        hot_air=sum(surplus.values()),
        hot_air_used=sum(surplus.values()) - idle,
        leakage=leakage,
    )


def slack(one: MarketResult, year: int = 0) -> float:
    """Return the units of a market that cover nothing: withheld less released, or left over."""
    return one.abatement[year] + one.net_import[year] - one.market.needs[year]


def rate_range(link: Link, found: Solution, year: int = 0) -> Range | None:
    """Return the range of a rate by the prices without links; None where these are unknown."""
    if abs(link.rate - 1) <= SAME:
        return Range.NEUTRAL
    alone = {one.market.id: one.autarky_price for one in found.markets}
    source, target = alone[link.source], alone[link.target]
    if source is None or target is None:
        return None
    if link.rate * target[year] > source[year]:
        return Range.EFFECTIVE if link.rate < 1 else Range.OVERSTATED
    back = any(
        (other.source, other.target) == (link.target, link.source)
        and abs(other.rate * link.rate - 1) <= SAME
        for other in found.network.links
    )
    would_sell = source[year] < target[year]
    return Range.REVERSED if back and would_sell else Range.IDLE
