"""What the columns of many draws cost."""

from dataclasses import replace

import numpy as np

from tallystick.market.compile import Column, Floats, Integers, Program
from tallystick.market.ensemble.batch import Batch, Shape, repeated, shape_of


def areas(shape: Shape, batch: Batch, x: Floats, columns: Integers) -> Floats:
    """Return the cost of each of these columns in each draw: the integral from 0."""
    at = x[:, columns]
    cost = batch.base[:, columns] * at + batch.slope[:, columns] * at**2 / 2
    for place, column in enumerate(columns.tolist()):
        factor, power = batch.factor[:, column], batch.power[:, column]
        if not factor.any():
            continue
        one = at[:, place]
        if shape.exponential[column]:
            cost[:, place] += factor * (np.expm1(power * one) / power - one)
        else:
            cost[:, place] += factor * one ** (power + 1) / (power + 1)
    return cost


def own_program(program: Program, row: int) -> Program:
    """Return the part of a program that has only one row left, as a program of its own."""
    kept = program.entry_row == row
    return replace(
        program,
        entry_row=np.zeros(int(kept.sum()), dtype=np.int64),
        entry_column=program.entry_column[kept],
        entry_value=program.entry_value[kept],
        rhs=program.rhs[row : row + 1],
        n_balances=1,
    )


def abatement_cost(program: Program, x: Floats) -> float:
    """Return what the abatement of one program costs."""
    columns = np.flatnonzero(program.kind == Column.ABATED)
    batch, shape = repeated(program, 1), shape_of(program)
    return float(np.sum(areas(shape, batch, x[None], columns)))
