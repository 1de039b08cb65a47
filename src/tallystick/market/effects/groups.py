"""Who gains inside a market: firms short of units, firms with units to spare, the treasury."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tallystick.market.effects.world import slack
from tallystick.market.network import Group
from tallystick.market.results import MarketResult, Solution


class Side(StrEnum):
    """On which side a group stands, by its emissions and its units at the linked price."""

    SHORT = "short"
    LONG = "long"
    TREASURY = "treasury"
    RENT = "rent"


@dataclass(frozen=True, slots=True)
class GroupGain:
    """What the links save one group of a market, in money of the first year."""

    market: str
    group: str
    side: Side
    gain: float


REST, TREASURY, RENT = "rest", "treasury", "rent"


def group_gains(found: Solution) -> list[GroupGain]:
    """Return the gains inside every market of which groups or auctions are known.

    They add up to the gain of the market. Nothing is told over several years, where banks shift
    gains between them.
    """
    if found.network.periods is not None:
        return []
    return [
        gain
        for one in found.markets
        if (one.market.inside.groups or one.market.inside.auctioned is not None)
        and one.market.baselines is not None
        for gain in _inside(found, one)
    ]


@dataclass(frozen=True, slots=True)
class Auction:
    """What a treasury takes for units in the first year, without and with the links."""

    market: str
    before: float | None
    after: float


def auctions(found: Solution) -> list[Auction]:
    """Return the auction revenue of every market of which the units auctioned are known."""
    told = []
    for one in found.markets if found.network.periods is None else ():
        if (sold := one.market.inside.auctioned) is not None:
            alone = _alone(one)
            before = None if alone is None else alone.revenue(sold)
            told.append(Auction(one.market.id, before, _linked(one).revenue(sold)))
    return told


def _inside(found: Solution, one: MarketResult) -> Iterator[GroupGain]:
    before, after = _alone(one), _linked(one)
    if before is None:
        return
    for group in _all_groups(one):
        short = group.baseline - group.share * one.abatement[0] - group.allocation
        side = Side.SHORT if short > 0 else Side.LONG
        gain = before.cost_of(group) - after.cost_of(group)
        yield GroupGain(one.market.id, group.id, side, gain)
    auctioned = one.market.inside.auctioned or 0.0
    treasury = after.revenue(auctioned) - before.revenue(auctioned)
    yield GroupGain(one.market.id, TREASURY, Side.TREASURY, treasury)
    rent = sum(flow.rent[0] for flow in found.flows if flow.link.target == one.market.id)
    yield GroupGain(one.market.id, RENT, Side.RENT, rent)


@dataclass(frozen=True, slots=True)
class _State:
    """A market before or after linking; `idle` are the units that cover nothing."""

    price: float
    abatement: float
    cost: float
    idle: float

    def cost_of(self, group: Group) -> float:
        """Return abatement cost and purchases of a group."""
        bought = group.baseline - group.share * self.abatement - group.allocation
        return group.share * self.cost + self.price * bought

    def revenue(self, auctioned: float) -> float:
        """Return what the treasury takes for units it auctions, withholds or releases."""
        return self.price * (auctioned - self.idle)


def _linked(one: MarketResult) -> _State:
    return _State(one.price[0], one.abatement[0], one.abatement_cost[0], slack(one))


def _alone(one: MarketResult) -> _State | None:
    price, cost, abated = one.autarky_price, one.autarky_cost, one.autarky_abatement
    if price is None or cost is None or abated is None:
        return None
    return _State(price[0], abated[0], cost[0], abated[0] - one.market.needs[0])


def _all_groups(one: MarketResult) -> Iterator[Group]:
    """Yield the groups and whatever the market has beside them."""
    inside, baselines = one.market.inside, one.market.baselines or (0.0,)
    yield from inside.groups
    cap = baselines[0] - one.market.needs[0]
    rest = Group(
        REST,
        baselines[0] - sum(group.baseline for group in inside.groups),
        cap - (inside.auctioned or 0.0) - sum(group.allocation for group in inside.groups),
        1 - sum(group.share for group in inside.groups),
    )
    if any(abs(value) > NOTHING * baselines[0] for value in (rest.baseline, rest.allocation)):
        yield rest


NOTHING = 1e-9
