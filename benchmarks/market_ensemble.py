"""Ensembles against cvxpy with Clarabel and against Clarabel's own solve time, per scenario.

In every case the same is timed: from arrays already drawn to certified prices and quantities.
Drawing and statistics are apart, for us as for the others.
Ours are solved, certified and where needed solved again, in two threads; cvxpy solves a problem
built anew for each scenario (which is what the limits are about), and one built once with
parameters; Clarabel gets matrices already built, and only its solving is timed.
Compared is processor time, ours divided by the two threads, which other load disturbs little;
scenarios per second are by the clock.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks._ensemble_networks import bench_of, drawn, mesh, star
from tallystick.market import Network
from tallystick.market.compile import Program
from tallystick.market.ensemble.batch import Batch, program_at
from tallystick.market.ensemble.plan import Bench

N_THREADS, PART = 2, 2048
NETWORKS, N_DRAWS, N_PEER, N_WARM = 5, 16_384, 30, 64
GROWTH = (10, 50)
MEMORY_MAX = 2 << 30


@dataclass(frozen=True)
class Case:
    name: str
    networks: list[Network]
    over_cvxpy: float
    over_clarabel: float


def cases() -> list[Case]:
    """List what is compared, with the least ratios."""
    seeds = range(NETWORKS)
    return [
        Case("3 markets, 6 links", [mesh(seed, 3, 6) for seed in seeds], 600, 8),
        Case("5 markets, 12 links", [mesh(seed, 5, 12) for seed in seeds], 400, 8),
        Case("star of ten spokes", [star(seed, 10) for seed in seeds], 8000, 0),
    ]


def ours(bench: Bench, batch: Batch) -> tuple[float, float]:
    """Return the seconds for all draws of a batch: of a processor's time, and by the clock."""
    warm = Batch(*(array[:N_WARM] for array in batch))
    bench.solve(warm)
    starts = range(0, len(batch.rhs), PART)
    parts = [Batch(*(array[at : at + PART] for array in batch)) for at in starts]
    with ThreadPoolExecutor(N_THREADS) as pool:
        clock, start = time.perf_counter(), time.process_time()
        list(pool.map(bench.solve, parts))
        busy = time.process_time() - start
        return busy / N_THREADS, time.perf_counter() - clock


def by_cvxpy(program: Program, batch: Batch) -> tuple[float, float]:
    """Return the seconds per scenario of a problem built anew, and of one built once."""
    cp: Any = import_module("cvxpy")
    matrix = np.zeros((program.n_rows, program.n_columns))
    np.add.at(matrix, (program.entry_row, program.entry_column), program.entry_value)
    capped = np.flatnonzero(np.isfinite(program.upper))

    def problem(slope: Any, rhs: Any) -> Any:
        x = cp.Variable(program.n_columns)
        cost = program.base @ x + cp.sum(cp.multiply(slope, cp.square(x))) / 2
        bounds = [x >= program.lower, x[capped] <= program.upper[capped]]
        return cp.Problem(cp.Minimize(cost), [matrix @ x >= rhs, *bounds])

    slope, rhs = cp.Parameter(program.n_columns, nonneg=True), cp.Parameter(program.n_rows)
    once = problem(slope, rhs)
    anew, seconds = [], []
    for at in range(N_PEER):
        start = time.process_time()
        problem(batch.slope[at], batch.rhs[at]).solve(solver="CLARABEL")
        anew.append(time.process_time() - start)
        start = time.process_time()
        slope.value, rhs.value = batch.slope[at], batch.rhs[at]
        once.solve(solver="CLARABEL")
        seconds.append(time.process_time() - start)
    return float(np.median(anew)), float(np.median(seconds))


def by_clarabel(program: Program, batch: Batch) -> float:
    """Return the seconds per scenario of Clarabel's solving alone."""
    clarabel, sparse = import_module("clarabel"), import_module("scipy.sparse")
    capped = np.flatnonzero(np.isfinite(program.upper))
    seconds = []
    for at in range(N_PEER):
        one = program_at(program, batch, at)
        entries = one.entry_value, (one.entry_row, one.entry_column)
        matrix = sparse.csc_matrix(entries, shape=(one.n_rows, one.n_columns))
        identity = sparse.identity(one.n_columns, format="csc")
        rows = sparse.vstack([-matrix, -identity, identity[capped]], format="csc")
        right = np.concatenate([-one.rhs, -one.lower, one.upper[capped]])
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        cones = [clarabel.NonnegativeConeT(len(right))]
        quadratic = sparse.diags(one.slope, format="csc")
        solver = clarabel.DefaultSolver(quadratic, one.base, rows, right, cones, settings)
        start = time.process_time()
        solver.solve()
        seconds.append(time.process_time() - start)
    return float(np.median(seconds))


def compared(case: Case) -> dict[str, Any]:
    """Measure one case."""
    seconds, through_cvxpy, clarabel = [], [], []
    for seed, network in enumerate(case.networks):
        bench = bench_of(network)
        batch = drawn(bench, seed, N_DRAWS)
        through_cvxpy.append(by_cvxpy(bench.program, batch))
        clarabel.append(by_clarabel(bench.program, batch))
        seconds.append(ours(bench, batch))
    mine, by_clock = (float(np.mean(each)) / N_DRAWS for each in zip(*seconds, strict=True))
    anew, once = (float(np.mean(each)) for each in zip(*through_cvxpy, strict=True))
    over_cvxpy = anew / mine
    over_clarabel = float(np.mean(clarabel)) / mine
    return {
        "case": case.name,
        "scenarios_per_second": round(1 / by_clock),
        "microseconds": {
            "ours": round(1e6 * mine, 2),
            "cvxpy": round(1e6 * anew, 1),
            "cvxpy_built_once": round(1e6 * once, 1),
            "clarabel": round(1e6 * float(np.mean(clarabel)), 1),
        },
        "ratio_cvxpy": round(over_cvxpy),
        "ratio_cvxpy_built_once": round(once / mine),
        "limit_cvxpy": case.over_cvxpy,
        "ratio_clarabel_solve_time": round(over_clarabel, 1),
        "limit_clarabel": case.over_clarabel,
        "holds": over_cvxpy >= case.over_cvxpy and over_clarabel >= case.over_clarabel,
    }


def growth() -> dict[str, Any]:
    """Measure how the cost grows with the number of markets, three links to each."""
    few, many = (
        min(ours(bench, drawn(bench, 1, 512))[0] for _ in range(2))
        for bench in (bench_of(mesh(1, size, 3 * size)) for size in GROWTH)
    )
    ratio, limit = many / few, (GROWTH[1] / GROWTH[0]) ** 2
    return {
        "case": f"{GROWTH[1]} markets against {GROWTH[0]}",
        "ratio": round(ratio, 1),
        "limit": limit,
        "holds": ratio <= limit,
    }


def run() -> dict[str, Any]:
    """Measure all in this run."""
    found = [*(compared(case) for case in cases()), growth(), million()]
    return {
        "name": "market_ensemble",
        "what": "scenarios solved and certified on two threads, against cvxpy and Clarabel",
        "cases": found,
        "holds": all(one["holds"] for one in found),
    }


def million() -> dict[str, Any]:
    """Run a whole ensemble of a million scenarios in a process of its own; report its memory."""
    import json
    import subprocess
    import sys

    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks._ensemble_million"],
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return {**found, "limit_bytes": MEMORY_MAX, "holds": found["peak_bytes"] < MEMORY_MAX}
