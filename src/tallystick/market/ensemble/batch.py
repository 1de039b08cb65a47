"""Many programs of one shape, side by side: what the kernels read and write."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tallystick.market.compile import Booleans, Column, Floats, Integers, Program
from tallystick.market.presolve import scales

OF_COLUMNS = ("base", "slope", "factor", "power", "lower", "upper")


class Shape(NamedTuple):
    """What all draws share; the entries of A stand column by column."""

    start: Integers
    row: Integers
    n_balances: int
    collar: Booleans
    exponential: Booleans
    bent: bool
    price_scale: float


class Batch(NamedTuple):
    """What differs between draws: a line per draw, a place per column, entry or row."""

    base: Floats
    slope: Floats
    factor: Floats
    power: Floats
    lower: Floats
    upper: Floats
    value: Floats
    rhs: Floats


class Answers(NamedTuple):
    """Quantities and duals of every draw, with the largest residual of each."""

    x: Floats
    y: Floats
    residual: Floats


def column_major(program: Program) -> Program:
    """Return the same program with its entries in the order of their columns."""
    order = np.argsort(program.entry_column, kind="stable")
    return replace(
        program,
        entry_row=program.entry_row[order],
        entry_column=program.entry_column[order],
        entry_value=program.entry_value[order],
    )


def shape_of(program: Program) -> Shape:
    """Return the shape of a program whose entries are in the order of their columns."""
    collar = (program.kind == Column.WITHHELD) | (program.kind == Column.RELEASED)
    starts = np.searchsorted(program.entry_column, np.arange(program.n_columns + 1))
    return Shape(
        start=starts.astype(np.int64),
        row=program.entry_row,
        n_balances=program.n_balances,
        collar=collar,
        exponential=program.exponential,
        bent=bool(np.any(program.factor != 0)),
        price_scale=scales(program)[1],
    )


def repeated(program: Program, n_draws: int) -> Batch:
    """Return a batch in which every draw is the program itself."""
    lines = {name: getattr(program, name) for name in OF_COLUMNS}
    lines |= {"value": program.entry_value, "rhs": program.rhs}
    return Batch(**{name: np.tile(line, (n_draws, 1)) for name, line in lines.items()})


def program_at(program: Program, batch: Batch, draw: int) -> Program:
    """Return one draw as a program of its own."""
    lines = {name: getattr(batch, name)[draw] for name in OF_COLUMNS}
    return replace(program, **lines, entry_value=batch.value[draw], rhs=batch.rhs[draw])
