"""The entries between two checkpoints, checked as they pass."""

from collections.abc import Collection, Iterable, Iterator

from tallystick.core.findings import Finding
from tallystick.ledger.proof.checkpoint import Checkpoint
from tallystick.ledger.proof.faults import (
    ALTERED,
    KEPT_UNCHECKED,
    LOG_REWRITTEN,
    RANGE_MISMATCH,
    UNSIGNED,
)
from tallystick.ledger.proof.locate import Claim, Edge, locate
from tallystick.ledger.proof.merkle import leaf_hash, peaks_root
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.tree import Frontier

CLAIMS_MAX = 65_536
"""How many lines of a batch are remembered to locate damage; a larger batch is one range."""


class Batch:
    """Entries since a genuine checkpoint; `watched` are sizes at which to note the root."""

    def __init__(self, start: Edge, watched: Collection[int] = ()) -> None:
        self.start = start
        self._watched = watched
        self._frontier = Frontier(start.size, start.peaks)
        self._roots = {start.size: self._frontier.root}
        self._in_order = True
        self._claims: list[Claim] = []
        self._count = 0

    def add(self, entry: Entry) -> Iterator[Finding]:
        """Take the next entry in, and say whether its text fits its hash."""
        computed = leaf_hash(entry.leaf)
        if computed != entry.hash:
            yield ALTERED.found(line=entry.line, index=entry.index)
        self._in_order &= entry.index == self._frontier.size
        self._frontier.extend((entry.hash,))
        if self._frontier.size in self._watched:
            self._roots[self._frontier.size] = self._frontier.root
        self._count += 1
        if self._count <= CLAIMS_MAX:
            self._claims.append(Claim(entry.index, entry.hash, computed, entry.line))

    def close(self, end: Edge, kept: Iterable[Checkpoint]) -> Iterator[Finding]:
        """Compare the entries with the checkpoint after them, and with any kept on the way."""
        sound = self._in_order and self._frontier.size == end.size
        sound = sound and self._frontier.peaks == end.peaks
        if not sound:
            self._roots = {end.size: peaks_root(end.peaks)}
            yield from self._damage(end)
        for one in kept:
            if one.size not in self._roots:
                yield KEPT_UNCHECKED.found(size=one.size)
            elif self._roots[one.size] != one.root:
                yield LOG_REWRITTEN.found(size=one.size)

    def _damage(self, end: Edge) -> Iterator[Finding]:
        if self._count <= CLAIMS_MAX:
            yield from locate(self.start, end, self._claims)
        else:
            first, last = self.start.size, end.size - 1
            yield RANGE_MISMATCH.found(first_index=first, last_index=last, size=end.size)

    def abandon(self) -> Iterator[Finding]:
        """Say that no checkpoint came, if there are entries without one."""
        if self._count:
            yield UNSIGNED.found(index=self.start.size, count=self._count)
