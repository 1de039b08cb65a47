"""Appending to the Merkle log, against the SHA-256 calls that no implementation can save.

A leaf costs at least two hashes: its own, and on average one of an inner node.
"""

from hashlib import sha256
from time import perf_counter
from typing import Any

from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.tree import Frontier, Tree

LEAVES = [b"%0200d" % number for number in range(200_000)]
ROUNDS = 3
RATIO_MIN = 0.5


def floor() -> float:
    """Hash a leaf and a pair of hashes per leaf, and nothing else."""
    pair = bytes(65)
    start = perf_counter()
    for leaf in LEAVES:
        sha256(leaf).digest()
        sha256(pair).digest()
    return perf_counter() - start


def append(tree: Frontier | Tree) -> float:
    """Hash the leaves and append them."""
    start = perf_counter()
    tree.extend([leaf_hash(leaf) for leaf in LEAVES])
    return perf_counter() - start


def run() -> dict[str, Any]:
    """Measure the floor, the edge alone and the whole tree, the best of a few rounds each."""
    bare = min(floor() for _ in range(ROUNDS))
    edge = min(append(Frontier()) for _ in range(ROUNDS))
    whole = min(append(Tree()) for _ in range(ROUNDS))
    return {
        "name": "merkle",
        "what": "leaves hashed and appended, against two bare SHA-256 calls per leaf",
        "leaves_per_second": {
            "floor": round(len(LEAVES) / bare),
            "frontier": round(len(LEAVES) / edge),
            "tree": round(len(LEAVES) / whole),
        },
        "ratio": round(bare / edge, 2),
        "ratio_tree": round(bare / whole, 2),
        "limit": RATIO_MIN,
        "holds": bare / edge >= RATIO_MIN,
    }
