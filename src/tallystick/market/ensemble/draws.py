"""What is uncertain: which number of a network is drawn, from what, and what moves with what.

Every draw rests on a standard normal number; correlations are those of these numbers (a Gaussian
copula), which for normal draws are the correlations of the values themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from math import inf, log, log1p, sqrt

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.network import Origin


class Distribution(StrEnum):
    """The shapes a draw may have."""

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"


class How(StrEnum):
    """What a drawn number does: stand in place of the file's, be added to it, or multiply it."""

    VALUE = "value"
    SHIFT = "shift"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution: normal (mean, sd), lognormal (mean and sd of the logarithm), uniform (low,
    high) or triangular (low, mode, high).
    """

    kind: Distribution
    numbers: tuple[float, ...]

    def values(self, normal: Floats) -> Floats:
        """Return the values that belong to standard normal numbers."""
        if self.kind is Distribution.NORMAL:
            mean, sd = self.numbers
            return mean + sd * normal
        if self.kind is Distribution.LOGNORMAL:
            mean, sd = self.numbers
            return np.exp(mean + sd * normal)
        share: Floats = import_module("scipy.special").ndtr(normal)
        if self.kind is Distribution.UNIFORM:
            low, high = self.numbers
            return low + (high - low) * share
        return _triangular(share, *self.numbers)


def _triangular(share: Floats, low: float, mode: float, high: float) -> Floats:
    width = high - low
    if width == 0:
        return np.full_like(share, low)
    rising = low + np.sqrt(share * width * (mode - low))
    falling = high - np.sqrt((1 - share) * width * (high - mode))
    return np.where(share * width < mode - low, rising, falling)


def lognormal(mean: float, sd: float) -> Spread:
    """Return the lognormal distribution whose values have this mean and standard deviation."""
    variance = log1p((sd / mean) ** 2)
    return Spread(Distribution.LOGNORMAL, (log(mean) - variance / 2, sqrt(variance)))


def lognormal_around(median: float, sigma: float) -> Spread:
    """Return the lognormal distribution with this median and deviation of the logarithm."""
    return Spread(Distribution.LOGNORMAL, (log(median), sigma))


@dataclass(frozen=True, slots=True)
class Draw:
    """One uncertain number: a parameter of a market, of a link (source, target) or of a limit.

    `limit` counts the limits of the network from 1. Without `years` the same drawn number holds in
    every year. Values beyond `least` and `greatest` are held there.
    """

    parameter: str
    spread: Spread
    market: str | None = None
    link: tuple[str, str] | None = None
    limit: int | None = None
    years: tuple[int, ...] | None = None
    how: How = How.VALUE
    least: float = -inf
    greatest: float = inf
    id: str = ""
    origin: Origin = field(default_factory=dict)

    @property
    def target(self) -> object:
        """Return what the parameter belongs to."""
        return self.market or self.link or self.limit

    @property
    def name(self) -> str:
        """Return what the draw is called in results."""
        whose = "→".join(self.link) if self.link else self.market or f"limit {self.limit}"
        years = "" if self.years is None else f" {self.years[0]}-{self.years[-1]}"
        return self.id or f"{whose} {self.parameter}{years}"

    def values(self, normal: Floats) -> Floats:
        """Return the values for standard normal numbers, held within their bounds."""
        return np.clip(self.spread.values(normal), self.least, self.greatest)

    def applied(self, drawn: Floats, given: Floats) -> Floats:
        """Return the parameter by draw and year, from drawn numbers and the values given."""
        column = drawn[:, None]
        if self.how is How.VALUE:
            return np.broadcast_to(column, (len(drawn), len(given)))
        return column + given if self.how is How.SHIFT else column * given


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The draws of an ensemble and the correlations between them, none where there is no matrix."""

    draws: tuple[Draw, ...]
    correlation: tuple[tuple[float, ...], ...] | None = None
    origin: Origin = field(default_factory=dict)

    def root(self) -> Floats | None:
        """Return a matrix whose product with its transpose is the correlation."""
        if self.correlation is None:
            return None
        values, vectors = np.linalg.eigh(np.array(self.correlation))
        rooted: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
        return rooted

    def groups(self) -> list[list[int]]:
        """Return the draws in groups that are independent of each other."""
        group = list(range(len(self.draws)))
        for i, line in enumerate(self.correlation or ()):
            for j in range(i):
                if line[j] and group[i] != group[j]:
                    joined, other = sorted((group[i], group[j]))
                    group = [joined if one == other else one for one in group]
        members: Mapping[int, list[int]] = {one: [] for one in group}
        for place, one in enumerate(group):
            members[one].append(place)
        return list(members.values())
