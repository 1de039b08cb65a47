"""The work space of one draw: what is known of its columns and rows, in multiples of a scale.

Two tables hold it, a line per property, so that compiled functions pass two arrays and no more.
"""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.compiled import compiled

LEVEL = 1e-8
"""The slope given to columns of level cost, so that equal ones share (least squares)."""
LOWER = 1e-8
"""Needs are made this much smaller on the way, so that of several prices the lowest is found."""
LIMIT_PULL = 1e-3
ROOM_MIN = 1e-9
FAR = 100.0

(ABOVE, BELOW, LOW, HIGH, WEIGHT, DUAL, WANTED, DX, DLOW, DHIGH, P_LOW, P_HIGH) = range(12)
(BASE, SLOPE, FACTOR, POWER, FROM, ROOM) = range(12, 18)
N_COLUMN = 18
(Y, S, PRIMAL, DY, DS, P_ROW, RHS, PULL) = range(8)
N_ROW = 8


@compiled
def load(
    shape: Shape, batch: Batch, i: int, scale: tuple[float, float], c: Floats, r: Floats
) -> None:
    """Write one draw into the work space, in multiples of a quantity and a price."""
    quantity, price = scale
    total = 0.0
    for k in range(r.shape[1]):
        r[RHS, k] = batch.rhs[i, k] / quantity
        r[PULL, k] = LOWER if k < shape.n_balances else LOWER * LIMIT_PULL
        if k < shape.n_balances:
            total += abs(r[RHS, k])
    for j in range(c.shape[1]):
        c[BASE, j] = batch.base[i, j] / price
        c[SLOPE, j] = batch.slope[i, j] * quantity / price
        c[FROM, j] = batch.lower[i, j] / quantity
        room = batch.upper[i, j] / quantity - c[FROM, j]
        if shape.collar[j] and room == np.inf:
            room = FAR * max(1.0, total)
        c[ROOM, j] = max(room, ROOM_MIN)
        load_curve(shape, batch, i, j, c, scale)


@compiled
def load_curve(
    shape: Shape, batch: Batch, i: int, j: int, c: Floats, scale: tuple[float, float]
) -> None:
    """Write the curved part of a column; one of level cost gets the least of slopes."""
    quantity, price = scale
    factor, power = batch.factor[i, j], batch.power[i, j]
    c[FACTOR, j] = 0.0
    c[POWER, j] = power
    if factor == 0.0:
        if c[SLOPE, j] == 0.0:
            c[SLOPE, j] = LEVEL
    elif shape.exponential[j]:
        c[POWER, j] = power * quantity
        c[FACTOR, j] = factor / price
    else:
        c[FACTOR, j] = factor * quantity**power / price


@compiled
def largest_need(shape: Shape, batch: Batch, i: int) -> float:
    """Return the largest need or surplus of a draw, or its widest column where there is none."""
    quantity = 0.0
    for k in range(shape.n_balances):
        quantity = max(quantity, abs(batch.rhs[i, k]))
    if quantity == 0.0:
        for j in range(batch.upper.shape[1]):
            if batch.upper[i, j] < np.inf:
                quantity = max(quantity, batch.upper[i, j])
    return quantity if quantity > 0.0 else 1.0


@compiled
def write(scale: tuple[float, float], x: Floats, y: Floats, out: Answers, i: int) -> None:
    """Hand over quantities and duals in their own units."""
    quantity, price = scale
    for j in range(len(x)):
        out.x[i, j] = x[j] * quantity
    for k in range(len(y)):
        out.y[i, k] = y[k] * price
