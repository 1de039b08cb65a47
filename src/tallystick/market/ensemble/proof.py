"""The certificate of every draw, in the measure that `market.certificate` has for one network."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.pieces import marginal


@compiled
def proof(
    shape: Shape, batch: Batch, i: int, out: Answers, quantity: float, slack: Floats
) -> float:
    """Return the largest relative residual of a draw; `slack` is room for one number per row."""
    per_price, per_unit = 1.0 / price_unit(shape, batch, i, out), 1.0 / quantity
    worst, total = 0.0, 0.0
    for k in range(len(slack)):
        slack[k] = -batch.rhs[i, k]
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
            slack[shape.row[e]] += batch.value[i, e] * x
        reduced *= per_price
        above = (x - batch.lower[i, j]) * per_unit
        below = (batch.upper[i, j] - x) * per_unit
        worst = max(worst, -above, -below, min(reduced, above), min(-reduced, below))
        total += reduced
    for k in range(len(slack)):
        dual, spare = out.y[i, k] * per_price, slack[k] * per_unit
        worst = max(worst, -spare, min(dual, spare), -dual)
        total += spare + dual
    return worst if np.isfinite(total) else np.inf


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
