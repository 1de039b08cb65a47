"""Cholesky's factorization of small dense systems, in place and skipping zeros."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.compiled import compiled

LEAST_PIVOT = 1e-300


@compiled
def factorize(matrix: Floats) -> None:
    """Turn the upper triangle of a positive definite matrix into its factor U with U'U."""
    n = len(matrix)
    for k in range(n):
        pivot = np.sqrt(max(matrix[k, k], LEAST_PIVOT))
        inverse = 1.0 / pivot
        matrix[k, k] = inverse
        for j in range(k + 1, n):
            matrix[k, j] *= inverse
        for i in range(k + 1, n):
            head = matrix[k, i]
            if head != 0.0:
                for j in range(i, n):
                    matrix[i, j] -= head * matrix[k, j]


@compiled
def solve_factored(matrix: Floats, right: Floats) -> None:
    """Replace a right-hand side by the solution, given the factor with inverse pivots."""
    n = len(matrix)
    for k in range(n):
        right[k] *= matrix[k, k]
        head = right[k]
        if head != 0.0:
            for j in range(k + 1, n):
                right[j] -= head * matrix[k, j]
    for k in range(n - 1, -1, -1):
        total = right[k]
        for j in range(k + 1, n):
            total -= matrix[k, j] * right[j]
        right[k] = total * matrix[k, k]
