"""The certificate of every draw, in the measure that `market.certificate` has for one network."""

import numpy as np

from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.pieces import marginal


@compiled
def proof(shape: Shape, batch: Batch, i: int, out: Answers, quantity: float) -> float:
    """Return the largest relative residual of a draw."""
    price = price_unit(shape, batch, i, out)
    worst = 0.0
    slack = -batch.rhs[i] / quantity
    for j in range(batch.base.shape[1]):
        x = out.x[i, j]
        reduced = marginal(
            x,
            batch.base[i, j],
            batch.slope[i, j],
            batch.factor[i, j],
            batch.power[i, j],
            shape.exponential[j],
        )
        for e in range(shape.start[j], shape.start[j + 1]):
            reduced -= batch.value[i, e] * out.y[i, shape.row[e]]
            slack[shape.row[e]] += batch.value[i, e] * x / quantity
        reduced /= price
        above = (x - batch.lower[i, j]) / quantity
        below = (batch.upper[i, j] - x) / quantity
        worst = max(worst, -above, -below, min(reduced, above), min(-reduced, below))
        if not np.isfinite(reduced):
            worst = np.inf
    for k in range(batch.rhs.shape[1]):
        dual = out.y[i, k] / price
        worst = max(worst, -slack[k], min(dual, slack[k]), -dual)
        if not np.isfinite(slack[k] + dual):
            worst = np.inf
    return worst


@compiled
def price_unit(shape: Shape, batch: Batch, i: int, out: Answers) -> float:
    """Return the largest price of a draw, or the largest cost where all are 0."""
    price = 0.0
    for k in range(shape.n_balances):
        price = max(price, out.y[i, k])
    if price == 0.0:
        for j in range(batch.base.shape[1]):
            price = max(price, abs(batch.base[i, j]))
    return price if price > 0.0 else 1.0
