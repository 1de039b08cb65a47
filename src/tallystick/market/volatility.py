"""How price swings spread over a link, and how far a partner's units hedge against them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt
from typing import Any

from tallystick.market.network import Link, Network
from tallystick.market.solving import NoSolution, solve
from tallystick.market.wording import number


@dataclass(frozen=True, slots=True)
class Spread:
    """One market beside another: its price swings alone and linked, and the partner as a hedge.

    Swings are standard deviations of the price when needs of both swing on their own. `passed` is
    the part of the linked swing's variance that comes from the partner; `hedge` is how many of the
    partner's units, bought per own unit, leave the least variance, and `removed` the share of the
    variance they take away. None where a price does not move.
    """

    market: str
    partner: str
    alone: float
    linked: float
    passed: float | None
    hedge: float | None
    removed: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the spread as `market volatility` prints it."""
        figures = ("alone", "linked", "passed", "hedge", "removed")
        told = {name: getattr(self, name) for name in figures}
        return {"market": self.market, "partner": self.partner} | {
            name: None if one is None else number(one) for name, one in told.items()
        }


def candidates(network: Network, share: float) -> Iterator[Spread]:
    """Yield both spreads of every pair of markets, linked alone and both ways at a rate of 1.

    Every need swings by a share of itself, in the first year; pairs without a solution are left
    out.
    """
    for left, right in combinations(network.markets, 2):
        links = (Link(left.id, right.id), Link(right.id, left.id))
        pair = Network((left, right))
        try:
            apart, joined = _moves(pair, share), _moves(replace(pair, links=links), share)
        except NoSolution:
            continue
        for own, other in ((0, 1), (1, 0)):
            names = (pair.markets[own].id, pair.markets[other].id)
            yield _spread(names, apart[own], joined[own], joined[other], other)


def _moves(network: Network, share: float) -> list[list[float]]:
    """Return by market how its price moves with a swing of the need of each market."""
    columns = []
    for at, market in enumerate(network.markets):
        prices = []
        for by in (1 - share, 1 + share):
            needs = tuple(need * by for need in market.needs)
            moved = (
                *network.markets[:at],
                replace(market, needs=needs),
                *network.markets[at + 1 :],
            )
            prices.append([one.price[0] for one in solve(replace(network, markets=moved)).markets])
        columns.append([(high - low) / 2 for low, high in zip(*prices, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


def _spread(
    names: tuple[str, str], alone: list[float], own: list[float], other: list[float], source: int
) -> Spread:
    variance, theirs = sum(one * one for one in own), sum(one * one for one in other)
    together = sum(left * right for left, right in zip(own, other, strict=True))
    moves = variance > 0 and theirs > 0
    return Spread(
        market=names[0],
        partner=names[1],
        alone=sqrt(sum(one * one for one in alone)),
        linked=sqrt(variance),
        passed=own[source] ** 2 / variance if variance > 0 else None,
        hedge=together / theirs if moves else None,
        removed=together**2 / (theirs * variance) if moves else None,
    )
