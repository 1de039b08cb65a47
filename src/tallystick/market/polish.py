"""From a point near the optimum to the optimum: what binds is read off, the rest is solved.

With the columns at their bounds and the slack rows known, the conditions that remain are a system
of equations; Newton's method with least squares solves it to the last digits.
"""

import numpy as np

from tallystick.market.certificate import residual
from tallystick.market.compile import Booleans, Floats, Program
from tallystick.market.interior import Point

UNKNOWNS_MAX = 800
ROUNDS = 6
SOLVED, LARGEST_CHANGE = 1e-9, 1.0
"""Where the direct solution of a round is off by more, or moves by more, least squares decides."""
GOOD = 1e-8
EXACT = 1e-13
NOTHING = 1e-8
"""Prices this small are none: a curve that starts level may stop anywhere near its start."""


def polish(program: Program, point: Point, equal: Booleans | None = None) -> tuple[Floats, Floats]:
    """Return columns and duals at least as good as the point's."""
    signed = np.zeros(program.n_rows, dtype=bool) if equal is None else equal
    at_low = point.low > point.x - program.lower
    tight = signed | (point.y > point.s)
    best = _polished(program, point, signed, tight, at_low)
    if residual(program, *best, signed) <= GOOD:
        return best
    cheap = (program.factor > 0) & (program.marginal(point.x) - program.base < NOTHING)
    at_low = at_low | (cheap & (program.lower == 0))
    other = _polished(program, point, signed, tight & (signed | (point.y > NOTHING)), at_low)
    return min(best, other, key=lambda found: residual(program, found[0], found[1], signed))


def _polished(
    program: Program, point: Point, signed: Booleans, tight: Booleans, at_low: Booleans
) -> tuple[Floats, Floats]:
    """Solve for the columns and duals that are not at their bounds, or return the point."""
    best = point.x, point.y
    at_high = np.isfinite(program.upper) & (point.high > program.upper - point.x) & ~at_low
    free = ~(at_low | at_high)
    if free.sum() + tight.sum() > UNKNOWNS_MAX:
        return best
    x = np.where(at_low, program.lower, np.where(at_high, program.upper, point.x))
    y = np.where(tight, point.y, 0.0)
    least = residual(program, *best, signed)
    for _ in range(ROUNDS):
        x, y = _newton(program, x, y, free, tight)
        y = np.where(signed, y, np.maximum(y, 0.0))
        found = residual(program, x, y, signed)
        if not found < least:
            break
        best, least = (x, y), found
        if found <= EXACT:
            break
    return best


def _newton(
    program: Program, x: Floats, y: Floats, free: Booleans, tight: Booleans
) -> tuple[Floats, Floats]:
    matrix = dense(program)[tight][:, free]
    n_rows, n_columns = matrix.shape
    system = np.zeros((n_rows + n_columns, n_rows + n_columns))
    system[:n_columns, :n_columns] = np.diag(program.curvature(x)[free])
    system[:n_columns, n_columns:] = -matrix.T
    system[n_columns:, :n_columns] = matrix
    reduced = (program.marginal(x) - program.priced(y))[free]
    missing = (program.rhs - program.supplied(x))[tight]
    if not (np.all(np.isfinite(system)) and np.all(np.isfinite(reduced))):
        return x, y
    change = _solved(system, np.concatenate([-reduced, missing]))
    x, y = x.copy(), y.copy()
    x[free] = np.clip(x[free] + change[:n_columns], program.lower[free], program.upper[free])
    y[tight] += change[n_columns:]
    return x, y


def _solved(system: Floats, right: Floats) -> Floats:
    """Solve a square system, in the sense of least squares where it is singular."""
    try:
        change = np.linalg.solve(system, right).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        change = np.full(len(right), np.nan)
    off = np.max(np.abs(system @ change - right), initial=0.0)
    exact = off <= SOLVED * np.max(np.abs(right), initial=0.0)
    if exact and np.max(np.abs(change), initial=0.0) <= LARGEST_CHANGE:
        return change
    return np.asarray(np.linalg.lstsq(system, right, rcond=1e-13)[0])


def dense(program: Program) -> Floats:
    """Return the matrix A with all its zeros."""
    matrix = np.zeros((program.n_rows, program.n_columns))
    np.add.at(matrix, (program.entry_row, program.entry_column), program.entry_value)
    return matrix
