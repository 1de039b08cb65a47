"""A primal-dual interior-point method for the compiled program, in NumPy, for one network.

Mehrotra's predictor and corrector on the normal equations of the rows; every column has a diagonal
second derivative, so that one dense factorization of rows by rows is all a step costs.
"""

from dataclasses import dataclass

import numpy as np

from tallystick.market.compile import Booleans, Floats, Integers, Program, sums

STEPS_MAX = 100
GAP = 1e-12
"""Where the method stops: residuals and complementarity relative to the scaled program."""
NEAR_BOUND = 0.995
REGULAR = 1e-13
NEAREST = 1e-6
"""Added to every second derivative of a step, not of the program, so that steps stay short."""
STALLED_MAX = 20
HALVINGS_MAX = 30
BLOW_UP = 2.0
PATIENCE, PLAIN = 2, 0.3
"""After so many steps without progress the next ones only aim at this share of the gap."""
BISECTIONS = 50


@dataclass(slots=True)
class Point:
    """Columns x with the duals of their bounds, rows with slack s and duals y (free if equal)."""

    x: Floats
    low: Floats
    high: Floats
    y: Floats
    s: Floats


@dataclass(slots=True)
class Normal:
    """The matrix A D A' and the pairs of entries that share a column, gathered once."""

    row: Integers
    column: Integers
    of: Integers
    value: Floats
    n: int

    @classmethod
    def of_program(cls, program: Program) -> "Normal":
        """Gather the pairs of entries."""
        order = np.argsort(program.entry_column, kind="stable")
        column = program.entry_column[order]
        counts = np.bincount(column, minlength=program.n_columns)[column]
        first = np.repeat(order, counts)
        starts = np.searchsorted(column, column, side="left")
        within = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
        second = order[np.repeat(starts, counts) + within]
        value = program.entry_value[first] * program.entry_value[second]
        rows = program.entry_row
        return cls(rows[first], rows[second], program.entry_column[first], value, program.n_rows)

    def matrix(self, weight: Floats) -> Floats:
        """Return A diag(weight) A'."""
        cells = self.row * self.n + self.column
        summed = sums(cells, self.value * weight[self.of], self.n * self.n)
        return summed.reshape(self.n, self.n)


class Interior:
    """One program on its way to the optimum; columns must have room between their bounds."""

    def __init__(self, program: Program, equal: Booleans) -> None:
        self.program = program
        self.equal = equal
        self.capped = np.isfinite(program.upper)
        self.room = np.where(self.capped, program.upper - program.lower, np.inf)
        self.normal = Normal.of_program(program)
        self.bent = bool(np.any(program.factor != 0))

    def solve(self) -> Point:
        """Return the point at which the residuals are small, or no longer fall."""
        point = self._start()
        best, best_gap = point, np.inf
        stalled = 0
        for _ in range(STEPS_MAX):
            gap = self._gap(point)
            if not np.isfinite(gap):
                break
            stalled = 0 if gap < 0.9 * best_gap else stalled + 1
            if gap < best_gap:
                best, best_gap = point, gap
            if gap < GAP or stalled > STALLED_MAX:
                break
            try:
                point = self._step(point, stalled > PATIENCE)
            except np.linalg.LinAlgError:
                break
        return best

    def _start(self) -> Point:
        program = self.program
        inside = np.minimum(_quantity_at_unit_price(program), 1.0)
        x = program.lower + np.minimum(np.maximum(inside - program.lower, 1e-2), 0.5 * self.room)
        marginal = program.marginal(x)
        ones = np.ones(program.n_columns)
        s = np.maximum(program.supplied(x) - program.rhs, 1.0)
        y = np.where(self.equal, 0.0, 1.0)
        reduced = marginal - program.priced(y)
        low = np.maximum(reduced, 0.0) + ones
        high = np.where(self.capped, np.maximum(-reduced, 0.0) + 1.0, 0.0)
        return Point(x, low, high, y, np.where(self.equal, 0.0, s))

    def _residuals(self, point: Point) -> tuple[Floats, Floats]:
        program = self.program
        dual = program.marginal(point.x) - program.priced(point.y) - point.low + point.high
        return dual, program.supplied(point.x) - point.s - program.rhs

    def _products(self, point: Point) -> tuple[Floats, Floats, Floats]:
        above = point.x - self.program.lower
        below = np.where(self.capped, self.program.upper - point.x, 1.0)
        return above * point.low, below * point.high, point.s * point.y

    def _gap(self, point: Point) -> float:
        """Return the largest residual or product that should be zero."""
        parts = (*self._residuals(point), *self._products(point))
        return max((float(np.max(np.abs(part))) for part in parts if len(part)), default=0.0)

    def _mean(self, point: Point) -> float:
        total = sum(float(np.sum(part)) for part in self._products(point))
        count = len(point.x) + int(self.capped.sum()) + int((~self.equal).sum())
        return total / max(count, 1)

    def _step(self, point: Point, plainly: bool) -> Point:
        """Predict towards zero complementarity and correct; plainly, back to the central path."""
        low, high, rows = self._products(point)
        factored = _Factored(self, point)
        mean = self._mean(point)
        across = Point(*(np.zeros(1) for _ in range(5)))
        centre = mean * PLAIN
        if not plainly:
            across = factored.direction(low, high, rows)
            ahead = self._moved(point, across, self._lengths(point, across, 1.0))
            centre = mean * (self._mean(ahead) / mean) ** 3 if mean > 0 else 0.0
        step = factored.direction(
            low + across.x * across.low - centre,
            np.where(self.capped, high - across.x * across.high - centre, 0.0),
            np.where(self.equal, 0.0, rows + across.s * across.y - centre),
        )
        return self._careful(point, step, self._lengths(point, step, NEAR_BOUND))

    def _careful(self, point: Point, by: Point, lengths: tuple[float, float]) -> Point:
        """Move; on curved columns only as far as the residual of the prices does not blow up."""
        moved = self._moved(point, by, lengths)
        if not self.bent:
            return moved
        before = max(float(np.max(np.abs(self._residuals(point)[0]))), self._mean(point))
        length = min(lengths)
        for _ in range(HALVINGS_MAX):
            if float(np.max(np.abs(self._residuals(moved)[0]))) <= BLOW_UP * before:
                break
            length /= 2
            moved = self._moved(point, by, (length, length))
        return moved

    def _lengths(self, point: Point, by: Point, share: float) -> tuple[float, float]:
        """Return how far columns and duals may move before something reaches its bound."""
        above, below = point.x - self.program.lower, self.program.upper - point.x
        primal = min(_reach(above, by.x), _reach(below, -by.x), _reach(point.s, by.s))
        inequal = np.where(self.equal, 0.0, by.y)
        dual = min(_reach(point.low, by.low), _reach(point.high, by.high), _reach(point.y, inequal))
        if self.bent or bool(np.any(self.program.slope > 0)):
            primal = dual = min(primal, dual)
        return min(1.0, share * primal), min(1.0, share * dual)

    def _moved(self, point: Point, by: Point, lengths: tuple[float, float]) -> Point:
        primal, dual = lengths
        return Point(
            point.x + primal * by.x,
            point.low + dual * by.low,
            point.high + dual * by.high,
            point.y + dual * by.y,
            point.s + primal * by.s,
        )


