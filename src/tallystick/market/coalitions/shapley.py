"""Ways to divide the gain of all, and whether some group would rather leave."""

from collections.abc import Sequence
from math import factorial

from tallystick.market.coalitions.game import Game
from tallystick.market.coalitions.groups import members


def shapley(game: Game) -> list[float]:
    """Return what each market adds on average over all orders of joining, in money."""
    n = len(game.ids)
    weights = [factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)]
    shares = [0.0] * n
    for group in range(1, game.everyone + 1):
        weight = weights[group.bit_count() - 1]
        for at in members(group):
            shares[at] += weight * (game.gain(group) - game.gain(group & ~(1 << at)))
    return shares


def objections(game: Game, split: Sequence[float]) -> list[tuple[int, float]]:
    """Return the groups that gain more alone than a split gives them, the largest excess first."""
    excess = [
        (group, game.gain(group) - sum(split[at] for at in members(group)))
        for group in range(1, game.everyone + 1)
    ]
    above = [one for one in excess if one[1] > game.tolerance]
    return sorted(above, key=lambda one: -one[1])


def in_core(game: Game, split: Sequence[float]) -> bool:
    """Return whether a split hands out the whole gain, no more, and no group objects."""
    shared = abs(sum(split) - game.gain(game.everyone)) <= game.tolerance
    return shared and not objections(game, split)
