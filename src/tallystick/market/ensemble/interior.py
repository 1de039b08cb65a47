"""The interior point method of one network, compiled: Mehrotra's predictor and corrector.

Two slight pulls settle what an equilibrium leaves open: columns of level cost are made to share
(least squares), and needs are a trifle smaller, so that prices come out lowest.
"""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.factor import factorize, solve_factored
from tallystick.market.ensemble.pieces import curvature, marginal
from tallystick.market.ensemble.workspace import (
    ABOVE,
    BASE,
    BELOW,
    DHIGH,
    DLOW,
    DS,
    DUAL,
    DX,
    DY,
    FACTOR,
    FROM,
    HIGH,
    LOW,
    P_HIGH,
    P_LOW,
    P_ROW,
    POWER,
    PRIMAL,
    PULL,
    RHS,
    ROOM,
    SLOPE,
    WANTED,
    WEIGHT,
    S,
    Y,
)

NEAR_BOUND = 0.995
REGULAR = 1e-14
NEAREST = 1e-8
"""Added to every second derivative of a step, not of the program, so that steps stay short."""
PLAIN = 0.3
HALVINGS_MAX, BLOW_UP = 30, 2.0


@compiled
def start(shape: Shape, value: Floats, c: Floats, r: Floats) -> None:
    """Put columns and duals well inside their bounds."""
    for k in range(r.shape[1]):
        r[Y, k] = 1.0
        r[S, k] = -r[RHS, k]
    for j in range(c.shape[1]):
        inside = unit_quantity(shape, c, j) if c[FACTOR, j] > 0.0 else 1.0
        above = min(max(inside - c[FROM, j], 1e-2), 0.5 * c[ROOM, j])
        x = c[FROM, j] + above
        c[ABOVE, j], c[BELOW, j] = above, c[ROOM, j] - above
        c[LOW, j] = c[HIGH, j] = 0.0
        reduced = reduced_cost(shape, value, c, r, j, x)
        for e in range(shape.start[j], shape.start[j + 1]):
            r[S, shape.row[e]] += value[e] * x
        c[LOW, j] = max(reduced, 0.0) + 1.0
        c[HIGH, j] = max(-reduced, 0.0) + 1.0 if c[ROOM, j] < np.inf else 0.0
    for k in range(r.shape[1]):
        r[S, k] = max(r[S, k], 1.0)


