"""How far the gain moves when one figure of a network moves and all others stay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from tallystick.market.network import Link, Market, Network
from tallystick.market.solving import NoSolution, solve


@dataclass(frozen=True, slots=True)
class Swing:
    """The gain of all with one figure lowered and raised, in money of the first year."""

    figure: str
    lowered: float
    raised: float

    @property
    def width(self) -> float:
        """How far the figure moves the gain."""
        return abs(self.raised - self.lowered)


def swings(network: Network, share: float = 0.1) -> list[Swing]:
    """Return the swings of every need, rate, fee and limit moved by a share, widest first.

    A figure whose move leaves no solution has no swing.
    """
    found = []
    for figure, lowered, raised in _moved(network, share):
        low, high = _gain(lowered), _gain(raised)
        if low is not None and high is not None:
            found.append(Swing(figure, low, high))
    return sorted(found, key=lambda one: -one.width)


def _moved(network: Network, share: float) -> Iterator[tuple[str, Network, Network]]:
    factors = (1 - share, 1 + share)
    for at, market in enumerate(network.markets):
        low, high = (_with_market(network, at, _needing(market, by)) for by in factors)
        yield f"need {market.id}", low, high
    for at, link in enumerate(network.links):
        name = f"{link.source} → {link.target}"
        for field in ("rate", "fee", "limit"):
            value = getattr(link, field)
            if value in {0.0, inf} or (field, value) == ("rate", 1.0):
                continue
            low, high = (_with_link(network, at, _moved_link(link, field, by)) for by in factors)
            yield f"{field} {name}", low, high
    for at, limit in enumerate(network.limits):
        low, high = (
            replace(
                network,
                limits=(
                    *network.limits[:at],
                    replace(
                        limit,
                        maxima=tuple(one * by for one in limit.maxima),
                        share=limit.share * by,
                    ),
                    *network.limits[at + 1 :],
                ),
            )
            for by in factors
        )
        yield f"{limit.kind.value} {'+'.join(limit.markets)}", low, high


def _needing(market: Market, by: float) -> Market:
    return replace(market, needs=tuple(need * by for need in market.needs))


def _moved_link(link: Link, field: str, by: float) -> Link:
    fields = {"rate": link.rate, "fee": link.fee, "limit": link.limit}
    fields[field] *= by
    return Link(link.source, link.target, **fields, origin=link.origin)


def _with_market(network: Network, at: int, market: Market) -> Network:
    return replace(network, markets=(*network.markets[:at], market, *network.markets[at + 1 :]))


def _with_link(network: Network, at: int, link: Link) -> Network:
    return replace(network, links=(*network.links[:at], link, *network.links[at + 1 :]))


def _gain(network: Network) -> float | None:
    try:
        gain = solve(network).gain
    except NoSolution:
        return None
    return None if gain is None else gain[0]
