"""Closed forms for fully linked markets with linear demand whose autarky prices are uncertain.

A market is its slope (t of demand per unit of price) and its price alone, with mean and standard
deviation where it is drawn (Doda, Quemin and Taschini). Solved networks are checked against these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class LinearMarket:
    """Slope in t per unit of price, and mean and standard deviation of the price alone."""

    slope: float
    price: float
    deviation: float = 0.0


@dataclass(frozen=True, slots=True)
class ExpectedGain:
    """What a link is expected to gain: from unlike mean prices, and from unlike shocks."""

    effort: float
    risk: float

    @property
    def total(self) -> float:
        """The gain from both, in money."""
        return self.effort + self.risk


def pair_gain(one: LinearMarket, other: LinearMarket, correlation: float = 0.0) -> ExpectedGain:
    """Return the expected gain of two markets; each has it in proportion to the other's slope."""
    joint = one.slope * other.slope / (2 * (one.slope + other.slope))
    apart = one.deviation**2 + other.deviation**2
    apart -= 2 * correlation * one.deviation * other.deviation
    return ExpectedGain(joint * (one.price - other.price) ** 2, joint * apart)


def group_gain(
    markets: Sequence[LinearMarket], correlations: Sequence[Sequence[float]] | None = None
) -> ExpectedGain:
    """Return the expected gain of a group: its pairs', weighted by their size within it."""
    total = sum(one.slope for one in markets)
    effort = risk = 0.0
    for (i, one), (j, other) in combinations(enumerate(markets), 2):
        gain = pair_gain(one, other, correlations[i][j] if correlations else 0.0)
        weight = (one.slope + other.slope) / total
        effort, risk = effort + weight * gain.effort, risk + weight * gain.risk
    return ExpectedGain(effort, risk)


def group_price(markets: Sequence[LinearMarket]) -> float:
    """Return the mean price of a group: that of its markets, weighted by slope."""
    return sum(one.slope * one.price for one in markets) / sum(one.slope for one in markets)


def group_variance(
    markets: Sequence[LinearMarket], correlations: Sequence[Sequence[float]]
) -> float:
    """Return the variance of the price of a group; the correlations include those with itself."""
    covariance = sum(
        one.slope * other.slope * correlations[i][j] * one.deviation * other.deviation
        for i, one in enumerate(markets)
        for j, other in enumerate(markets)
    )
    return covariance / sum(one.slope for one in markets) ** 2


def pass_through(markets: Sequence[LinearMarket]) -> list[float]:
    """Return by how much the price of a group moves with the price alone of each member."""
    total = sum(one.slope for one in markets)
    return [one.slope / total for one in markets]


def merger_gain(first: Sequence[LinearMarket], second: Sequence[LinearMarket]) -> float:
    """Return what two groups gain by becoming one, at their mean prices; never below zero."""
    one, other = (
        LinearMarket(sum(market.slope for market in group), group_price(group))
        for group in (first, second)
    )
    return pair_gain(one, other).effort
