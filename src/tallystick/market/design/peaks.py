"""The highest point of a function of one number."""

from collections.abc import Callable
from math import sqrt

POINTS = 33
"""How many places of the range are looked at first."""
GOLDEN = (sqrt(5) - 1) / 2
NARROW = 1e-9
"""Where the top of a smooth hill cannot be told from its neighbours in double precision."""


def peak(value: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function is highest: the best of a grid, then golden section around it."""
    spacing = (high - low) / (POINTS - 1)
    best = max((low + spacing * at for at in range(POINTS)), key=value)
    left, right = max(best - spacing, low), min(best + spacing, high)
    inner, outer = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    at_inner, at_outer = value(inner), value(outer)
    while right - left > NARROW * (high - low):
        if at_inner >= at_outer:
            right, outer, at_outer = outer, inner, at_inner
            inner = right - GOLDEN * (right - left)
            at_inner = value(inner)
        else:
            left, inner, at_inner = inner, outer, at_outer
            outer = left + GOLDEN * (right - left)
            at_outer = value(outer)
    return (left + right) / 2
