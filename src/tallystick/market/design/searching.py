"""The best setting of a few instruments: a grid, then a compass that halves its steps.

Gains of a network bend where limits begin and cease to bind, so that nothing that needs
derivatives is used. The grid finds the hill and the compass its top: it tries each instrument a
step up and down and halves the step where none of these is better. With one instrument that is
exact on every hill; with two it can stop on the edge of what is admissible.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from tallystick.core.findings import refused
from tallystick.market.design.aims import Design, Trial, tried
from tallystick.market.design.rules import DESIGNS, SEARCHES, Fruitless
from tallystick.market.network import Network
from tallystick.market.solving import NoSolution, autarky, check

GRID = {1: 33, 2: 9}
"""How many values of each instrument the grid has, by the number of instruments."""
STEP_MIN = {1: 1e-6, 2: 1e-4}
"""The compass stops at this share of an instrument's range, by the number of instruments."""
BETTER = 1e-10
"""A setting is better where it gains more than this share: on a level the first one stays."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The best setting, the table of the grid, and the network as it was written."""

    design: Design
    best: Trial
    frontier: tuple[Trial, ...]
    written: Trial


def search(network: Network, design: Design) -> Searched:
    """Return the best admissible setting of the instruments; raises NoSolution."""
    findings = [*check(network), *DESIGNS.judge(design, network)]
    if refused(findings):
        raise NoSolution(findings)
    alone = autarky(network)

    @cache
    def trial(values: tuple[float, ...]) -> Trial:
        return tried(network, design, alone, values)

    axes = [_axis(change.low, change.high, GRID[len(design.changes)]) for change in design.changes]
    frontier = tuple(trial(values) for values in product(*axes))
    best = frontier[0]
    for one in frontier[1:]:
        best = one if _better(one, best) else best
    if not best.admissible:
        reasons = {one.refused for one in frontier if one.refused}
        raise NoSolution(SEARCHES.judge(Fruitless(len(frontier), sorted(reasons)), design))
    written = tried(network, replace(design, changes=()), alone, ())
    return Searched(design, _climbed(trial, design, best), frontier, written)


def _axis(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * at / (count - 1) for at in range(count)]


def _better(one: Trial, best: Trial) -> bool:
    """Return whether one setting is admissible and better than rounding."""
    if not one.admissible or not best.admissible:
        return one.admissible
    return one.score - best.score > BETTER * max(abs(one.score), abs(best.score))


def _climbed(trial: Callable[[tuple[float, ...]], Trial], design: Design, start: Trial) -> Trial:
    """Move from a setting of the grid by ever smaller steps while that makes it better."""
    best, share = start, 1 / (GRID[len(design.changes)] - 1)
    while share > STEP_MIN[len(design.changes)]:
        moved = best
        for at, change in enumerate(design.changes):
            for sign in (-1, 1):
                value = best.values[at] + sign * share * (change.high - change.low)
                inside = min(max(value, change.low), change.high)
                one = trial((*best.values[:at], inside, *best.values[at + 1 :]))
                moved = one if _better(one, moved) else moved
        if moved is best:
            share /= 2
        best = moved
    return best
