"""What an equilibrium leaves open: flows that cost the same, and prices that fit as well.

Of all optimal quantities the one of least sum of squares is reported, and of all optimal prices
the lowest with the interval in which each may lie.
"""

from dataclasses import dataclass, replace

import numpy as np

from tallystick.market.compile import Booleans, Floats, Integers, Program
from tallystick.market.interior import interior_point
from tallystick.market.polish import dense, polish
from tallystick.market.presolve import OF_COLUMNS, select

FACE = 1e-8
"""What counts as zero, for quantities and prices of a scaled program."""
PRICE_MAX = 1e4
"""Scaled prices are sought up to here; an interval that reaches a tenth of it has no end."""


def least_squares(program: Program, x: Floats, y: Floats) -> Floats:
    """Return the optimal quantities of least sum of squares, on the face that the duals leave."""
    reduced = program.marginal(x) - program.priced(y)
    open_columns = program.flat & (np.abs(reduced) <= FACE) & (program.upper > program.lower)
    columns = np.flatnonzero(open_columns)
    if not len(columns):
        return x
    part = select(program, columns)
    settled = np.where(open_columns, 0.0, x)
    rows = np.unique(part.entry_row)
    right = (program.rhs - program.supplied(settled))[rows]
    part = replace(
        part,
        base=np.zeros(len(columns)),
        slope=np.ones(len(columns)),
        entry_row=np.searchsorted(rows, part.entry_row),
        rhs=right,
        n_balances=len(rows),
    )
    equal = y[rows] > FACE
    found, _ = polish(part, interior_point(part, equal), equal)
    settled[columns] = found
    return settled


@dataclass(frozen=True, slots=True)
class Prices:
    """The lowest duals that fit together, and the least and the greatest that each row may have."""

    y: Floats
    least: Floats
    greatest: Floats


def price_intervals(program: Program, x: Floats, y: Floats) -> Prices:
    """Return which duals are optimal beside quantities x."""
    slack = program.supplied(x) - program.rhs
    y = np.where(slack > FACE, 0.0, y)
    above, below = x > program.lower + FACE, x < program.upper - FACE
    loose = _undetermined(program, above & below, slack <= FACE)
    if not len(loose):
        return Prices(y, y, y)
    face = _face(program, x, y, loose, above, below)
    weight = np.where(loose < program.n_balances, 1.0, LIMIT_WEIGHT)
    lowest, least, greatest = y.copy(), y.copy(), y.copy()
    lowest[loose] = face.cheapest(weight)
    for place, row in enumerate(loose):
        one = (np.arange(len(loose)) == place).astype(float)
        least[row] = face.cheapest(one)[place]
        top = face.cheapest(-one)[place]
        greatest[row] = top if top < PRICE_MAX / 10 else np.inf
    return Prices(lowest, least, greatest)


LIMIT_WEIGHT = 1e-3
"""Prices are made low before the shadow prices of limits are."""


def _undetermined(program: Program, interior: Booleans, tight: Booleans) -> Integers:
    """Return the tight rows whose duals the columns between their bounds do not settle."""
    rows = np.flatnonzero(tight)
    equations = dense(program)[rows][:, interior].T
    settled = _settled_one_by_one(equations)
    rest = equations[:, ~settled]
    rows = rows[~settled]
    if not len(rows):
        return rows
    _, sizes, directions = np.linalg.svd(rest, full_matrices=True)
    rank = int(np.sum(sizes > FACE))
    return rows[np.any(np.abs(directions[rank:]) > FACE, axis=0)]


def _settled_one_by_one(equations: Floats) -> Booleans:
    """Settle unknowns by equations in which only one is left, until none is."""
    present = equations != 0
    settled = np.zeros(equations.shape[1], dtype=bool)
    while True:
        left = present & ~settled
        single = left[left.sum(axis=1) == 1].any(axis=0)
        if not single.any():
            return settled
        settled |= single


@dataclass(frozen=True, slots=True)
class _Face:
    """The optimal duals of some rows as a linear program of their own."""

    program: Program
    equal: Booleans

    def cheapest(self, weight: Floats) -> Floats:
        """Return the duals of least weighted sum."""
        program = replace(self.program, base=weight)
        return polish(program, interior_point(program, self.equal), self.equal)[0]


def _face(
    program: Program, x: Floats, y: Floats, loose: Integers, above: Booleans, below: Booleans
) -> _Face:
    matrix = dense(program)[loose].T
    touched = np.any(matrix != 0, axis=1) & (program.upper > program.lower)
    fixed = y.copy()
    fixed[loose] = 0.0
    margin = program.marginal(x) - program.priced(fixed)
    sign = np.where(above & ~below, 1.0, np.where(below & ~above, -1.0, 1.0))
    touched = np.flatnonzero(touched)
    rows, right = (matrix * sign[:, None])[touched], (margin * sign)[touched]
    equal = (above & below)[touched]
    kept = _tightest(rows, right, equal)
    rows, right, equal = rows[kept], right[kept], equal[kept]
    at_row, at_column = np.nonzero(rows)
    zeros = np.zeros(len(loose))
    arrays = dict.fromkeys(OF_COLUMNS, zeros)
    face = replace(
        program,
        **arrays
        | {
            "upper": np.full(len(loose), PRICE_MAX),
            "power": np.ones(len(loose)),
            "exponential": zeros.astype(bool),
        },
        entry_row=at_row,
        entry_column=at_column,
        entry_value=rows[at_row, at_column],
        rhs=right,
        n_balances=len(rows),
    )
    return _Face(face, equal)


def _tightest(rows: Floats, right: Floats, equal: Booleans) -> Booleans:
    """Mark the rows that count: of those that bound one dual from one side only the tightest.

    A curve of a thousand steps bounds the price of its market from as many places.
    """
    kept = np.ones(len(rows), dtype=bool)
    single = np.flatnonzero((np.count_nonzero(rows, axis=1) == 1) & ~equal)
    place = np.abs(rows[single]).argmax(axis=1)
    value = rows[single, place]
    order = np.lexsort((-right[single] / np.abs(value), value > 0, place))
    sides = np.stack([place, value > 0])[:, order]
    again = np.all(sides[:, 1:] == sides[:, :-1], axis=0)
    kept[single[order[1:][again]]] = False
    return kept
