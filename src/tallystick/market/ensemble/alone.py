"""A market alone: the lowest price at which its own supply meets its need, found exactly."""

import numpy as np

from tallystick.market.compile import Floats, Integers
from tallystick.market.ensemble.batch import Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.pieces import area, marginal, quantity_at

HALVINGS = 200
CLOSE = 1e-14
PRICE_MAX = 1e15
"""Beyond it a market that cannot stand alone is not asked further."""


@compiled
def supplied(
    shape: Shape, batch: Batch, i: int, columns: Integers, price: float, least: bool
) -> float:
    """Return what columns supply at a price; where several quantities fit, the least or most."""
    total = 0.0
    for j in columns:
        sign = batch.value[i, shape.start[j]]
        total += sign * at_price(shape, batch, i, j, price, least == (sign > 0.0))
    return total


@compiled
def at_price(shape: Shape, batch: Batch, i: int, j: int, price: float, least: bool) -> float:
    """Return the quantity of one column at the price of its row."""
    earned = batch.value[i, shape.start[j]] * price
    low, high, base = batch.lower[i, j], batch.upper[i, j], batch.base[i, j]
    if batch.slope[i, j] == 0.0 and batch.factor[i, j] == 0.0:
        if earned == base:
            return float(low if least else high)
        return float(high if earned > base else low)
    found = quantity_at(
        earned,
        base,
        batch.slope[i, j],
        batch.factor[i, j],
        batch.power[i, j],
        shape.exponential[j],
    )
    return float(min(max(found, low), high))


@compiled
def ends(shape: Shape, batch: Batch, i: int, j: int) -> tuple[float, float]:
    """Return the prices between which the quantity of a column moves."""
    sign = batch.value[i, shape.start[j]]
    values = batch.base[i, j], batch.slope[i, j], batch.factor[i, j], batch.power[i, j]
    low = marginal(batch.lower[i, j], *values, shape.exponential[j])
    flat = values[1] == 0.0 and values[2] == 0.0
    high = low if flat else marginal(batch.upper[i, j], *values, shape.exponential[j])
    return sign * low, sign * high


@compiled
def bracket(
    shape: Shape, batch: Batch, i: int, columns: Integers, need: float
) -> tuple[float, float]:
    """Return neighbouring kinks of the supply between which the need is met."""
    low, high = 0.0, np.inf
    for j in columns:
        for kink in ends(shape, batch, i, j):
            if 0.0 <= kink < high and supplied(shape, batch, i, columns, kink, False) >= need:
                high = kink
    for j in columns:
        for kink in ends(shape, batch, i, j):
            if low < kink < high:
                low = kink
    return low, high


@compiled
def price_alone(shape: Shape, batch: Batch, i: int, columns: Integers, need: float) -> float:
    """Return the lowest price that meets the need; NaN where none does."""
    if supplied(shape, batch, i, columns, 0.0, False) >= need:
        return 0.0
    low, high = bracket(shape, batch, i, columns, need)
    if high < np.inf and supplied(shape, batch, i, columns, high, True) <= need:
        return high
    if high == np.inf:
        high = max(2 * low, 1.0)
        while supplied(shape, batch, i, columns, high, False) < need:
            if high > PRICE_MAX:
                return np.nan
            low, high = high, 2 * high
    return price_between(shape, batch, i, columns, need, (low, high))


@compiled
def price_between(
    shape: Shape, batch: Batch, i: int, columns: Integers, need: float, span: tuple[float, float]
) -> float:
    """Close in on the price where supply has no step: by the chord, on curves also by halves."""
    low, high = span
    price = high
    for step in range(HALVINGS):
        below = supplied(shape, batch, i, columns, low, False)
        above = supplied(shape, batch, i, columns, high, True)
        price = (low + high) / 2
        if step % 2 == 0 and above > below:
            price = low + (high - low) * (need - below) / (above - below)
        found = supplied(shape, batch, i, columns, price, False)
        if abs(found - need) <= CLOSE * max(1.0, abs(need)) or high - low <= CLOSE * high:
            break
        if found < need:
            low = price
        else:
            high = price
    return price


@compiled
def cost_alone(
    shape: Shape, batch: Batch, i: int, columns: Integers, price: float, need: float
) -> float:
    """Return the abatement cost at that price; steps that cost just it fill what is lacking."""
    total, lacking = 0.0, need - supplied(shape, batch, i, columns, price, True)
    for j in columns:
        if shape.collar[j]:
            continue
        x = at_price(shape, batch, i, j, price, True)
        if batch.base[i, j] == price and batch.slope[i, j] == batch.factor[i, j] == 0.0:
            more = min(max(lacking, 0.0), batch.upper[i, j] - x)
            x, lacking = x + more, lacking - more
        total += area(
            x,
            batch.base[i, j],
            batch.slope[i, j],
            batch.factor[i, j],
            batch.power[i, j],
            shape.exponential[j],
        )
    return total


@compiled
def solve_alone(
    shape: Shape, batch: Batch, columns: Integers, row: int, prices: Floats, costs: Floats
) -> None:
    """Write price and abatement cost of one market and year, alone, for every draw."""
    for i in range(len(batch.rhs)):
        need = batch.rhs[i, row]
        prices[i] = price_alone(shape, batch, i, columns, need)
        costs[i] = cost_alone(shape, batch, i, columns, prices[i], need)
