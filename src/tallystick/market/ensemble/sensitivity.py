"""Which draws matter: one at a time (tornado), and by shares of variance (Sobol)."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.measures import Key
from tallystick.market.ensemble.plan import Bench
from tallystick.market.ensemble.summary import Index, Swing

END = 1.6448536269514722
"""The standard normal number that one draw in twenty exceeds."""
SHOWN = frozenset({"price", "gain", "abatement", "abatement_cost", "emissions"})
"""Figures whose sensitivity is shown: of markets and of the whole, not of links and limits."""


def tornado(bench: Bench, keys: list[Key]) -> tuple[Swing, ...]:
    """Return every figure with each draw at its 5 and its 95 % end."""
    draws = bench.plan.uncertainty.draws
    normal = np.zeros((2 * len(draws), len(draws)))
    for place in range(len(draws)):
        normal[2 * place, place], normal[2 * place + 1, place] = -END, END
    figures = bench.block(normal).figures
    return tuple(
        Swing(draw.name, key, float(figures[at, 2 * place]), float(figures[at, 2 * place + 1]))
        for place, draw in enumerate(draws)
        for at, key in enumerate(keys)
        if key.name in SHOWN
    )


def indices(
    names: tuple[str, ...], keys: list[Key], base: Floats, other: Floats, swapped: Floats
) -> list[Index]:
    """Return Jansen's estimates from figures of two samples and of the first with a group swapped.

    Figures stand in lines by key; draws without an answer in any sample are left out.
    """
    found = []
    for at, key in enumerate(keys):
        if key.name not in SHOWN:
            continue
        a, b, c = base[at], other[at], swapped[at]
        known = ~(np.isnan(a) | np.isnan(b) | np.isnan(c))
        variance = float(np.var(np.concatenate([a[known], b[known]]))) if known.any() else 0.0
        if variance > 0:
            first = 1 - float(np.mean((b[known] - c[known]) ** 2)) / (2 * variance)
            total = float(np.mean((a[known] - c[known]) ** 2)) / (2 * variance)
            found.append(Index(names, key, first, total))
    return found
