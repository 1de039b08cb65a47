"""Networks in the form of a star: what makes one, and where its parts stand in the program."""

from typing import NamedTuple

import numpy as np

from tallystick.market.compile import Column, Integers, Program
from tallystick.market.ensemble.lanes import NONE, Moves, moves_of
from tallystick.market.network import Network

SPOKES_MIN = 3
"""From so many spokes on the star's own method is faster than the general one."""


class Star(NamedTuple):
    """The hub's row, and by row the columns of each market and of its links; -1 where none is."""

    hub: int
    abated: Integers
    withheld: Integers
    released: Integers
    out: Integers
    back: Integers
    moves: Moves


def star_of(network: Network, program: Program) -> Star | None:
    """Return the star that a network is; None where it is another.

    Every link has the hub at one end, no two lead the same way, no limit counts several links, and
    every market has at most one straight piece of a curve, one floor and one ceiling.
    """
    n = len(network.markets)
    if network.n_years != 1 or network.limits or n <= SPOKES_MIN:
        return None
    hub = _hub(network)
    columns = [_columns(network, program, kind) for kind in (Column.ABATED, Column.WITHHELD)]
    columns.append(_columns(network, program, Column.RELEASED))
    links = None if hub is None else _links(network, program, hub)
    if hub is None or links is None or bool(np.any(program.factor != 0)):
        return None
    abated, withheld, released = columns
    if abated is None or withheld is None or released is None:
        return None
    out, back = links
    moves = moves_of(program, (abated, withheld, released, back, out))
    return Star(hub, abated, withheld, released, out, back, moves)


def _hub(network: Network) -> int | None:
    """Return the one market that every link touches."""
    ends = [{link.source, link.target} for link in network.links]
    shared = set.intersection(*ends) if ends else set()
    ids = [market.id for market in network.markets]
    return ids.index(shared.pop()) if len(shared) == 1 else None


def _columns(network: Network, program: Program, kind: Column) -> Integers | None:
    """Return each market's column of a kind; None where one has several."""
    found = np.full(len(network.markets), NONE, dtype=np.int64)
    for column in np.flatnonzero(program.kind == kind).tolist():
        if found[program.owner[column]] != NONE:
            return None
        found[program.owner[column]] = column
    return found


def _links(network: Network, program: Program, hub: int) -> tuple[Integers, Integers] | None:
    """Return by spoke the column of the link to the hub and of the link from it."""
    ids = [market.id for market in network.markets]
    out, back = np.full((2, len(ids)), NONE, dtype=np.int64)
    for column in np.flatnonzero(program.kind == Column.SENT).tolist():
        link = network.links[program.owner[column]]
        leads_out = link.target == ids[hub]
        side, spoke = (out, link.source) if leads_out else (back, link.target)
        if side[ids.index(spoke)] != NONE:
            return None
        side[ids.index(spoke)] = column
    return out, back