@compiled
def unit_quantity(shape: Shape, c: Floats, j: int) -> float:
    """Return roughly the quantity, at most 1, at which a curved column costs 1."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        cost = marginal(
            middle, c[BASE, j], c[SLOPE, j], c[FACTOR, j], c[POWER, j], shape.exponential[j]
        )
        if cost <= 1.0:
            low = middle
        else:
            high = middle
    return high


@compiled
def reduced_cost(shape: Shape, value: Floats, c: Floats, r: Floats, j: int, x: float) -> float:
    """Return what a column at x costs beyond what its rows pay and its bounds bear."""
    dual = (
        marginal(x, c[BASE, j], c[SLOPE, j], c[FACTOR, j], c[POWER, j], shape.exponential[j])
        - c[LOW, j]
        + c[HIGH, j]
    )
    for e in range(shape.start[j], shape.start[j + 1]):
        dual -= value[e] * r[Y, shape.row[e]]
    return float(dual)


@compiled
def refresh(shape: Shape, value: Floats, c: Floats, r: Floats) -> tuple[float, float]:
    """Compute residuals and products at the point; return the largest of them and their mean."""
    gap, total, count = 0.0, 0.0, r.shape[1] + c.shape[1]
    for k in range(r.shape[1]):
        r[PRIMAL, k] = r[PULL, k] - r[S, k] - r[RHS, k]
        r[P_ROW, k] = r[S, k] * r[Y, k]
        total += r[P_ROW, k]
        gap = max(gap, r[P_ROW, k])
    for j in range(c.shape[1]):
        x = c[FROM, j] + c[ABOVE, j]
        dual = reduced_cost(shape, value, c, r, j, x)
        for e in range(shape.start[j], shape.start[j + 1]):
            r[PRIMAL, shape.row[e]] += value[e] * x
        c[DUAL, j] = dual
        c[P_LOW, j] = c[ABOVE, j] * c[LOW, j]
        c[P_HIGH, j] = 0.0
        if c[ROOM, j] < np.inf:
            c[P_HIGH, j] = c[BELOW, j] * c[HIGH, j]
            count += 1
        total += c[P_LOW, j] + c[P_HIGH, j]
        gap = max(gap, abs(dual), c[P_LOW, j], c[P_HIGH, j])
    for k in range(r.shape[1]):
        gap = max(gap, abs(r[PRIMAL, k]))
    return gap, total / count


@compiled
def assemble(shape: Shape, value: Floats, c: Floats, r: Floats, matrix: Floats) -> None:
    """Set up and factorize the normal equations of the rows."""
    for j in range(c.shape[1]):
        curved = c[SLOPE, j] + NEAREST
        if c[FACTOR, j] > 0.0:
            x = c[FROM, j] + c[ABOVE, j]
            curved = curvature(x, curved, c[FACTOR, j], c[POWER, j], shape.exponential[j])
        curved += c[LOW, j] / c[ABOVE, j]
        if c[ROOM, j] < np.inf:
            curved += c[HIGH, j] / c[BELOW, j]
        c[WEIGHT, j] = 1.0 / curved
    gather(shape, value, c, matrix)
    for k in range(r.shape[1]):
        matrix[k, k] += r[S, k] / r[Y, k] + REGULAR * matrix[k, k]
    factorize(matrix)


@compiled
def gather(shape: Shape, value: Floats, c: Floats, matrix: Floats) -> None:
    """Write A D A' of the weights, its upper triangle."""
    n = len(matrix)
    for a in range(n):
        for b in range(a, n):
            matrix[a, b] = 0.0
    for j in range(c.shape[1]):
        for e in range(shape.start[j], shape.start[j + 1]):
            part = c[WEIGHT, j] * value[e]
            a = shape.row[e]
            matrix[a, a] += part * value[e]
            for f in range(e + 1, shape.start[j + 1]):
                b = shape.row[f]
                matrix[min(a, b), max(a, b)] += part * value[f]


@compiled
def direct(shape: Shape, value: Floats, c: Floats, r: Floats, matrix: Floats) -> None:
    """Find the step that removes the residuals and the products now entered."""
    for k in range(r.shape[1]):
        r[DY, k] = -r[PRIMAL, k] - r[P_ROW, k] / r[Y, k]
        r[DS, k] = r[PRIMAL, k]
    for j in range(c.shape[1]):
        wanted = -c[DUAL, j] - c[P_LOW, j] / c[ABOVE, j]
        if c[ROOM, j] < np.inf:
            wanted += c[P_HIGH, j] / c[BELOW, j]
        c[WANTED, j] = wanted
        moved = c[WEIGHT, j] * wanted
        for e in range(shape.start[j], shape.start[j + 1]):
            r[DY, shape.row[e]] -= value[e] * moved
    solve_factored(matrix, r[DY])
    for j in range(c.shape[1]):
        earned = c[WANTED, j]
        for e in range(shape.start[j], shape.start[j + 1]):
            earned += value[e] * r[DY, shape.row[e]]
        dx = c[WEIGHT, j] * earned
        c[DX, j] = dx
        c[DLOW, j] = -(c[P_LOW, j] + c[LOW, j] * dx) / c[ABOVE, j]
        if c[ROOM, j] < np.inf:
            c[DHIGH, j] = -(c[P_HIGH, j] - c[HIGH, j] * dx) / c[BELOW, j]
        for e in range(shape.start[j], shape.start[j + 1]):
            r[DS, shape.row[e]] += value[e] * dx


