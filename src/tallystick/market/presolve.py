"""What is done to a program before it is solved, and undone afterwards.

Columns without room are fixed, nodes on neutral cycles become one, hard collars get a bound far
beyond any need, and everything is scaled so that needs and prices are around 1.
"""

from dataclasses import dataclass, replace

import numpy as np

from tallystick.market.compile import Column, Floats, Integers, Program, sums
from tallystick.market.cycles import Arcs, Contraction, contract

FAR = 100.0
"""Hard collars are cut off at so many times all needs together; the certificate knows no cut."""
AMPLE = 10.0
"""How much wider still the cut is than what floors could withhold."""
NO_ROOM = 1e-10
"""Columns with less room than this share of the largest need are fixed."""


@dataclass(frozen=True, slots=True)
class Presolved:
    """The small scaled program with what leads back to the whole one."""

    program: Program
    columns: Integers
    fixed: Floats
    row: Integers
    factor: Floats
    quantity_scale: float
    price_scale: float

    def prices(self, y: Floats) -> Floats:
        """Return the duals of the whole program's rows."""
        return self.factor * y[self.row] * self.price_scale

    def quantities(self, x: Floats) -> Floats:
        """Return the columns of the whole program; those inside a contraction are 0."""
        whole = self.fixed.copy()
        whole[self.columns] = x * self.quantity_scale
        return whole


def arcs_of(program: Program) -> tuple[Arcs, Integers]:
    """Return the conversions between balances, and the column of each."""
    columns = np.flatnonzero(program.kind >= Column.SENT)
    source = np.zeros(program.n_columns, dtype=np.int64)
    target = np.zeros(program.n_columns, dtype=np.int64)
    rate = np.ones(program.n_columns)
    balance = program.entry_row < program.n_balances
    leaves, enters = balance & (program.entry_value < 0), balance & (program.entry_value > 0)
    source[program.entry_column[leaves]] = program.entry_row[leaves]
    target[program.entry_column[enters]] = program.entry_row[enters]
    rate[program.entry_column[enters]] = program.entry_value[enters]
    return Arcs(source[columns], target[columns], rate[columns], program.n_balances), columns


def presolve(program: Program, price_scale: float | None = None) -> Presolved:
    """Return the program to hand to a solver, prices scaled by a guess unless one is given."""
    arcs, of = arcs_of(program)
    limited = np.zeros(program.n_columns, dtype=bool)
    limited[program.entry_column[program.entry_row >= program.n_balances]] = True
    free = np.isinf(program.upper[of]) & (program.base[of] == 0) & ~limited[of]
    contraction = contract(arcs, free)
    quantity, price = scales(program)
    price = price_scale or price
    keep = program.upper - program.lower > NO_ROOM * quantity
    keep[of[contraction.inner]] = False
    fixed = np.where(keep, 0.0, program.lower)
    columns = np.flatnonzero(keep)
    row, factor = _rows(program, contraction)
    lacking = factor * (program.rhs - program.supplied(fixed))
    right = sums(row, lacking, int(row.max(initial=-1)) + 1)
    joined = replace(
        select(program, columns),
        rhs=right,
        n_balances=int(np.max(row[: program.n_balances], initial=-1)) + 1,
    )
    joined = replace(
        joined,
        entry_row=row[joined.entry_row],
        entry_value=joined.entry_value * factor[joined.entry_row],
    )
    small = scaled(_cut(joined, quantity), quantity, price)
    return Presolved(small, columns, fixed, row, factor, quantity, price)


def _rows(program: Program, contraction: Contraction) -> tuple[Integers, Floats]:
    """Return for each row its row in the small program and the units of that per unit of it."""
    roots, place = np.unique(contraction.root, return_inverse=True)
    n_limits = program.n_rows - program.n_balances
    row = np.concatenate([place, len(roots) + np.arange(n_limits)])
    return row, np.concatenate([contraction.factor, np.ones(n_limits)])


def select(program: Program, columns: Integers) -> Program:
    """Return the program with only these columns, in this order."""
    place = np.full(program.n_columns, -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    entries = place[program.entry_column] >= 0
    return replace(
        program,
        **{name: getattr(program, name)[columns] for name in OF_COLUMNS},
        entry_row=program.entry_row[entries],
        entry_column=place[program.entry_column[entries]],
        entry_value=program.entry_value[entries],
    )


OF_COLUMNS = (
    "base",
    "slope",
    "factor",
    "power",
    "exponential",
    "lower",
    "upper",
    "kind",
    "owner",
    "year",
)


def scales(program: Program) -> tuple[float, float]:
    """Return the largest need, and the middle of the prices at which markets would meet theirs."""
    quantity = largest_need(program)
    of = np.zeros(program.n_columns, dtype=np.int64)
    abated = program.kind == Column.ABATED
    own = abated[program.entry_column] & (program.entry_row < program.n_balances)
    of[program.entry_column[own]] = program.entry_row[own]
    wanted = np.maximum(program.rhs[of], quantity / 100)
    costs = np.abs(program.marginal(np.clip(wanted, program.lower, program.upper)))
    costs = np.sort(costs[np.isfinite(costs) & (costs > 0) & abated])
    middle = costs[(len(costs) - 1) // 2] if len(costs) else np.max(np.abs(program.base), initial=0)
    return quantity, float(middle) or 1.0


def largest_need(program: Program) -> float:
    """Return the largest need or surplus, or the widest column where there is none."""
    quantity = float(np.max(np.abs(program.rhs[: program.n_balances]), initial=0.0))
    finite = program.upper[np.isfinite(program.upper)]
    return quantity or float(np.max(finite, initial=0.0)) or 1.0


def _cut(program: Program, quantity: float) -> Program:
    collar = (program.kind == Column.WITHHELD) | (program.kind == Column.RELEASED)
    total = FAR * max(quantity, float(np.sum(np.abs(program.rhs[: program.n_balances]))))
    total += AMPLE * _supply_at_floors(program)
    return replace(program, upper=np.where(collar & np.isinf(program.upper), total, program.upper))


def _supply_at_floors(program: Program) -> float:
    """Return what all markets abate, at the most, at the highest floor seen through any rate.

    Where needs are small beside the curves, floors withhold far more than any need.
    """
    rate = max(1.0, float(np.max(program.entry_value, initial=1.0)))
    top = rate * float(np.max(-program.base[program.kind == Column.WITHHELD], initial=0.0))
    left = np.maximum(top - program.base, 0.0)
    with np.errstate(all="ignore"):
        straight = np.where(program.slope > 0, left / program.slope, program.upper)
        bent = np.where(
            program.exponential,
            np.log1p(left / program.factor) / program.power,
            (left / program.factor) ** (1 / program.power),
        )
    most = program.lower + np.where(program.factor > 0, bent, straight)
    supplied = np.minimum(np.where(left > 0, most, 0.0), program.upper)
    own = (program.kind == Column.ABATED) & np.isfinite(supplied)
    return rate * float(np.sum(supplied[own]))


def scaled(program: Program, quantity: float, price: float) -> Program:
    """Return the program in multiples of a quantity and a price."""
    with np.errstate(over="ignore"):
        grown = np.where(program.exponential, 1.0, quantity**program.power)
    return replace(
        program,
        base=program.base / price,
        slope=program.slope * quantity / price,
        factor=np.where(program.factor > 0, program.factor * grown, 0.0) / price,
        power=np.where(program.exponential, program.power * quantity, program.power),
        lower=program.lower / quantity,
        upper=program.upper / quantity,
        rhs=program.rhs / quantity,
    )