class _Factored:
    """The linear system of one step, factored once for both of its directions."""

    def __init__(self, interior: Interior, point: Point) -> None:
        self.interior, self.point = interior, point
        program = interior.program
        self.above = point.x - program.lower
        self.below = np.where(interior.capped, program.upper - point.x, 1.0)
        curved = program.curvature(point.x) + point.low / self.above + point.high / self.below
        self.weight = 1.0 / (curved + NEAREST)
        self.dual, self.primal = interior._residuals(point)
        slack = np.where(interior.equal, REGULAR, point.s / np.where(interior.equal, 1, point.y))
        self.matrix = interior.normal.matrix(self.weight)
        self.matrix[np.diag_indices_from(self.matrix)] += slack + REGULAR * np.diag(self.matrix)

    def direction(self, low: Floats, high: Floats, rows: Floats) -> Point:
        """Return the step that removes the residuals and these complementarity products."""
        interior, point, program = self.interior, self.point, self.interior.program
        wanted = -self.dual - low / self.above + high / self.below
        y_safe = np.where(interior.equal, 1.0, point.y)
        right = -self.primal - np.where(interior.equal, 0.0, rows / y_safe)
        right -= program.supplied(self.weight * wanted)
        y = np.linalg.solve(self.matrix, right).astype(np.float64, copy=False)
        x = self.weight * (program.priced(y) + wanted)
        s = np.where(interior.equal, 0.0, program.supplied(x) + self.primal)
        return Point(
            x,
            -(low + point.low * x) / self.above,
            np.where(interior.capped, -(high - point.high * x) / self.below, 0.0),
            y,
            s,
        )


def _reach(value: Floats, change: Floats) -> float:
    falling = change < 0
    return float(np.min(value[falling] / -change[falling], initial=np.inf))


def _quantity_at_unit_price(program: Program) -> Floats:
    """Return roughly the quantity at which each curved column costs 1, by halving."""
    low, high = np.zeros(program.n_columns), np.ones(program.n_columns)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        cheap = program.marginal(middle) <= 1.0
        low, high = np.where(cheap, middle, low), np.where(cheap, high, middle)
    return np.where(program.factor > 0, high, 1.0)


def interior_point(program: Program, equal: Booleans | None = None) -> Point:
    """Solve a scaled program whose rows marked `equal` hold with equality."""
    rows = np.zeros(program.n_rows, dtype=bool) if equal is None else equal
    with np.errstate(all="ignore"):
        return Interior(program, rows).solve()
