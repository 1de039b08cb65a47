"""The gains of groups as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.coalitions.game import Game
from tallystick.market.coalitions.groups import groups, members, named
from tallystick.market.coalitions.least_core import least_core
from tallystick.market.coalitions.shapley import in_core, objections, shapley
from tallystick.market.coalitions.structures import (
    Stability,
    bell,
    best_structure,
    frontier,
    preferred,
    stability,
)
from tallystick.market.coalitions.transfers import pareto_split, transfers
from tallystick.market.wording import number


def coalitions_to_json(game: Game) -> dict[str, Any]:
    """Return the answer of `market coalitions`; money is in present value."""
    shares = shapley(game)
    least = least_core(game)
    splits = {"pareto": pareto_split(game), "shapley": shares}
    if least:
        splits["nucleolus"] = least.nucleolus
    every = groups(len(game.ids))
    return {
        "gains": {named(group, game.ids): number(game.gain(group)) for group in every},
        "shapley": _by_id(game, shares),
        "in_core": {"shapley": in_core(game, shares), "market": in_core(game, game.market_split)},
        "structures": bell(len(game.ids)),
        "market_split": _by_id(game, game.market_split),
        "objections": {
            "shapley": _objections(game, shares),
            "market": _objections(game, game.market_split),
        },
        "least_core": {"excess": number(least.excess)} if least else None,
        "nucleolus": _by_id(game, least.nucleolus) if least else None,
        "net_gains": {named(group, game.ids): number(game.net_gain(group)) for group in every},
        "best_structure": [named(group, game.ids) for group in best_structure(game)],
        "frontier": [
            {
                "group": named(group, game.ids),
                "cost": number(game.spent(group)),
                "gain": number(game.gain(group)),
            }
            for group in frontier(game)
        ],
        "preferred": {
            name: named(group, game.ids)
            for name, group in zip(game.ids, preferred(game), strict=True)
        },
        "stability": [
            _stability(game, stability(game, group)) for group in every if group.bit_count() > 1
        ],
        "transfers": {name: _transfers(game, split) for name, split in splits.items()},
        "certificate": {"max_residual": game.found.max_residual, "method": game.found.method},
        "findings": [],
    }


def no_coalitions_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the answer where the gains of groups are not known."""
    return {
        "gains": {},
        "shapley": None,
        "in_core": None,
        "structures": None,
        "findings": [finding.to_json() for finding in findings],
    }


def _by_id(game: Game, values: Sequence[float]) -> dict[str, float | None]:
    return {name: number(value) for name, value in zip(game.ids, values, strict=True)}


def _objections(game: Game, split: Sequence[float]) -> dict[str, float | None]:
    return {named(group, game.ids): number(excess) for group, excess in objections(game, split)}


def _stability(game: Game, one: Stability) -> dict[str, Any]:
    return {
        "group": named(one.group, game.ids),
        "internal": not one.leavers,
        "external": not one.joiners,
        "leavers": [game.ids[at] for at in one.leavers],
        "joiners": [game.ids[at] for at in one.joiners],
        "with_transfers": one.with_transfers,
        "payoffs": {
            game.ids[at]: number(game.net_payoff(one.group, at)) for at in members(one.group)
        },
    }


def _transfers(game: Game, split: Sequence[float] | None) -> dict[str, Any] | None:
    if split is None:
        return None
    found = transfers(game, split)
    tonnes = None if found.tonnes is None else _by_id(game, found.tonnes)
    return {"money": _by_id(game, found.money), "tonnes": tonnes}
