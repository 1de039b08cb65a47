"""Standard normal numbers for every draw, the same for a seed however the work is divided."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.draws import Uncertainty

BLOCK = 2048
"""Draws of one block, which has a random stream of its own."""


def blocks(n_draws: int) -> int:
    """Return how many blocks hold so many draws."""
    return -(-n_draws // BLOCK)


def normals(uncertainty: Uncertainty, seed: int, stream: int, block: int) -> Floats:
    """Return the correlated numbers of a whole block, a line per draw and a place per parameter.

    `stream` tells apart samples of one seed that have to be independent.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(stream, block))
    generator = np.random.Generator(np.random.Philox(sequence))
    independent = generator.standard_normal((BLOCK, len(uncertainty.draws)))
    root = uncertainty.root()
    if root is None:
        return independent
    # Sums in a fixed order: a matrix product may round differently from one shape to the next.
    correlated: Floats = np.einsum("nk,jk->nj", independent, root, optimize=False)
    return correlated
