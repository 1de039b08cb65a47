"""Stored subtrees: what lets a proof read a few hashes and not the whole log."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from tallystick.ledger.log import tables
from tallystick.ledger.log.tables import Run
from tallystick.ledger.proof.merkle import HASH_BYTES, peak_spans, peaks_root
from tallystick.ledger.proof.tree import Frontier, Tree, inclusion_spans
from tallystick.ledger.store import Store

STEP = 8
"""Every level of the tree whose number is a multiple of this is stored: one hash for 256 below."""

Subtree = tuple[int, int, bytes]
"""The level, the place among the subtrees of that level, and the hash."""


def keep_subtrees(store: Store, before: int, after: int) -> None:
    """Store the subtrees that became complete when the log grew from one size to another."""
    level = STEP
    while before >> level < after >> level:
        for place in range(before >> level, after >> level):
            below = tables.subtrees(store, level - STEP, place << STEP, place + 1 << STEP)
            tables.write_subtree(store, level, place, _root(below))
        level += STEP


def subtrees_of(hashes: Iterable[bytes], level: int = 0) -> Iterator[Subtree]:
    """Give the subtrees that a log stores above a level, by the hashes of all on that level."""
    level += STEP
    below, above = iter(hashes), list[bytes]()
    while len(group := list(islice(below, 1 << STEP))) == 1 << STEP:
        subtree = _root(group)
        yield level, len(above), subtree
        above.append(subtree)
    if above:
        yield from subtrees_of(above, level)


def subtrees_in(tree: Tree) -> Iterator[Subtree]:
    """Give the subtrees that a log stores, of a tree that holds all."""
    for level, hashes in enumerate(tree.levels):
        if level and level % STEP == 0:
            for place, at in enumerate(range(0, len(hashes), HASH_BYTES)):
                yield level, place, hashes[at : at + HASH_BYTES]


def inclusion_path(store: Store, index: int, size: int) -> list[bytes]:
    """Return the proof that a leaf stands at an index of the log of some size.

    At most 256 hashes are read for each step up, all at once. Where the log is damaged, so is
    the proof.
    """
    spans = [_complete(first, stop) for first, stop in inclusion_spans(index, size)]
    found = tables.subtrees_at(store, [run for runs in spans for run in runs])
    return [peaks_root([_root(_hashes(found, run)) for run in runs]) for runs in spans]


def _complete(first: int, stop: int) -> list[Run]:
    """Return the runs of stored subtrees that the peaks of a span of leaves are made of."""
    return [_run(first + one, first + end) for one, end in peak_spans(stop - first)]


def _run(first: int, stop: int) -> Run:
    height = (stop - first).bit_length() - 1
    level = height - height % STEP
    return level, first >> level, stop >> level


def _hashes(found: Mapping[tuple[int, int], bytes], run: Run) -> Iterator[bytes]:
    level, first, stop = run
    return (found[level, place] for place in range(first, stop) if (level, place) in found)


def _root(below: Iterable[bytes]) -> bytes:
    frontier = Frontier()
    frontier.extend(below)
    return frontier.root
