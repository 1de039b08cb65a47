"""Groups of draws of a star, from the arrays of a batch into a table and back."""

import numpy as np

from tallystick.market.compile import Floats, Integers
from tallystick.market.ensemble.batch import Answers, Batch
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.lanes import (
    CEILING,
    FLOOR,
    LANES,
    N_MARKET,
    NEED,
    OWN_UNIT,
    PRICE,
    RATE_IN,
    RATE_OUT,
    RISE,
    SLOPE,
    UNDER,
    Moves,
)


@compiled
def nothing_there(table: Floats, n_markets: int) -> None:
    """Write what stands where a market has no curve, floor, ceiling or link."""
    table[:] = 0.0
    for k in range(n_markets):
        m = table[k * N_MARKET : (k + 1) * N_MARKET]
        for one in range(LANES):
            m[UNDER + one], m[CEILING + one] = np.inf, np.inf
            m[RATE_IN + one], m[RATE_OUT + one] = 1.0, 1.0


@compiled
def take(array: Floats, first: int, moves: Integers, table: Floats) -> None:
    """Copy from a group of draws, one after the other; after the last comes the last again."""
    last = len(array) - 1
    for one in range(LANES):
        i = min(first + one, last)
        for move in range(len(moves)):
            table[moves[move, 1] + one] = array[i, moves[move, 0]]


@compiled
def load_lanes(moves: Moves, batch: Batch, first: int, table: Floats) -> None:
    """Write a group of draws into the table."""
    take(batch.base, first, moves.base, table)
    take(batch.slope, first, moves.slope, table)
    take(batch.upper, first, moves.upper, table)
    take(batch.value, first, moves.value, table)
    last = len(batch.rhs) - 1
    for k in range(batch.rhs.shape[1]):
        m = table[k * N_MARKET : (k + 1) * N_MARKET]
        for one in range(LANES):
            m[NEED + one] = batch.rhs[min(first + one, last), k]
        for one in range(LANES):
            slope = m[SLOPE + one]
            m[RISE + one] = 1.0 / slope if slope > 0.0 else 0.0
            m[OWN_UNIT + one] = 1.0 / m[RATE_IN + one]
            m[FLOOR + one] = -m[UNDER + one]


@compiled
def write_lanes(moves: Moves, first: int, table: Floats, out: Answers) -> None:
    """Hand over the prices and quantities of a group of draws."""
    for one in range(min(LANES, len(out.x) - first)):
        for j in range(out.x.shape[1]):
            out.x[first + one, j] = table[moves.x_from[j] + one]
        for k in range(out.y.shape[1]):
            out.y[first + one, k] = table[k * N_MARKET + PRICE + one]
