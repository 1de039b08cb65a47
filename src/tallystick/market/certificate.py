"""The proof that an answer is an equilibrium: the largest residual of its conditions.

Each condition pairs a quantity with a price, one of which has to be zero: room below a column with
what it costs too much, room above it with what it costs too little, slack of a row with its price.
The residual is the lesser of the two, relative to the largest need and the largest price.
"""

import numpy as np

from tallystick.market.compile import Booleans, Floats, Program
from tallystick.market.presolve import largest_need

RESIDUAL_MAX = 1e-6
"""No answer leaves without a certificate at least this good."""


def residual(program: Program, x: Floats, y: Floats, equal: Booleans | None = None) -> float:
    """Return the largest relative residual of quantities x and duals y; infinite if not finite.

    Rows marked `equal` have to hold exactly, and their duals may have either sign.
    """
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
        return float("inf")
    quantity, price = units(program, y)
    with np.errstate(all="ignore"):
        reduced = (program.marginal(x) - program.priced(y)) / price
        above, below = (x - program.lower) / quantity, (program.upper - x) / quantity
        slack = (program.supplied(x) - program.rhs) / quantity
    rows = np.maximum(-slack, np.minimum(y / price, slack))
    rows = np.maximum(rows, -y / price)
    if equal is not None:
        rows = np.where(equal, np.abs(slack), rows)
    parts = (
        -above,
        -below,
        rows,
        np.minimum(np.maximum(reduced, 0.0), np.maximum(above, 0.0)),
        np.minimum(np.maximum(-reduced, 0.0), np.maximum(below, 0.0)),
    )
    worst = float(np.max([np.max(part, initial=0.0) for part in parts])) + 0.0
    return worst if np.isfinite(worst) else float("inf")


def units(program: Program, y: Floats) -> tuple[float, float]:
    """Return the largest need and the largest price, or 1 where there is none."""
    price = float(np.max(np.abs(y[: program.n_balances]), initial=0.0))
    return largest_need(program), price or float(np.max(np.abs(program.base), initial=0.0)) or 1.0
