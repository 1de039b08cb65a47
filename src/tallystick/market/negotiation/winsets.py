"""Win-sets: the variants each side ratifies at home, and those that all ratify."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.negotiation.game import DomesticGroup, Game, Side, Worth
from tallystick.market.negotiation.rules import AGREEMENT_SETS, Outcome
from tallystick.market.wording import number


@dataclass(frozen=True, slots=True)
class Negotiated:
    """Win-sets by market, the variants in all of them, and those of them that none other beats."""

    game: Game
    worths: Mapping[str, Worth]
    win_sets: Mapping[str, tuple[str, ...]]
    agreed: tuple[str, ...]
    efficient: tuple[str, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the game as `market winsets` prints it."""
        return {
            "variants": [
                {
                    "id": name,
                    "gains": _numbers(one.gains),
                    "price_changes": _numbers(one.price_changes),
                }
                for name, one in self.worths.items()
            ],
            "win_sets": {name: list(found) for name, found in self.win_sets.items()},
            "agreement_set": list(self.agreed),
            "efficient": list(self.efficient),
            "findings": [finding.to_json() for finding in self.findings],
        }


def _numbers(values: Mapping[str, float] | None) -> dict[str, Any] | None:
    return None if values is None else {name: number(one) for name, one in values.items()}


def payoff(group: DomesticGroup, side: Side, one: Worth) -> float | None:
    """Return what a variant is worth to a group, in USD a year; None where it is not known.

    Buyers lose what the price rises, sellers gain it; a share of the side's gain comes on top.
    """
    if one.gains is None or one.price_changes is None or side.market not in one.gains:
        return None
    rise = one.price_changes[side.market]
    return float(group.share) * one.gains[side.market] + rise * (group.sold_t - group.bought_t)


def ratifies(side: Side, one: Worth) -> bool | None:
    """Say whether a side ratifies a variant at home; None where its worth is not known."""
    content = Fraction(0)
    for group in side.groups:
        value = payoff(group, side, one)
        if value is None:
            return None
        if value >= float(group.least):
            content += group.weight
        elif group.veto:
            return False
    return content >= side.threshold


def negotiate(game: Game, worths: Mapping[str, Worth]) -> Negotiated:
    """Return the win-set of every side and the set of variants on which all can agree."""
    answers = {
        (side.market, variant.id): ratifies(side, worths[variant.id])
        for side in game.sides
        for variant in game.variants
    }
    win_sets = {
        side.market: tuple(one.id for one in game.variants if answers[side.market, one.id])
        for side in game.sides
    }
    agreed = tuple(
        one.id for one in game.variants if all(one.id in found for found in win_sets.values())
    )
    markets = [side.market for side in game.sides]
    open_ = tuple(
        one.id for one in game.variants if None in [answers[name, one.id] for name in markets]
    )
    findings = tuple(AGREEMENT_SETS.judge(Outcome(win_sets, agreed, open_), None))
    efficient = tuple(name for name in agreed if not _beaten(name, agreed, game, worths))
    return Negotiated(game, worths, win_sets, agreed, efficient, findings)


def _beaten(name: str, among: tuple[str, ...], game: Game, worths: Mapping[str, Worth]) -> bool:
    """Whether another variant gives every side as much and one side more."""
    markets = [side.market for side in game.sides]
    own = [_gain(worths[name], market) for market in markets]
    for other in among:
        theirs = [_gain(worths[other], market) for market in markets]
        if theirs != own and all(more >= less for more, less in zip(theirs, own, strict=True)):
            return True
    return False


def _gain(one: Worth, market: str) -> float:
    return (one.gains or {}).get(market, 0.0)
