"""The split that leaves the least reason to leave: least core and nucleolus, by linear programs.

Each program lowers the largest excess (what a group gains alone beyond its part of the split) of
the groups that are not settled. Groups whose rows carry a price are tight at every optimum and are
settled there; with the groups spanned by settled ones they drop out, until the split is the only
one left (Kopelowitz 1967).
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from tallystick.market.coalitions.game import Game
from tallystick.market.coalitions.groups import members
from tallystick.market.compile import Floats

PRICED = 1e-7
"""Rows with a price above this are tight at every optimum."""


@dataclass(frozen=True, slots=True)
class LeastCore:
    """The least largest excess over all true groups, in money, and the nucleolus at it.

    A negative excess means that the core is not empty and how much room it has.
    """

    excess: float
    nucleolus: list[float]


def least_core(game: Game) -> LeastCore | None:
    """Return the least core of a game; None where scipy is not installed."""
    try:
        linprog = import_module("scipy.optimize").linprog
    except ImportError:
        return None
    n, scale = len(game.ids), abs(game.gain(game.everyone)) or game.scale
    if n == 1:
        return LeastCore(0.0, [game.gain(1)])
    open_groups = np.arange(1, game.everyone)
    gains = np.array([game.gain(int(group)) for group in open_groups]) / scale
    rows = np.array([_indicator(int(group), n) for group in open_groups])
    settled, right = np.ones((1, n)), np.array([game.gain(game.everyone) / scale])
    excesses: list[float] = []
    while np.linalg.matrix_rank(settled) < n:
        found = _lowered(linprog, rows, gains, settled, right)
        excess = float(found.x[-1])
        excesses.append(excess)
        tight = -found.ineqlin.marginals > PRICED
        settled = np.vstack([settled, rows[tight]])
        right = np.concatenate([right, gains[tight] - excess])
        spanned = np.array([_spans(settled, row) for row in rows])
        rows, gains = rows[~spanned], gains[~spanned]
    split = np.linalg.lstsq(settled, right, rcond=None)[0]
    return LeastCore(excesses[0] * scale, [float(share) * scale for share in split])


def _lowered(linprog: Any, rows: Floats, gains: Floats, settled: Floats, right: Floats) -> Any:
    """Minimise the largest excess of the rows while the settled sums stay as they are."""
    n = rows.shape[1]
    return linprog(
        c=[0.0] * n + [1.0],
        A_ub=np.hstack([-rows, -np.ones((len(rows), 1))]),
        b_ub=-gains,
        A_eq=np.hstack([settled, np.zeros((len(settled), 1))]),
        b_eq=right,
        bounds=[(None, None)] * (n + 1),
        method="highs",
    )


def _indicator(group: int, n: int) -> list[float]:
    inside = set(members(group))
    return [1.0 if at in inside else 0.0 for at in range(n)]


def _spans(settled: Floats, row: Floats) -> bool:
    rank = np.linalg.matrix_rank(settled)
    return bool(np.linalg.matrix_rank(np.vstack([settled, row])) == rank)
