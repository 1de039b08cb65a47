"""Marginal abatement cost curves, each as a merit order of pieces with a closed-form price.

The marginal cost of a piece after x of its tonnes is `base + slope x + factor x ** power`, or
`base + factor (exp(power x) - 1)` where it is exponential: six kinds of curve, one form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import expm1, inf
from sys import float_info

from tallystick.core.findings import Text

HUGE, TINY = 1e30, 1e-30
"""No number of a network is larger, nor nearer to 0 without being 0: products stay finite."""


class NoCurve(ValueError):  # noqa: N818 (what the numbers make)
    """Numbers that make no increasing curve; `expected` says in words what would."""

    def __init__(self, expected: Text) -> None:
        super().__init__(expected.en)
        self.expected = expected


RISING = Text("a curve whose price never falls", "价格不下降的曲线")
FROM_ZERO = Text("points that start at quantity 0", "从数量0开始的点")
FORWARD = Text("points whose quantities never fall", "数量不减少的点")
POSITIVE = Text("a curve with widths and scales above 0", "宽度和尺度大于0的曲线")
SIZED = Text(
    "a curve of numbers that are 0 or from 1e-30 to 1e30 in size",
    "由0或绝对值在1e-30至1e30之间的数值构成的曲线",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a curve: from `lower` to `upper` tonnes at the price of the module's formula."""

    base: float
    upper: float = inf
    slope: float = 0.0
    factor: float = 0.0
    power: float = 1.0
    exponential: bool = False
    lower: float = 0.0

    def price(self, quantity: float) -> float:
        """Return the marginal cost after so many tonnes of the piece."""
        if self.exponential:
            return self.base + self.factor * expm1(self.power * quantity)
        grown = self.factor * quantity**self.power if self.factor else 0.0
        return self.base + self.slope * quantity + grown

    def cost(self, quantity: float) -> float:
        """Return the cost of so many tonnes: the integral of the price from 0."""
        if self.exponential:
            grown = expm1(self.power * quantity) / self.power - quantity
            return self.base * quantity + self.factor * grown
        powers = self.power + 1
        grown = self.factor * quantity**powers / powers if self.factor else 0.0
        return self.base * quantity + self.slope * quantity**2 / 2 + grown


Curve = tuple[Piece, ...]
NO_ABATEMENT: Curve = ()


def is_sized(*values: float) -> bool:
    """Return whether every number is 0 or neither too large nor too near to 0; NaN is not."""
    return all(value == 0 or TINY <= abs(value) <= HUGE for value in values)


def linear(intercept: float, slope: float, maximum: float = inf) -> Curve:
    """Return price = intercept + slope q, up to `maximum` tonnes."""
    _demand(is_sized(intercept, slope), SIZED)
    _demand(slope >= 0, RISING)
    _demand(maximum >= 0, POSITIVE)
    _demand(maximum == inf or is_sized(maximum), SIZED)
    return (Piece(intercept, maximum, slope),)


def quadratic(a: float, b: float) -> Curve:
    """Return price = a q^2 + b q on the branch where it rises and is not negative."""
    _demand(is_sized(a, b), SIZED)
    _demand(a > 0 or (a == 0 and b >= 0), RISING)
    return (Piece(0.0, slope=b, factor=a, power=2.0, lower=-b / a if b < 0 else 0.0),)


def power(price: float, exponent: float, baseline: float) -> Curve:
    """Return price (q / baseline) ^ exponent, up to the baseline."""
    _demand(is_sized(price, exponent, baseline), SIZED)
    _demand(price >= 0 and exponent >= 0, RISING)
    _demand(baseline > 0, POSITIVE)
    if exponent == 0:
        return (Piece(price, baseline),)
    try:
        factor = price / baseline**exponent
    except (OverflowError, ZeroDivisionError):
        factor = inf
    _demand(factor == price == 0 or float_info.min <= factor < inf, SIZED)
    return (Piece(0.0, baseline, factor=factor, power=exponent),)


def exponential(scale: float, rate: float) -> Curve:
    """Return price = scale (exp(rate q) - 1)."""
    _demand(is_sized(scale, rate), SIZED)
    _demand(scale > 0 and rate > 0, POSITIVE)
    return (Piece(0.0, factor=scale, power=rate, exponential=True),)


def steps(widths_and_prices: Sequence[tuple[float, float]]) -> Curve:
    """Return the merit order of steps, each so many tonnes wide at one price."""
    for width, price in widths_and_prices:
        _demand(is_sized(price, width), SIZED)
        _demand(width >= 0, POSITIVE)
    return tuple(Piece(price, width) for width, price in widths_and_prices if width > 0)


def piecewise(points: Sequence[tuple[float, float]]) -> Curve:
    """Return a curve that is linear between points (q, price), the first at q = 0."""
    for quantity, price in points:
        _demand(is_sized(quantity, price), SIZED)
    _demand(bool(points) and points[0][0] == 0, FROM_ZERO)
    pieces = []
    for (start, low), (end, high) in pairwise(points):
        _demand(end >= start, FORWARD)
        _demand(high >= low, RISING)
        if end > start:
            pieces.append(Piece(low, end - start, (high - low) / (end - start)))
    return tuple(pieces)


def _demand(holds: bool, expected: Text) -> None:
    if not holds:
        raise NoCurve(expected)
