"""Freeze what depends on the answer, solve, read it off again, and repeat until nothing moves.

Each solution has its certificate; it says that the network with the frozen values is in
equilibrium, and nothing about the values. How far these are from what the answer calls for is the
residual of the fixed point. Another fixed point may exist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tallystick.core.findings import Outcome, worst
from tallystick.market.certificate import RESIDUAL_MAX
from tallystick.market.fixed_point.feedbacks import Feedback, OutputBased
from tallystick.market.fixed_point.rules import FEEDBACKS, FIXED_POINTS, Restless
from tallystick.market.network import Network
from tallystick.market.results import Autarky, Solution, Years
from tallystick.market.solving import NoSolution, autarky, check, solve

SETTLED = 1e-10
"""Residuals below this are not improved further; up to RESIDUAL_MAX they are accepted."""
ROUNDS = 300
FALLING = 0.98
"""A residual that does not fall to this share of the best so far halves the next step."""
STEP_MIN = 1 / 256


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """A certified solution at frozen values, and how far these are from those it calls for."""

    found: Solution
    feedbacks: tuple[Feedback, ...]
    values: tuple[Years, ...]
    residual: float
    rounds: int


def solve_fixed_point(network: Network, feedbacks: Sequence[Feedback]) -> FixedPoint:
    """Return the solution at which every feedback agrees with its own effect.

    Raises NoSolution, also where no values settle to the residual that certificates have to meet.
    """
    judged = [finding for one in feedbacks for finding in FEEDBACKS.judge(one, network)]
    findings = check(network) + judged
    if worst(findings) is not Outcome.PASS:
        raise NoSolution(findings)
    fixed = _iterated(network, feedbacks, _alone(network, feedbacks))
    method = f"{fixed.found.method} at a fixed point"
    return replace(fixed, found=replace(fixed.found, method=method))


def _alone(network: Network, feedbacks: Sequence[Feedback]) -> Mapping[str, Autarky]:
    """Return what markets come to alone, where allocation may follow output too."""
    plain = autarky(network)
    inner = [one for one in feedbacks if isinstance(one, OutputBased) and one.market in plain]
    if not inner:
        return plain
    standing = tuple(market for market in network.markets if market.id in plain)
    unlinked = replace(network, markets=standing, links=(), limits=())
    try:
        settled = _iterated(unlinked, inner, {})
    except NoSolution:
        return {name: one for name, one in plain.items() if name not in {f.market for f in inner}}
    return {
        one.market.id: Autarky(one.price, one.abatement_cost, one.abatement)
        for one in settled.found.markets
    }


def _iterated(
    network: Network, feedbacks: Sequence[Feedback], alone: Mapping[str, Autarky]
) -> FixedPoint:
    values = [one.start(network) for one in feedbacks]
    best: FixedPoint | None = None
    step = 1.0
    for rounds in range(1, ROUNDS + 1):
        frozen = network
        for one, value in zip(feedbacks, values, strict=True):
            frozen = one.frozen(frozen, value)
        found = solve(frozen, alone)
        wanted = [one.observed(found) for one in feedbacks]
        residual = _apart(feedbacks, found, values, wanted)
        if best and residual > FALLING * best.residual:
            step = max(step / 2, STEP_MIN)
        if best is None or residual < best.residual:
            best = FixedPoint(found, tuple(feedbacks), tuple(values), residual, rounds)
        if residual <= SETTLED:
            break
        values = [
            _towards(used, called, step * one.pace)
            for one, used, called in zip(feedbacks, values, wanted, strict=True)
        ]
    if best is None or best.residual > RESIDUAL_MAX:
        missed = Restless(best.residual if best else float("inf"), ROUNDS)
        raise NoSolution(FIXED_POINTS.judge(missed, network))
    return best


def _apart(
    feedbacks: Sequence[Feedback],
    found: Solution,
    values: Sequence[Years],
    wanted: Sequence[Years],
) -> float:
    """Return the largest difference, relative to the largest price or need."""
    return max(
        abs(value - one) / feedback.unit(found)
        for feedback, used, called in zip(feedbacks, values, wanted, strict=True)
        for value, one in zip(used, called, strict=True)
    )


def _towards(values: Years, wanted: Years, step: float) -> Years:
    return tuple(one + step * (other - one) for one, other in zip(values, wanted, strict=True))
