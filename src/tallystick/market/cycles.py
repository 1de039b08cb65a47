"""Cycles of conversion: the money pumps that are refused and the neutral cycles to contract."""

from dataclasses import dataclass

import numpy as np

from tallystick.market.compile import Booleans, Floats, Integers

NEUTRAL = 1e-12
"""How near to 1 the rates around a cycle multiply to count as 1, on a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Conversions between nodes: a unit of `source` becomes `rate` units of `target`."""

    source: Integers
    target: Integers
    rate: Floats
    n_nodes: int


def potentials(arcs: Arcs) -> tuple[Floats, list[int]]:
    """Return log values of the nodes that no arc can better, and a cycle of arcs that pumps.

    With the values v, `v[target] >= v[source] + log rate` for every arc; such values exist where
    no cycle multiplies units, and then the cycle returned is empty. Bellman and Ford's method.
    """
    values = np.zeros(arcs.n_nodes)
    gain = np.log(arcs.rate)
    best = np.full(arcs.n_nodes, -1, dtype=np.int64)
    changed = np.empty(0, dtype=np.int64)
    for _ in range(arcs.n_nodes + 1):
        offered = values[arcs.source] + gain
        better = np.flatnonzero(offered > values[arcs.target] + NEUTRAL)
        if not len(better):
            return values, []
        order = better[np.argsort(offered[better], kind="stable")]
        values[arcs.target[order]] = offered[order]
        best[arcs.target[order]] = order
        changed = arcs.target[order]
    return values, _cycle(arcs, best, int(changed[0]))


def _cycle(arcs: Arcs, best: Integers, node: int) -> list[int]:
    """Walk back along the best arcs until a node recurs, and return the cycle's arcs in order."""
    seen: dict[int, int] = {}
    walked: list[int] = []
    while node not in seen:
        seen[node] = len(walked)
        arc = int(best[node])
        walked.append(arc)
        node = int(arcs.source[arc])
    return walked[seen[node] :][::-1]


@dataclass(frozen=True, slots=True)
class Contraction:
    """Nodes joined by neutral cycles: the root of each node, and units of the root per unit."""

    root: Integers
    factor: Floats
    inner: Booleans


def contract(arcs: Arcs, free: Booleans) -> Contraction:
    """Join the nodes between which units pass both ways free of any loss.

    `free` marks the arcs without fee or limit; `inner` of the answer marks those on such cycles.
    """
    values, _ = potentials(
        Arcs(arcs.source[free], arcs.target[free], arcs.rate[free], arcs.n_nodes)
    )
    kept = values[arcs.source] + np.log(arcs.rate) >= values[arcs.target] - 10 * NEUTRAL
    root = _components(arcs, free & kept)
    inner = free & kept & (root[arcs.source] == root[arcs.target])
    return Contraction(root, np.exp(values[root] - values), inner)


def _components(arcs: Arcs, kept: Booleans) -> Integers:
    """Return for each node the least node that it reaches and that reaches it (Kosaraju)."""
    onward: list[list[int]] = [[] for _ in range(arcs.n_nodes)]
    back: list[list[int]] = [[] for _ in range(arcs.n_nodes)]
    pairs = zip(arcs.source[kept].tolist(), arcs.target[kept].tolist(), strict=True)
    for source, target in pairs:
        onward[source].append(target)
        back[target].append(source)
    root = np.full(arcs.n_nodes, -1, dtype=np.int64)
    for start in reversed(_finished(onward)):
        if root[start] < 0:
            members = _reached(back, start, root)
            root[members] = min(members)
    return root


def _finished(onward: list[list[int]]) -> list[int]:
    """Return the nodes in the order in which a depth-first search leaves them."""
    seen = [False] * len(onward)
    order: list[int] = []
    for start in range(len(onward)):
        stack = [] if seen[start] else [(start, iter(onward[start]))]
        seen[start] = True
        while stack:
            node, rest = stack[-1]
            following = next((one for one in rest if not seen[one]), None)
            if following is None:
                order.append(node)
                stack.pop()
            else:
                seen[following] = True
                stack.append((following, iter(onward[following])))
    return order


def _reached(back: list[list[int]], start: int, root: Integers) -> list[int]:
    members, stack = {start}, [start]
    while stack:
        for node in back[stack.pop()]:
            if root[node] < 0 and node not in members:
                members.add(node)
                stack.append(node)
    return sorted(members)
