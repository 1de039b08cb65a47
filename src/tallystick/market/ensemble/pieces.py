"""The marginal cost of a column and its derivative, compiled."""

import numpy as np

from tallystick.market.ensemble.compiled import compiled


@compiled
def marginal(
    x: float, base: float, slope: float, factor: float, power: float, exponential: bool
) -> float:
    """Return the marginal cost after x units."""
    cost = base + slope * x
    if factor > 0.0:
        if exponential:
            cost += factor * np.expm1(power * x)
        else:
            cost += factor * max(x, 0.0) ** power
    return cost


@compiled
def curvature(x: float, slope: float, factor: float, power: float, exponential: bool) -> float:
    """Return the derivative of the marginal cost at x units."""
    if exponential:
        return float(slope + factor * power * np.exp(power * x))
    return float(slope + factor * power * max(x, 0.0) ** (power - 1.0))


@compiled
def quantity_at(
    price: float, base: float, slope: float, factor: float, power: float, exponential: bool
) -> float:
    """Return the quantity at which a rising column costs a price; 0 where it costs more."""
    left = price - base
    if factor == 0.0:
        return left / slope
    if exponential:
        return float(np.log1p(max(left, 0.0) / factor) / power)
    if slope == 0.0:
        return float((max(left, 0.0) / factor) ** (1.0 / power))
    return float((np.sqrt(max(slope * slope + 4.0 * factor * left, 0.0)) - slope) / (2.0 * factor))


@compiled
def area(
    x: float, base: float, slope: float, factor: float, power: float, exponential: bool
) -> float:
    """Return the cost of x units: the integral of the marginal cost from 0."""
    cost = base * x + slope * x * x / 2.0
    if factor > 0.0:
        if exponential:
            cost += factor * (np.expm1(power * x) / power - x)
        else:
            cost += factor * x ** (power + 1.0) / (power + 1.0)
    return cost
