"""Growing Merkle trees: by the edge alone, or with every subtree kept so that all can be proven."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from tallystick.ledger.proof.merkle import (
    HASH_BYTES,
    NODE_PREFIX,
    node_hash,
    peak_spans,
    peaks_root,
)

_PAIR = 2 * HASH_BYTES


class Frontier:
    """The growing edge of a tree: its size and peaks, enough to append and to give the root.

    Raises ValueError when the peaks are not those of a tree of this size.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size < 0 or len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves does not have {len(peaks)} peaks")
        if any(len(peak) != HASH_BYTES for peak in peaks):
            raise ValueError(f"a peak is not {HASH_BYTES} bytes long")
        self._size = size
        self._peaks = list(peaks)

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The peaks, largest first."""
        return tuple(self._peaks)

    @property
    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return peaks_root(self._peaks)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append leaves by their hashes."""
        peaks = self._peaks
        size = self._size
        for leaf in leaf_hashes:
            node, carry = leaf, size
            while carry & 1:
                node = sha256(NODE_PREFIX + peaks.pop() + node).digest()
                carry >>= 1
            peaks.append(node)
            size += 1
        self._size = size


class Tree:
    """An append-only tree that keeps every complete subtree, and so proves anything about itself.

    `levels` restores a tree from what its property of that name gave; 64 bytes are held per leaf.
    Raises ValueError when the levels do not fit each other.
    """

    def __init__(self, levels: Sequence[bytes] = ()) -> None:
        self._levels = [bytearray(level) for level in levels] or [bytearray()]
        below = 2 * len(self._levels[0])
        for level in self._levels:
            if len(level) % HASH_BYTES or len(level) // HASH_BYTES != below // _PAIR:
                raise ValueError("the levels are not those of one tree")
            below = len(level)
        if below >= _PAIR:
            raise ValueError("the upper levels of the tree are absent")

    @property
    def levels(self) -> tuple[bytes, ...]:
        """The hashes of each level joined, leaves first."""
        return tuple(bytes(level) for level in self._levels)

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append leaves by their hashes; ValueError when one is not 32 bytes long."""
        new = list(leaf_hashes)
        if set(map(len, new)) - {HASH_BYTES}:
            raise ValueError(f"a leaf hash is not {HASH_BYTES} bytes long")
        self._levels[0] += b"".join(new)
        level = 0
        while self._grow(level):
            level += 1

    def _grow(self, level: int) -> bool:
        """Hash the new pairs of a level into the level above; False when there are none."""
        below = self._levels[level]
        if len(below) < _PAIR:
            return False
        if level + 1 == len(self._levels):
            self._levels.append(bytearray())
        above = self._levels[level + 1]
        new = bytes(below[2 * len(above) : len(below) // _PAIR * _PAIR])
        starts = range(0, len(new), _PAIR)
        above += b"".join([sha256(NODE_PREFIX + new[at : at + _PAIR]).digest() for at in starts])
        return bool(new)

    def peaks(self, size: int) -> tuple[bytes, ...]:
        """Return the peaks of the tree when it had this size."""
        self._has(size)
        return tuple(self._subtree(first, stop) for first, stop in peak_spans(size))

    def root(self, size: int) -> bytes:
        """Return the root of the tree when it had this size; ValueError when it never had."""
        return peaks_root(self.peaks(size))

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Prove that a leaf stands at an index of the tree of this size (section 2.1.3.1)."""
        self._has(size)
        return [self._subtree(*span) for span in inclusion_spans(index, size)]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Prove that the tree of size `new` only appends to that of size `old` (2.1.4.1)."""
        self._has(new)
        if not 0 <= old <= new:
            raise ValueError(f"a tree of {new} leaves was never one of {old}")
        if old in {0, new}:
            return []
        path = []
        for span, sibling in _descent(old - 1, new):
            path.append(self._subtree(*sibling))
            if span[1] == old:
                break
        return ([self._subtree(*span)] if span[0] else []) + path[::-1]

    def _has(self, size: int) -> None:
        if not 0 <= size <= len(self):
            raise ValueError(f"the tree has {len(self)} leaves and no size {size}")

    def _subtree(self, first: int, stop: int) -> bytes:
        """Return the hash of the leaves from `first` up to `stop`, a subtree of some tree."""
        if (stop - first).bit_count() == 1:
            level = (stop - first).bit_length() - 1
            at = (first >> level) * HASH_BYTES
            return bytes(self._levels[level][at : at + HASH_BYTES])
        middle = first + _split(stop - first)
        return node_hash(self._subtree(first, middle), self._subtree(middle, stop))


Span = tuple[int, int]


def inclusion_spans(index: int, size: int) -> list[Span]:
    """List the subtrees, each from a leaf up to another, whose hashes prove a leaf at an index."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return [sibling for _, sibling in _descent(index, size)][::-1]


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def _descent(index: int, size: int) -> Iterator[tuple[Span, Span]]:
    """Walk from the root to a leaf: each subtree on the way, and the sibling left aside."""
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            sibling, stop = (middle, stop), middle
        else:
            sibling, start = (start, middle), middle
        yield (start, stop), sibling
