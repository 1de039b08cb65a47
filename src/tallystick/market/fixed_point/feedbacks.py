"""What depends on the prices and flows that it helps to bring about, and so fits no convex program.

Each kind can freeze its coefficients into a network and read from a solution what they should have
been, in one value per year. The year of a link's fee and rate is one, so that the kinds that move
these stand in networks of a single year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from tallystick.market.network import Limit, LimitKind, Link, Market, Network, Origin
from tallystick.market.results import MarketResult, Solution, Years


@dataclass(frozen=True, slots=True)
class AdValorem:
    """A fee that is a share of the price in the source market, due on every unit sent.

    `place` is that of its link in the network; without it, all links of these ends are meant.
    """

    source: str
    target: str
    share: float
    origin: Origin = field(default_factory=dict)
    place: int | None = None

    @property
    def pace(self) -> float:
        """The part of a gap to close at once: a fee lowers the price that it is a share of."""
        return 1 / (1 + self.share)

    def start(self, network: Network) -> Years:
        """Return no fee."""
        return (0.0,) * network.n_years

    def frozen(self, network: Network, values: Years) -> Network:
        """Return the network with the fee in money per unit."""
        if self.place is None:
            return _relinked(network, self.source, self.target, fee=values[0])
        links = list(network.links)
        links[self.place] = replace(links[self.place], fee=links[self.place].fee + values[0])
        return replace(network, links=tuple(links))

    def observed(self, found: Solution) -> Years:
        """Return the fee that the price calls for."""
        return tuple(self.share * price for price in _of(found, self.source).price)

    def unit(self, found: Solution) -> float:
        """Return the largest price."""
        return _largest_price(found)


@dataclass(frozen=True, slots=True)
class PriceRate:
    """An exchange rate read off the price of a market: linear between points, level beyond them."""

    source: str
    target: str
    market: str
    points: tuple[tuple[float, float], ...]
    origin: Origin = field(default_factory=dict)

    @property
    def pace(self) -> float:
        """The part of a gap to close at once: all of it."""
        return 1.0

    def start(self, network: Network) -> Years:
        """Return the lowest rate, at which no units multiply unless they do at every other."""
        return (min(rate for _, rate in self.points),) * network.n_years

    def frozen(self, network: Network, values: Years) -> Network:
        """Return the network with the rate."""
        return _relinked(network, self.source, self.target, rate=values[0])

    def observed(self, found: Solution) -> Years:
        """Return the rate that the price calls for."""
        prices, rates = zip(*self.points, strict=True)
        return tuple(float(np.interp(p, prices, rates)) for p in _of(found, self.market).price)

    def unit(self, found: Solution) -> float:
        """Return one: rates are compared as they are."""
        return 1.0


@dataclass(frozen=True, slots=True)
class OutputBased:
    """Allowances handed out by output: each tonne abated costs the market a share of one.

    No firm by itself sees that, so that marginal cost stays at the price while the need grows.
    """

    market: str
    share: float
    origin: Origin = field(default_factory=dict)

    @property
    def pace(self) -> float:
        """The part of a gap to close at once: all of it."""
        return 1.0

    def start(self, network: Network) -> Years:
        """Return no allowances lost."""
        return (0.0,) * network.n_years

    def frozen(self, network: Network, values: Years) -> Network:
        """Return the network with the need raised by the tonnes lost."""
        return replace(
            network,
            markets=tuple(
                replace(one, needs=_added(one.needs, values)) if one.id == self.market else one
                for one in network.markets
            ),
        )

    def observed(self, found: Solution) -> Years:
        """Return the tonnes that abatement takes from the allocation."""
        return tuple(self.share * abated for abated in _of(found, self.market).abatement)

    def unit(self, found: Solution) -> float:
        """Return the largest need."""
        return _largest_need(found)


@dataclass(frozen=True, slots=True)
class RealisedShare:
    """A limit on imports at a share of the emissions a market turns out to have.

    Unlike the entity share of a network no firm takes it into account when it abates.
    """

    market: str
    share: float
    sources: tuple[str, ...] | None = None
    origin: Origin = field(default_factory=dict)

    @property
    def pace(self) -> float:
        """The part of a gap to close at once: all of it."""
        return 1.0

    def start(self, network: Network) -> Years:
        """Return the share of the baseline."""
        return tuple(self.share * baseline for baseline in _baselines(network, self.market))

    def frozen(self, network: Network, values: Years) -> Network:
        """Return the network with a limit in tonnes."""
        most = tuple(max(value, 0.0) for value in values)
        limit = Limit(
            LimitKind.GROSS_IMPORT, (self.market,), most, self.sources, origin=self.origin
        )
        return replace(network, limits=(*network.limits, limit))

    def observed(self, found: Solution) -> Years:
        """Return the share of the emissions that came about."""
        abated = _of(found, self.market).abatement
        baselines = _baselines(found.network, self.market)
        return tuple(
            self.share * (baseline - one) for baseline, one in zip(baselines, abated, strict=True)
        )

    def unit(self, found: Solution) -> float:
        """Return the largest need."""
        return _largest_need(found)


Feedback: TypeAlias = AdValorem | PriceRate | OutputBased | RealisedShare
KINDS: Mapping[type[Feedback], str] = {
    AdValorem: "ad_valorem",
    PriceRate: "price_rate",
    OutputBased: "output_based",
    RealisedShare: "realised_share",
}


def _relinked(network: Network, source: str, target: str, **changed: float) -> Network:
    """Return the network with the fee (on top of its own) or the rate of a link changed."""

    def relinked(link: Link) -> Link:
        if (link.source, link.target) != (source, target):
            return link
        fee = link.fee + changed.get("fee", 0.0)
        return replace(link, fee=fee, rate=changed.get("rate", link.rate))

    return replace(network, links=tuple(relinked(link) for link in network.links))


def _of(found: Solution, market: str) -> MarketResult:
    return next(one for one in found.markets if one.market.id == market)


def _baselines(network: Network, identifier: str) -> Years:
    """Return the baselines of a market, whose rules have seen that it has some."""
    one: Market = next(one for one in network.markets if one.id == identifier)
    return one.baselines or (0.0,) * network.n_years


def _added(needs: Years, values: Years) -> Years:
    return tuple(need + value for need, value in zip(needs, values, strict=True))


def _largest_price(found: Solution) -> float:
    return max(abs(price) for one in found.markets for price in one.price) or 1.0


def _largest_need(found: Solution) -> float:
    return max(abs(need) for one in found.markets for need in one.market.needs) or 1.0
