"""The cheapest set of changes after which a better link is certain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.scoring import (
    ASCENDING,
    COMPATIBILITY,
    Feature,
    Verdict,
    of_index,
    reach,
)
from tallystick.linking.compatibility.span import MEETS


@dataclass(frozen=True, slots=True)
class Change:
    """Features to bring into line, or to be shown in line where they are not known.

    `lifts_to` is the verdict that then holds whatever the facts that stay unknown.
    """

    lifts_to: Verdict
    cost: Fraction
    features: tuple[Feature, ...]


def cheapest_change(judged: Sequence[Feature], limits: Parameters) -> Change | None:
    """Search every set of changes for the cheapest that lifts what is certain now.

    None where nothing better exists or no change of rules reaches it, for example because a price
    gap stands in the way. Of sets that cost the same, the one with fewer changes is taken.
    """
    asked = of_index(judged, COMPATIBILITY)
    now, _ = reach(asked, limits)
    for goal in ASCENDING[ASCENDING.index(now) + 1 :]:
        found = [
            chosen
            for chosen in _cheapest_by_gain(asked, _required(asked, goal), limits)
            if ASCENDING.index(reach(after(asked, chosen), limits)[0]) >= ASCENDING.index(goal)
        ]
        if found:
            best = min(found, key=lambda chosen: _price(chosen, limits))
            return Change(goal, _price(best, limits)[0], best)
    return None


def after(judged: Sequence[Feature], changed: Iterable[Feature]) -> tuple[Feature, ...]:
    """Return the features as they stand once some of them are in line."""
    names = {one.row.name for one in changed}
    return tuple(replace(one, met=MEETS) if one.row.name in names else one for one in judged)


def _required(asked: Sequence[Feature], goal: Verdict) -> tuple[Feature, ...]:
    """Return what has to change whatever the score, since it bars the goal."""
    bars = {"any_link"} if goal is Verdict.RESTRICTED_LINK else {"any_link", "full_link"}
    return tuple(
        one for one in asked if one.row.bars in bars and one.met.low == 0 and one.row.can_change
    )


def _cheapest_by_gain(
    asked: Sequence[Feature], required: tuple[Feature, ...], limits: Parameters
) -> Iterable[tuple[Feature, ...]]:
    """Return, for each number of points that changes can gain, the cheapest changes that do."""
    free = [one for one in asked if one.row.can_change and one.met.low < 1 and one not in required]
    best: dict[Fraction, tuple[Feature, ...]] = {Fraction(0): required}
    for one in free:
        gained = one.weight * (1 - one.met.low)
        for points, chosen in list(best.items()):
            _keep(best, points + gained, (*chosen, one), limits)
    return best.values()


def _keep(
    best: dict[Fraction, tuple[Feature, ...]],
    points: Fraction,
    chosen: tuple[Feature, ...],
    limits: Parameters,
) -> None:
    if points not in best or _price(chosen, limits) < _price(best[points], limits):
        best[points] = chosen


def _price(chosen: Sequence[Feature], limits: Mapping[str, Fraction]) -> tuple[Fraction, int]:
    total = sum((limits[f"cost_{one.row.name}"] for one in chosen), Fraction(0))
    return total, len(chosen)
