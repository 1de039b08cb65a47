"""The Merkle tree of RFC 9162 section 2.1, and the checks of its proofs.

Every hash is 32 bytes of SHA-256. A tree of n leaves falls into peaks, the complete subtrees that
the binary digits of n name, largest first; the peaks alone give the root and let the tree grow.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from hashlib import sha256

HASH_BYTES = 32
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf."""
    return sha256(LEAF_PREFIX + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(NODE_PREFIX + left + right).digest()


def peaks_root(peaks: Sequence[bytes]) -> bytes:
    """Fold the peaks of a tree, largest first, into its root."""
    if not peaks:
        return EMPTY_ROOT
    return reduce(lambda right, left: node_hash(left, right), reversed(peaks))


def peak_spans(size: int) -> list[tuple[int, int]]:
    """List the first leaf of each peak of a tree, and the leaf after its last."""
    spans = []
    first = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            spans.append((first, first + (1 << level)))
            first += 1 << level
    return spans


def _whole(hashes: Iterable[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Check that the leaf with this hash stands at an index under a root (section 2.1.3.2)."""
    if not 0 <= index < size or not _whole([leaf, root, *proof]):
        return False
    at, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            at, last = _skip_to_right_child(at, last)
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Check that a tree of size `new` only appends to one of size `old` (section 2.1.4.2)."""
    if not 0 <= old <= new or not _whole([old_root, new_root, *proof]):
        return False
    if old in {0, new}:
        return not proof and old_root == (new_root if old else EMPTY_ROOT)
    path = list(proof) if old.bit_count() > 1 else [old_root, *proof]
    if not path:
        return False
    at, last = _skip_to_left_child(old - 1, new - 1)
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            at, last = _skip_to_right_child(at, last)
        else:
            new_node = node_hash(new_node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


def _skip_to_right_child(at: int, last: int) -> tuple[int, int]:
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _skip_to_left_child(at: int, last: int) -> tuple[int, int]:
    while at & 1:
        at, last = at >> 1, last >> 1
    return at, last
