"""A simulation as JSON: three worlds, who gains, and the clause that makes the difference."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tallystick import law
from tallystick.article6.distribution import Distribution, Gain
from tallystick.market.effects import effects_to_json
from tallystick.market.results import Solution
from tallystick.market.simulation.calibration import Calibrated
from tallystick.market.simulation.revenue import revenue
from tallystick.market.simulation.simulating import ClauseEffect, Simulation, Variant, World
from tallystick.market.wording import number, to_json, unsolved_to_json

NOTHING = 1e-9
"""Gains below this share of all costs are rounding."""


def simulation_to_json(found: Simulation) -> dict[str, Any]:
    """Return the answer of `agreement simulate`; blocks are empty where a fact is missing."""
    gains = gains_of(found.restricted) if found.restricted else {}
    least = NOTHING * _scale(found)
    return {
        "id": found.compiled.agreement.id,
        "on": found.on.isoformat(),
        "currency": "USD",
        "systems": [_system(one) for one in found.compiled.calibrated],
        "without": _block(World(found.without)),
        "with": _block(World(found.restricted)),
        "unrestricted": _block(found.full),
        "gains": _gains(found),
        "distribution": distribution(found).to_json(),
        "winners": [name for name, gain in gains.items() if gain > least],
        "losers": [name for name, gain in gains.items() if gain < -least],
        "revenue": revenue(found.compiled.agreement, found.restricted),
        "clauses": [_clause(one, found) for one in found.clauses],
        "sensitivity": [_variant(one) for one in found.sensitivity],
        "findings": [finding.to_json() for finding in found.findings],
    }


def distribution(found: Simulation) -> Distribution:
    """Return how the gains are spread over Parties, in all and per head; none without a solution.

    The gain per head is left open for parties below State level, whose population is not listed.
    """
    gains = gains_of(found.restricted) if found.restricted else {}
    agreement = found.compiled.agreement
    shared: dict[str, float] = {}
    below: set[str] = set()
    for end, gain in gains.items():
        behind = next(iter(agreement.behind(end)), None)
        name = behind.id if behind else end
        shared[name] = shared.get(name, 0.0) + gain
        if behind is not None and behind.state is not None:
            below.add(name)
    heads = {} if not shared else law.populations()
    return Distribution(
        tuple(
            Gain(name, Fraction(gain), None if name in below else heads.get(name))
            for name, gain in shared.items()
        )
    )


def gains_of(found: Solution) -> dict[str, float]:
    """Return what the links save each market, in money; 0 where there is nothing to compare."""
    return {one.market.id: (one.gain or (0.0,))[0] for one in found.markets}


def prices_of(found: Solution) -> dict[str, float]:
    """Return the price of each market."""
    return {one.market.id: one.price[0] for one in found.markets}


def _block(world: World) -> dict[str, Any]:
    if world.found is None:
        return unsolved_to_json(world.findings)
    return to_json(world.found) | effects_to_json(world.found)


def _scale(found: Simulation) -> float:
    markets = found.without.markets if found.without else ()
    return sum(one.total_cost[0] for one in markets) or 1.0


def _system(one: Calibrated) -> dict[str, Any]:
    facts = one.facts
    return {
        "id": facts.id,
        "party": facts.party,
        "cap_t": number(float(facts.cap_t or 0)),
        "baseline_t": number(float(facts.cap_t or 0) + one.need_t),
        "price_usd": number(float(facts.price_usd or 0)),
        "basis": one.basis.value,
        "curve": facts.curve.id if facts.curve else None,
        "stated": list(facts.stated),
        "statuses": dict(facts.statuses),
    }


def _gains(found: Simulation) -> list[dict[str, Any]]:
    """Lay the gains with the agreement beside those of a full link, where there is one."""
    if found.restricted is None:
        return []
    full = gains_of(found.unrestricted) if found.unrestricted else {}
    return [
        {
            "id": name,
            "with": number(gain),
            "unrestricted": number(full[name]) if full else None,
            "cost_of_restrictions": number(full[name] - gain) if full else None,
        }
        for name, gain in gains_of(found.restricted).items()
    ]


def _clause(one: ClauseEffect, found: Simulation) -> dict[str, Any]:
    """Tell what a clause changes, with it minus without it; empty where it cannot be left out."""
    held, relaxed = found.restricted, one.relaxed.found
    solved = (held, relaxed) if held and relaxed else None
    prices = _difference(*map(prices_of, solved)) if solved else {}
    gains = _difference(*map(gains_of, solved)) if solved else {}
    least = NOTHING * _scale(found)
    return {
        "path": one.path,
        "kind": one.kind,
        "from": one.source,
        "to": one.target,
        "price_change": prices,
        "gain_change": gains,
        "winners": [name for name, gain in gains.items() if gain > least],
        "losers": [name for name, gain in gains.items() if gain < -least],
        "findings": [finding.to_json() for finding in one.relaxed.findings],
    }


def _difference(held: Mapping[str, float], relaxed: Mapping[str, float]) -> dict[str, float]:
    return {name: float(f"{held[name] - relaxed[name]:.12g}") for name in held}


def _variant(one: Variant) -> dict[str, Any]:
    found = one.world.found
    prices, gains = (prices_of(found), gains_of(found)) if found else ({}, {})
    return {
        "abatement_multiple": str(one.multiple),
        "prices": {name: number(price) for name, price in prices.items()},
        "gains": {name: number(gain) for name, gain in gains.items()},
        "findings": [finding.to_json() for finding in one.world.findings],
    }
