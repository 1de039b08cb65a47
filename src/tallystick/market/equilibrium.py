"""The equilibrium of a compiled program: solved, made canonical, and certified."""

from dataclasses import dataclass, replace

import numpy as np

from tallystick.market.certificate import RESIDUAL_MAX, residual, units
from tallystick.market.compile import Column, Floats, Integers, Program
from tallystick.market.faces import Prices, least_squares, price_intervals
from tallystick.market.interior import Point, interior_point
from tallystick.market.outside import clarabel_point
from tallystick.market.polish import polish
from tallystick.market.presolve import Presolved, presolve, scaled

SHORT = 1e-7
"""Shortages below this share of the largest need are rounding."""
LIGHT = 1e-6
FINE = 1e-9
"""An answer less exact than this is sought once more, with prices scaled otherwise."""
SHARES = (0.1, 1e-3, 1e-5)
"""Of the scale first guessed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Quantities of the columns and duals of the rows, in present value, with their certificate."""

    x: Floats
    y: Floats
    least: Floats
    greatest: Floats
    max_residual: float
    method: str


class Unmet(Exception):  # noqa: N818 (what the needs are)
    """Needs that no abatement and no flow can meet: `rows` of balances, short by so many tonnes."""

    def __init__(self, rows: Integers, quantities_t: Floats) -> None:
        super().__init__("needs cannot be met")
        self.rows = rows
        self.quantities_t = quantities_t


class Uncertified(Exception):  # noqa: N818 (what the answer is)
    """An answer that no solver could certify; `max_residual` is the best that was reached."""

    def __init__(self, max_residual: float) -> None:
        super().__init__(f"the largest residual is {max_residual:.1e}")
        self.max_residual = max_residual


def settle(program: Program, *, canonical: bool = True) -> Answer:
    """Return the certified equilibrium; raises Unmet or Uncertified.

    Where `canonical` is not asked for, free flows inside a contraction are left at 0: prices and
    abatement are right, the certificate is that of the contracted program, and it costs half.
    """
    if not program.n_columns:
        return _empty(program)
    small = presolve(program)
    point = interior_point(small.program)
    if not canonical:
        quick = _contracted(small, point)
        if quick.max_residual <= RESIDUAL_MAX:
            return quick
    own = _finish(program, small, point, "interior point")
    if own.max_residual > FINE:
        own = _again(program, own, small.price_scale)
    if own.max_residual <= RESIDUAL_MAX:
        return own
    short = shortages(small)
    if np.any(short > SHORT):
        raise _unmet(program, small, short)
    outside = clarabel_point(small.program)
    other = own if outside is None else _finish(program, small, outside, "clarabel")
    best = min(own, other, key=lambda answer: answer.max_residual)
    if best.max_residual > RESIDUAL_MAX:
        raise Uncertified(best.max_residual)
    return best


def _contracted(small: Presolved, point: Point) -> Answer:
    """Polish a point and lead it back without choosing among equal flows and prices."""
    x, y = polish(small.program, point)
    prices = small.prices(y)
    fit = residual(small.program, x, y)
    return Answer(small.quantities(x), prices, prices, prices, fit, "interior point")


def _again(program: Program, first: Answer, price_scale: float) -> Answer:
    """Solve once more, with prices scaled by those that came out and by less, and keep the best.

    Curves that start level leave prices near 0 undecided at one scale and not at another.
    """
    best = first
    price = float(np.max(np.abs(first.y[: program.n_balances]), initial=0.0))
    for scale in (price, *(price_scale * share for share in SHARES)):
        if not 0 < scale < np.inf:
            continue
        small = presolve(program, scale)
        other = _finish(program, small, interior_point(small.program), first.method)
        best = min(best, other, key=lambda answer: answer.max_residual)
        if best.max_residual <= FINE:
            break
    return best


def _finish(program: Program, small: Presolved, point: Point, method: str) -> Answer:
    """Polish a point, choose among equals, lead it back to the whole program, and certify it."""
    x, y = polish(small.program, point)
    prices = Prices(y, y, y)
    if residual(small.program, x, y) <= RESIDUAL_MAX:
        prices = _certified_prices(small.program, x, y)
    whole_y = small.prices(prices.y)
    whole_x = _canonical(program, small, x, y)
    return Answer(
        x=whole_x,
        y=whole_y,
        least=small.prices(prices.least),
        greatest=small.prices(prices.greatest),
        max_residual=residual(program, whole_x, whole_y),
        method=method,
    )


def _certified_prices(program: Program, x: Floats, y: Floats) -> Prices:
    """Return the lowest prices with their intervals, unless they would cost the certificate."""
    prices = price_intervals(program, x, y)
    allowed = max(RESIDUAL_MAX / 10, residual(program, x, y))
    return prices if residual(program, x, prices.y) <= allowed else replace(prices, y=y)


def _canonical(program: Program, small: Presolved, x: Floats, y: Floats) -> Floats:
    """Return the quantities of least squares, or those found where these fit better."""
    found, duals = small.quantities(x), small.prices(y)
    quantity, price = units(program, duals)
    canonical = quantity * least_squares(
        scaled(program, quantity, price), found / quantity, duals / price
    )
    before, after = (residual(program, each, duals) for each in (found, canonical))
    return canonical if after <= max(before, RESIDUAL_MAX / 10) else found


def shortages(small: Presolved) -> Floats:
    """Return what each balance lacks when as little as possible is lacking; 0 where unproven."""
    program, n = small.program, small.program.n_columns
    extra = np.arange(program.n_balances)
    zeros = np.zeros(len(extra))
    none = np.zeros(n + len(extra))
    elastic = replace(
        program,
        slope=np.concatenate([np.full(n, LIGHT), zeros]),
        base=np.concatenate([np.zeros(n), zeros + 1.0]),
        factor=none,
        power=none + 1.0,
        exponential=none.astype(bool),
        lower=np.concatenate([program.lower, zeros]),
        upper=np.concatenate([program.upper, zeros + np.inf]),
        kind=np.concatenate([program.kind, np.full(len(extra), int(Column.RELEASED))]),
        owner=np.concatenate([program.owner, extra]),
        year=np.concatenate([program.year, extra]),
        entry_row=np.concatenate([program.entry_row, extra]),
        entry_column=np.concatenate([program.entry_column, n + extra]),
        entry_value=np.concatenate([program.entry_value, zeros + 1.0]),
    )
    x, y = polish(elastic, interior_point(elastic))
    return x[n:] if residual(elastic, x, y) <= RESIDUAL_MAX else zeros


def _unmet(program: Program, small: Presolved, short: Floats) -> Unmet:
    """Name the needs behind a shortage; among contracted markets, those that have a need."""
    n = program.n_balances
    lacking = short[small.row[:n]] > SHORT
    needy = lacking & (program.rhs[:n] > 0)
    rows = np.flatnonzero(needy if needy.any() else lacking)
    quantities = short[small.row[rows]] / small.factor[rows]
    return Unmet(rows, quantities * small.quantity_scale)


def _empty(program: Program) -> Answer:
    """Answer a program in which nothing can be decided."""
    rows = np.flatnonzero(program.rhs > 0)
    if len(rows):
        raise Unmet(rows, program.rhs[rows])
    zeros = np.zeros(program.n_rows)
    greatest = np.where(program.rhs == 0, np.inf, 0.0)
    return Answer(np.zeros(0), zeros, zeros, greatest, 0.0, "nothing to decide")