@compiled
def reach(c: Floats, r: Floats) -> float:
    """Return how far the step may go before a column or dual meets its bound."""
    inverse = 1e-300
    for j in range(c.shape[1]):
        inverse = max(inverse, -c[DX, j] / c[ABOVE, j], -c[DLOW, j] / c[LOW, j])
        if c[ROOM, j] < np.inf:
            inverse = max(inverse, c[DX, j] / c[BELOW, j], -c[DHIGH, j] / c[HIGH, j])
    for k in range(r.shape[1]):
        inverse = max(inverse, -r[DS, k] / r[S, k], -r[DY, k] / r[Y, k])
    return 1.0 / inverse


@compiled
def mean_after(c: Floats, r: Floats, length: float) -> float:
    """Return the mean product that a step of this length would leave."""
    total, count = 0.0, r.shape[1] + c.shape[1]
    for k in range(r.shape[1]):
        total += (r[S, k] + length * r[DS, k]) * (r[Y, k] + length * r[DY, k])
    for j in range(c.shape[1]):
        total += (c[ABOVE, j] + length * c[DX, j]) * (c[LOW, j] + length * c[DLOW, j])
        if c[ROOM, j] < np.inf:
            total += (c[BELOW, j] - length * c[DX, j]) * (c[HIGH, j] + length * c[DHIGH, j])
            count += 1
    return float(total / count)


@compiled
def aim(c: Floats, r: Floats, centre: float) -> None:
    """Enter the products less the centre aimed at."""
    for j in range(c.shape[1]):
        c[P_LOW, j] -= centre
        if c[ROOM, j] < np.inf:
            c[P_HIGH, j] -= centre
    for k in range(r.shape[1]):
        r[P_ROW, k] -= centre


@compiled
def correct(c: Floats, r: Floats, centre: float) -> None:
    """Enter the products that remain after the predicted step, less the centre aimed at."""
    for j in range(c.shape[1]):
        c[P_LOW, j] += c[DX, j] * c[DLOW, j] - centre
        if c[ROOM, j] < np.inf:
            c[P_HIGH, j] -= c[DX, j] * c[DHIGH, j] + centre
    for k in range(r.shape[1]):
        r[P_ROW, k] += r[DS, k] * r[DY, k] - centre


@compiled
def move(c: Floats, r: Floats, length: float) -> None:
    """Take the step."""
    for j in range(c.shape[1]):
        c[ABOVE, j] += length * c[DX, j]
        c[LOW, j] += length * c[DLOW, j]
        if c[ROOM, j] < np.inf:
            c[BELOW, j] -= length * c[DX, j]
            c[HIGH, j] += length * c[DHIGH, j]
    for k in range(r.shape[1]):
        r[Y, k] += length * r[DY, k]
        r[S, k] += length * r[DS, k]


@compiled
def steepest(shape: Shape, value: Floats, c: Floats, r: Floats) -> float:
    """Return the largest residual of the columns' costs, which long steps on curves blow up."""
    worst = 0.0
    for j in range(c.shape[1]):
        x = c[FROM, j] + c[ABOVE, j]
        worst = max(worst, abs(reduced_cost(shape, value, c, r, j, x)))
    return worst


@compiled
def advance(
    shape: Shape, value: Floats, work: tuple[Floats, Floats, Floats], mean: float, plainly: bool
) -> None:
    """Predict towards products of zero, correct, and move; plainly, back to the central path."""
    c, r, matrix = work
    assemble(shape, value, c, r, matrix)
    if plainly:
        aim(c, r, mean * PLAIN)
    else:
        direct(shape, value, c, r, matrix)
        ahead = mean_after(c, r, min(1.0, reach(c, r)))
        correct(c, r, mean * (ahead / mean) ** 3)
    direct(shape, value, c, r, matrix)
    length = min(1.0, NEAR_BOUND * reach(c, r))
    before = max(steepest(shape, value, c, r), mean) if shape.bent else 0.0
    move(c, r, length)
    for _ in range(HALVINGS_MAX if shape.bent else 0):
        if steepest(shape, value, c, r) <= BLOW_UP * before:
            break
        length /= 2
        move(c, r, -length)
