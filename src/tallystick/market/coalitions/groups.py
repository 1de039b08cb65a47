"""Groups of markets: each subset as bits, and the network that is left when only it is linked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.market.network import Limit, Network

JOIN = "+"


def members(group: int) -> list[int]:
    """Return the places of the members of a group, whose bits are set in the number."""
    return [at for at in range(group.bit_length()) if group >> at & 1]


def groups(n_markets: int) -> list[int]:
    """Return every group that is not empty, small ones first, then in the order of the file."""
    return sorted(range(1, 1 << n_markets), key=lambda group: (group.bit_count(), members(group)))


def named(group: int, ids: Sequence[str]) -> str:
    """Return the ids of a group in the order of the file."""
    return JOIN.join(ids[at] for at in members(group))


def within(network: Network, group: int) -> Network:
    """Return the network of a group: its links and limits stay, all others are closed."""
    markets = tuple(network.markets[at] for at in members(group))
    inside = {market.id for market in markets}
    return replace(
        network,
        markets=markets,
        links=tuple(link for link in network.links if {link.source, link.target} <= inside),
        limits=tuple(_kept(network.limits, inside)),
    )


def _kept(limits: Sequence[Limit], inside: set[str]) -> Iterator[Limit]:
    for limit in limits:
        markets = tuple(market for market in limit.markets if market in inside)
        sources = limit.sources
        if sources is not None:
            sources = tuple(market for market in sources if market in inside)
        if markets:
            yield replace(limit, markets=markets, sources=sources)
