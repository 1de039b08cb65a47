"""Which groups would form: structures, the group each member prefers, and who would leave or join.

A market outside a group is on its own, so that it gains nothing and pays no linking cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.market.coalitions.game import Game
from tallystick.market.coalitions.groups import members


def bell(n_markets: int) -> int:
    """Return in how many ways markets can fall into groups."""
    row = [1]
    for _ in range(n_markets):
        following = [row[-1]]
        for value in row:
            following.append(following[-1] + value)
        row = following
    return row[0]


def partitions(n_markets: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which markets can fall into groups."""
    if n_markets == 0:
        yield ()
        return
    newest = 1 << (n_markets - 1)
    for structure in partitions(n_markets - 1):
        for at, group in enumerate(structure):
            yield (*structure[:at], group | newest, *structure[at + 1 :])
        yield (*structure, newest)


def best_structure(game: Game) -> tuple[int, ...]:
    """Return the structure with the largest gain after linking costs, the coarsest among equals.

    Found group by group: the best of a group is itself, or the best of two parts of it.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for group in range(1, game.everyone + 1):
        best[group] = game.net_gain(group), (group,)
        first = group & -group
        part = (group - 1) & group
        while part:
            rest = group & ~part
            total = best[part][0] + best[rest][0]
            if part & first and total > best[group][0] + game.tolerance:
                best[group] = total, best[part][1] + best[rest][1]
            part = (part - 1) & group
    return tuple(sorted(best[game.everyone][1]))


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether members of a group would stay and outsiders stay away, at the group's own prices.

    `with_transfers` says that the members could be kept by payments among themselves.
    """

    group: int
    leavers: tuple[int, ...]
    joiners: tuple[int, ...]
    with_transfers: bool


def stability(game: Game, group: int) -> Stability:
    """Return who would leave a group and who would join it."""
    outside = members(game.everyone & ~group)
    return Stability(
        group=group,
        leavers=tuple(at for at in members(group) if game.net_payoff(group, at) < -game.tolerance),
        joiners=tuple(
            at for at in outside if game.net_payoff(group | 1 << at, at) > game.tolerance
        ),
        with_transfers=game.net_gain(group) >= -game.tolerance,
    )


def preferred(game: Game) -> list[int]:
    """Return the group in which each market has most, the smallest among equals."""
    return [_preferred(game, at) for at in range(len(game.ids))]


def _preferred(game: Game, member: int) -> int:
    chosen = 1 << member
    for group in sorted(game.payoffs, key=int.bit_count):
        more = game.net_payoff(group, member) if group >> member & 1 else float("-inf")
        if more > game.net_payoff(chosen, member) + game.tolerance:
            chosen = group
    return chosen


def frontier(game: Game) -> list[int]:
    """Return the groups that no other beats: more gain only at more linking cost."""
    ordered = sorted(game.payoffs, key=lambda group: (game.spent(group), -game.gain(group)))
    found: list[int] = []
    for group in ordered:
        if not found or game.gain(group) > game.gain(found[-1]) + game.tolerance:
            found.append(group)
    return found
