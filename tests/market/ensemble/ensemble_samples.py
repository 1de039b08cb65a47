"""Networks with draws of every kind, and what one draw of them is as a network."""

from dataclasses import replace

import numpy as np

from tallystick.market import (
    Collar,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    exponential,
    linear,
    power,
    quadratic,
)
from tallystick.market.ensemble.draws import Distribution, Draw, How, Spread, Uncertainty

NORMAL = Distribution.NORMAL


def three() -> Network:
    """Three markets, six links, every kind of restriction."""
    markets = (
        Market("a", (40.0,), linear(0, 2), (120.0,), released=(Collar((150.0,)),)),
        Market("b", (20.0,), linear(2, 1, 60), (90.0,), withheld=(Collar((8.0,), 30.0),)),
        Market("c", (25.0,), linear(5, 0.7), (80.0,), released=(Collar((120.0,)),)),
    )
    links = (
        Link("b", "a", 0.9, limit=12.0),
        Link("a", "b"),
        Link("c", "a", fee=2.0),
        Link("a", "c", 0.8),
        Link("b", "c"),
        Link("c", "b"),
    )
    limits = (
        Limit(LimitKind.NET_IMPORT, ("a",), (15.0,)),
        Limit(LimitKind.ENTITY_SHARE, ("b",), share=0.1),
        Limit(LimitKind.GROSS_EXPORT, ("c",), (14.0,)),
    )
    return Network(markets, links, limits)


def curved() -> Network:
    """Markets whose curves are of the three curved kinds."""
    markets = (
        Market("q", (20.0,), quadratic(0.05, 0.5)),
        Market("p", (30.0,), power(200, 1.8, 100), released=(Collar((400.0,)),)),
        Market("e", (25.0,), exponential(10, 0.03)),
    )
    links = (Link("q", "p", 0.95), Link("p", "q", 0.95), Link("e", "p", limit=9), Link("p", "e"))
    return Network(markets, links)


def moved(network: Network, *draws: Draw) -> Uncertainty:
    """Draws of the needs of every market, and those given."""
    needs = (normal("need", 6.0, market=one.id) for one in network.markets)
    return Uncertainty((*needs, *draws))


def normal(parameter: str, sd: float, mean: float = 0.0, **rest: object) -> Draw:
    """A normal draw around what the network says."""
    return Draw(parameter, Spread(NORMAL, (mean, sd)), how=How.SHIFT, **rest)  # type: ignore[arg-type]  # any field


def with_needs(network: Network, shifts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Network:
    """The network with its needs shifted, a number per market."""
    markets = tuple(
        replace(market, needs=tuple(need + float(shift) for need in market.needs))
        for market, shift in zip(network.markets, shifts, strict=True)
    )
    return replace(network, markets=markets)
