"""How a shock in one market moves the price of another, and what that does to volatility.

The derivatives are exact: columns between their bounds keep their marginal condition, rows that
bind stay tight, and all others do not move. At a kink, where what binds is about to change, there
is no one derivative and none is given.
"""

from dataclasses import dataclass, replace

import numpy as np

from tallystick.market.certificate import units
from tallystick.market.compile import Booleans, Floats, Program
from tallystick.market.polish import UNKNOWNS_MAX, dense
from tallystick.market.presolve import scaled
from tallystick.market.results import Solution
from tallystick.market.solving import NoSolution, solve

AT_BOUND = 1e-8
"""Scaled distances, prices and reduced costs below this are none."""
FITS = 1e-7
"""Scaled derivatives that differ by more, or leave as much of a shock unmet, are none."""


def pass_through(found: Solution) -> Floats | None:
    """Return dP_i / d need_j in money per t per t, markets in file order.

    None over several years, where the equilibrium sits on a kink, and beyond `UNKNOWNS_MAX`
    columns and rows.
    """
    program, answer = found.program, found.answer
    size = program.n_columns + program.n_rows
    if found.network.periods is not None or not 0 < program.n_columns < size <= UNKNOWNS_MAX:
        return None
    quantity, price = units(program, answer.y)
    small = scaled(program, quantity, price)
    x, y = answer.x / quantity, answer.y / price
    curvature = small.curvature(x)
    strict = _derivatives(small, curvature, *_moving(small, x, y, wide=False))
    wide = _derivatives(small, curvature, *_moving(small, x, y, wide=True))
    if strict is None or wide is None or not np.allclose(strict, wide, FITS, FITS):
        return None
    return strict * (price / quantity)


def _moving(program: Program, x: Floats, y: Floats, *, wide: bool) -> tuple[Booleans, Booleans]:
    """Return the columns that move and the rows that stay tight; `wide` adds those on the verge."""
    free = (x > program.lower + AT_BOUND) & (x < program.upper - AT_BOUND)
    tight = y > AT_BOUND
    if wide:
        free |= np.abs(program.marginal(x) - program.priced(y)) <= AT_BOUND
        tight |= np.abs(program.supplied(x) - program.rhs) <= AT_BOUND
    return free & (program.upper > program.lower), tight


def _derivatives(
    program: Program, curvature: Floats, free: Booleans, tight: Booleans
) -> Floats | None:
    """Return how the balances' duals follow their right-hand sides."""
    matrix = dense(program)[tight][:, free]
    n_rows, n_free = matrix.shape
    system = np.block([[np.diag(curvature[free]), -matrix.T], [matrix, np.zeros((n_rows, n_rows))]])
    at = np.flatnonzero(tight)
    inside = np.flatnonzero(at < program.n_balances)
    shocks = np.zeros((n_free + n_rows, program.n_balances))
    shocks[n_free + inside, at[inside]] = 1.0
    moved = np.linalg.lstsq(system, shocks, rcond=None)[0]
    if np.max(np.abs(system @ moved - shocks), initial=0.0) > FITS:
        return None
    result = np.zeros((program.n_balances, program.n_balances))
    result[at[inside]] = moved[n_free + inside]
    return result


@dataclass(frozen=True, slots=True)
class Volatility:
    """The standard deviation of a market's price without and with the links, money per t."""

    market: str
    before: float
    after: float


def volatility(found: Solution) -> list[Volatility]:
    """Return the volatility that independent shocks of the needs cause, where all are known.

    The first-order effect: exact for lines, an approximation where curves bend.
    """
    deviations = [one.market.inside.deviation for one in found.markets]
    known = np.array([one for one in deviations if one is not None])
    if not len(known) or len(known) < len(deviations):
        return []
    try:
        alone = solve(replace(found.network, links=(), limits=()))
    except NoSolution:
        return []
    before, after = pass_through(alone), pass_through(found)
    if before is None or after is None:
        return []
    spreads = [np.sqrt(np.sum((one * known) ** 2, axis=1)) for one in (before, after)]
    return [
        Volatility(one.market.id, float(low), float(high))
        for one, low, high in zip(found.markets, *spreads, strict=True)
    ]
