"""The draws of a batch one after the other: guessed from neighbours or solved, then proven."""

from typing import NamedTuple

import numpy as np

from tallystick.market.compile import Floats, Integers
from tallystick.market.ensemble.active import read_off, snap, solve_guess
from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.interior import advance, refresh, start
from tallystick.market.ensemble.proof import proof
from tallystick.market.ensemble.workspace import (
    N_COLUMN,
    N_ROW,
    PRIMAL,
    largest_need,
    load,
    write,
)

STEPS_MAX = 60
GAP, NEAR = 1e-13, 1e-9
PATIENCE, STALLED_MAX = 2, 12
CERTIFIED = 1e-8
REMEMBERED = 6
"""So many guesses that have been right are kept, the latest first."""
EARLY, LATER = 1e-3, 1e-2
"""The mean product at which what binds is first guessed, and how far it falls between guesses."""
USEFUL = 0.25
"""Memory is asked in full while so many of the draws are found in it, else only its first."""


class Memory(NamedTuple):
    """What bound in earlier draws, with the point found there; `order` has the latest first."""

    columns: Floats
    rows: Floats
    xs: Floats
    ys: Floats
    order: Integers


@compiled
def descend(
    shape: Shape,
    value: Floats,
    work: tuple[Floats, Floats, Floats],
    guess: tuple[Floats, Floats],
    x: Floats,
    y: Floats,
) -> bool:
    """Follow the central path until a guess of what binds is right; return whether one was."""
    c, r = work[0], work[1]
    best, stalled, ready = np.inf, 0, EARLY
    start(shape, value, c, r)
    for _ in range(STEPS_MAX):
        gap, mean = refresh(shape, value, c, r)
        if mean < ready:
            read_off(c, r, guess[0], guess[1], x, y)
            if solve_guess(shape, value, work, guess, x, y):
                return True
            ready = mean * LATER
            refresh(shape, value, c, r)
        stalled = 0 if gap < 0.9 * best else stalled + 1
        best = min(best, gap)
        ended = gap < GAP or (gap < NEAR and mean < GAP) or stalled > STALLED_MAX
        if ended or not mean > GAP * NEAR:
            break
        advance(shape, value, work, mean, stalled > PATIENCE)
    read_off(c, r, guess[0], guess[1], x, y)
    snap(c, guess[0], guess[1], x, y)
    return False


@compiled
def settle_at(
    shape: Shape,
    batch: Batch,
    out: Answers,
    draw: tuple[int, float],
    work: tuple[Floats, Floats, Floats],
    slot: tuple[Floats, Floats, Floats, Floats],
    fresh: bool,
) -> bool:
    """Solve a draw into a slot of the memory, from there or afresh, and certify it.

    Returns whether what binds is now known there.
    """
    i, quantity = draw
    guess, x, y = (slot[0], slot[1]), slot[2], slot[3]
    if fresh:
        known = descend(shape, batch.value[i], work, guess, x, y)
    else:
        known = solve_guess(shape, batch.value[i], work, guess, x, y)
    if fresh or known:
        write((quantity, shape.price_scale), x, y, out, i)
        out.residual[i] = proof(shape, batch, i, out, quantity, work[1][PRIMAL])
    return known and out.residual[i] <= CERTIFIED


@compiled
def slot_of(memory: Memory, place: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what is remembered at a place."""
    at = memory.order[place]
    return memory.columns[at], memory.rows[at], memory.xs[at], memory.ys[at]


@compiled
def bring_forward(order: Integers, place: int) -> None:
    """Make the memory at a place the latest."""
    at = order[place]
    for p in range(place, 0, -1):
        order[p] = order[p - 1]
    order[0] = at


@compiled
def solve_draws(shape: Shape, batch: Batch, out: Answers) -> None:
    """Solve every draw of a batch and certify it."""
    n_draws, n_columns, n_rows = len(batch.rhs), batch.base.shape[1], batch.rhs.shape[1]
    work = np.empty((N_COLUMN, n_columns)), np.empty((N_ROW, n_rows)), np.empty((n_rows, n_rows))
    memory = Memory(
        np.zeros((REMEMBERED, n_columns)),
        np.zeros((REMEMBERED, n_rows)),
        np.zeros((REMEMBERED, n_columns)),
        np.zeros((REMEMBERED, n_rows)),
        np.arange(REMEMBERED),
    )
    known, hits = 0, 0
    for i in range(n_draws):
        draw = i, largest_need(shape, batch, i)
        load(shape, batch, i, (draw[1], shape.price_scale), work[0], work[1])
        asked = known if hits >= USEFUL * i else min(known, 1)
        place, found = 0, False
        while place < asked and not found:
            found = settle_at(shape, batch, out, draw, work, slot_of(memory, place), False)
            place += 1
        if found:
            hits += 1
            bring_forward(memory.order, place - 1)
            continue
        place = min(known, REMEMBERED - 1)
        if settle_at(shape, batch, out, draw, work, slot_of(memory, place), True):
            known = min(known + 1, REMEMBERED)
            bring_forward(memory.order, place)
