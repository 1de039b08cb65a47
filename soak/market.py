"""Market: random networks with all restrictions mixed, against Clarabel."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import numpy as np

from soak._networks import network
from tallystick.market import Network, NoSolution, check, compile_network
from tallystick.market.certificate import RESIDUAL_MAX, residual
from tallystick.market.equilibrium import Answer, Uncertified, Unmet, settle
from tallystick.market.outside import clarabel_point
from tallystick.market.presolve import presolve

TIMES = 20_000
PEER_RESIDUAL_MAX = 1e-7
PRICE_SHARE = 1e-5
LEAST_SHARE = 0.01


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Compare so many networks with Clarabel, in so many seconds at the most."""
    until = monotonic() + seconds
    counts = {"compared": 0, "peer_unsure": 0, "refused": 0, "by_clarabel": 0}
    worst, faults, tried = 0.0, [], 0
    for seed in range(times):
        if monotonic() > until:
            break
        tried += 1
        drawn = network(seed)
        if check(drawn):
            counts["refused"] += 1
            continue
        told = compare(drawn)
        counts[told["how"]] += 1
        counts["by_clarabel"] += told.get("method") == "clarabel"
        worst = max(worst, told.get("max_residual", 0.0))
        faults += [f"network {seed}: {fault}" for fault in told["faults"]]
    return [
        {
            "name": "market",
            "networks": tried,
            **counts,
            "worst_residual": worst,
            "faults": faults[:20],
            "holds": not faults and tried > 0,
        }
    ]


def compare(drawn: Network) -> dict[str, Any]:
    """Solve a network twice and say how the prices differ."""
    program = compile_network(drawn)
    try:
        answer = settle(program)
    except (Unmet, Uncertified, NoSolution) as error:
        return {"how": "compared", "faults": [f"{type(error).__name__}: {error}"]}
    told: dict[str, Any] = {"max_residual": answer.max_residual, "method": answer.method}
    faults = [] if answer.max_residual <= RESIDUAL_MAX else ["no certificate"]
    small = presolve(program)
    point = clarabel_point(small.program)
    if point is None or residual(small.program, point.x, point.y) > PEER_RESIDUAL_MAX:
        return told | {"how": "peer_unsure", "faults": faults}
    peer = small.prices(point.y)[: program.n_balances]
    return told | {"how": "compared", "faults": faults + list(_apart(answer, peer))}


def _apart(answer: Answer, peer: np.ndarray[Any, np.dtype[np.float64]]) -> Iterator[str]:
    """Yield the balances whose peer price lies outside the interval of ours."""
    scale = float(np.max(np.abs(peer), initial=0.0))
    for row, price in enumerate(peer.tolist()):
        allowed = PRICE_SHARE * max(price, LEAST_SHARE * scale)
        low, high = float(answer.least[row]), float(answer.greatest[row])
        if not low - allowed <= price <= high + allowed:
            yield f"row {row}: {price:.9g} outside {low:.9g} to {high:.9g}"
