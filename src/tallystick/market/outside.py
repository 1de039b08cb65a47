"""A second opinion: Clarabel, which decides where the certificate of our own method falls short."""

from importlib import import_module
from types import ModuleType

import numpy as np

from tallystick.market.compile import Floats, Program
from tallystick.market.interior import Point

ROUNDS = 30
SETTLED = 1e-10


def clarabel_point(program: Program) -> Point | None:
    """Return Clarabel's answer to a scaled program; None where it is not installed or has none.

    Curved columns are replaced by their second-order expansion, again and again until it settles.
    """
    try:
        clarabel = import_module("clarabel")
    except ImportError:
        return None
    x = np.minimum(np.maximum(program.lower, 0.5), program.upper)
    with np.errstate(all="ignore"):
        return _expanded(clarabel, program, x)


def _expanded(clarabel: ModuleType, program: Program, x: Floats) -> Point | None:
    point = None
    for _ in range(ROUNDS if np.any(program.factor > 0) else 1):
        point = _quadratic(clarabel, program, x)
        if point is None or np.max(np.abs(point.x - x), initial=0.0) < SETTLED:
            break
        x = point.x
    return point


def _quadratic(clarabel: ModuleType, program: Program, x: Floats) -> Point | None:
    sparse = import_module("scipy.sparse")
    curvature = program.curvature(x)
    base = program.marginal(x) - curvature * x
    if not (np.all(np.isfinite(curvature)) and np.all(np.isfinite(base))):
        return None
    shape = (program.n_rows, program.n_columns)
    matrix = sparse.csc_matrix(
        (program.entry_value, (program.entry_row, program.entry_column)), shape=shape
    )
    capped = np.flatnonzero(np.isfinite(program.upper))
    identity = sparse.identity(program.n_columns, format="csc")
    constraints = sparse.vstack([-matrix, -identity, identity[capped]], format="csc")
    right = np.concatenate([-program.rhs, -program.lower, program.upper[capped]])
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = SETTLED
    cones = [clarabel.NonnegativeConeT(len(right))]
    quadratic = sparse.diags(curvature, format="csc")
    found = clarabel.DefaultSolver(quadratic, base, constraints, right, cones, settings).solve()
    duals = np.array(found.z)
    if not np.all(np.isfinite(duals)) or len(duals) != len(right):
        return None
    y, low, high = np.split(duals, [program.n_rows, program.n_rows + program.n_columns])
    whole_high = np.zeros(program.n_columns)
    whole_high[capped] = high
    at = np.clip(np.array(found.x), program.lower, program.upper)
    slack = np.maximum(program.supplied(at) - program.rhs, 0.0)
    return Point(at, low, whole_high, y, slack)
