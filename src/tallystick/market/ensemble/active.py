"""From what binds to the equilibrium itself: a guess is solved exactly, then judged.

Neighbouring draws mostly have the same columns at their bounds and the same rows with slack, and
the interior point method knows them well before its end. Given these, the conditions that remain
are a small linear system, and its answer shows whether the guess was right.
"""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.factor import factorize, solve_factored
from tallystick.market.ensemble.interior import gather
from tallystick.market.ensemble.pieces import curvature, marginal
from tallystick.market.ensemble.workspace import (
    ABOVE,
    BASE,
    BELOW,
    DUAL,
    DY,
    FACTOR,
    FROM,
    HIGH,
    LOW,
    POWER,
    PRIMAL,
    RHS,
    ROOM,
    SLOPE,
    WEIGHT,
    S,
    Y,
)

AT_LOW, AT_HIGH, FREE = 0.0, 1.0, 2.0
"""Where a column is; a row is 1 where it is tight and 0 where it has slack."""
ROUNDS, ROUNDS_BENT = 2, 8
RIGHT, WRONG = 1e-11, 1e-3
"""The largest violation of a right guess, and the one from which a wrong guess is dropped."""
NOTHING = 1e-9
"""Prices this small are none."""
PIVOT_MIN = 1e-5
"""Below it some price is left open, which only the interior point method settles."""


@compiled
def read_off(c: Floats, r: Floats, column: Floats, row: Floats, x: Floats, y: Floats) -> None:
    """Guess from an interior point what binds, with the point itself to start from."""
    for j in range(c.shape[1]):
        column[j] = FREE
        x[j] = c[FROM, j] + c[ABOVE, j]
        if c[ABOVE, j] < c[LOW, j]:
            column[j] = AT_LOW
        elif c[ROOM, j] < np.inf and c[BELOW, j] < c[HIGH, j]:
            column[j] = AT_HIGH
    for k in range(r.shape[1]):
        row[k] = 1.0 if r[Y, k] > r[S, k] else 0.0
        y[k] = r[Y, k]


@compiled
def snap(c: Floats, column: Floats, row: Floats, x: Floats, y: Floats) -> None:
    """Put the columns and rows that are guessed to bind exactly there."""
    for j in range(len(x)):
        if column[j] == AT_LOW:
            x[j] = c[FROM, j]
        elif column[j] == AT_HIGH:
            x[j] = c[FROM, j] + c[ROOM, j]
    for k in range(len(y)):
        if row[k] == 0.0 or y[k] < NOTHING:
            y[k] = 0.0


@compiled
def judge(shape: Shape, value: Floats, c: Floats, r: Floats, x: Floats, y: Floats) -> float:
    """Compute what each condition lacks; return the largest violation, as a certificate does."""
    worst, total = 0.0, 0.0
    for k in range(len(y)):
        r[PRIMAL, k] = -r[RHS, k]
        total += y[k]
    for j in range(len(x)):
        reduced = marginal(
            x[j], c[BASE, j], c[SLOPE, j], c[FACTOR, j], c[POWER, j], shape.exponential[j]
        )
        for e in range(shape.start[j], shape.start[j + 1]):
            reduced -= value[e] * y[shape.row[e]]
            r[PRIMAL, shape.row[e]] += value[e] * x[j]
        c[DUAL, j] = reduced
        total += reduced
        above = x[j] - c[FROM, j]
        below = c[ROOM, j] - above
        worst = max(worst, -above, -below, min(reduced, above), min(-reduced, below))
    for k in range(len(y)):
        worst = max(worst, -r[PRIMAL, k], -y[k], min(y[k], r[PRIMAL, k]))
    return worst if np.isfinite(total) else np.inf


@compiled
def weigh(
    shape: Shape, value: Floats, c: Floats, matrix: Floats, x: Floats, guess: tuple[Floats, Floats]
) -> bool:
    """Factorize the system of the free columns and tight rows; return whether it is regular."""
    for j in range(len(x)):
        c[WEIGHT, j] = 0.0
        if guess[0][j] == FREE:
            curved = c[SLOPE, j]
            if c[FACTOR, j] > 0.0:
                curved = curvature(x[j], curved, c[FACTOR, j], c[POWER, j], shape.exponential[j])
            c[WEIGHT, j] = 1.0 / curved
    gather(shape, value, c, matrix)
    for k in range(len(matrix)):
        if guess[1][k] == 0.0:
            take_out(matrix, k)
        elif matrix[k, k] < PIVOT_MIN:
            return False
    factorize(matrix)
    least = np.inf
    for k in range(len(matrix)):
        least = min(least, 1.0 / matrix[k, k])
    return least * least >= PIVOT_MIN


@compiled
def take_out(matrix: Floats, k: int) -> None:
    """Make a row of the system one that asks for no change."""
    for a in range(k):
        matrix[a, k] = 0.0
    for b in range(k + 1, len(matrix)):
        matrix[k, b] = 0.0
    matrix[k, k] = 1.0


@compiled
def newton(
    shape: Shape,
    value: Floats,
    work: tuple[Floats, Floats, Floats],
    row: Floats,
    x: Floats,
    y: Floats,
) -> None:
    """Move the free columns and the duals of the tight rows to where nothing is lacking."""
    c, r, matrix = work
    for k in range(len(y)):
        r[DY, k] = -r[PRIMAL, k]
    for j in range(len(x)):
        moved = c[WEIGHT, j] * c[DUAL, j]
        if moved != 0.0:
            for e in range(shape.start[j], shape.start[j + 1]):
                r[DY, shape.row[e]] += value[e] * moved
    for k in range(len(y)):
        r[DY, k] *= row[k]
    solve_factored(matrix, r[DY])
    for j in range(len(x)):
        if c[WEIGHT, j] != 0.0:
            earned = -c[DUAL, j]
            for e in range(shape.start[j], shape.start[j + 1]):
                earned += value[e] * r[DY, shape.row[e]]
            x[j] += c[WEIGHT, j] * earned
    for k in range(len(y)):
        y[k] += r[DY, k]


@compiled
def solve_guess(
    shape: Shape,
    value: Floats,
    work: tuple[Floats, Floats, Floats],
    guess: tuple[Floats, Floats],
    x: Floats,
    y: Floats,
) -> bool:
    """Solve with this much binding, from x and y on; return whether it is the equilibrium."""
    c, r, matrix = work
    snap(c, guess[0], guess[1], x, y)
    judge(shape, value, c, r, x, y)
    for step in range(ROUNDS_BENT if shape.bent else ROUNDS):
        if (step == 0 or shape.bent) and not weigh(shape, value, c, matrix, x, guess):
            return False
        newton(shape, value, work, guess[1], x, y)
        lacking = judge(shape, value, c, r, x, y)
        if lacking <= RIGHT:
            return True
        if not lacking <= WRONG and not shape.bent:
            return False
    return False
