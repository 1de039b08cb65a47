"""The cheapest set of changes after which a better link is certain."""

from collections.abc import Iterable, Sequence
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
    possible = [one for one in asked if one.row.can_change and one.met.low < 1]
    most, _ = reach(after(asked, possible), limits)
    for goal in ASCENDING[ASCENDING.index(now) + 1 : ASCENDING.index(most) + 1]:
        for found in sorted(_cheapest_by_gain(possible, goal, limits), key=_price):
            then, _ = reach(after(asked, found.features), limits)
            if ASCENDING.index(then) >= ASCENDING.index(goal):
                return replace(found, lifts_to=then)
    return None


def after(judged: Sequence[Feature], changed: Iterable[Feature]) -> tuple[Feature, ...]:
    """Return the features as they stand once some of them are in line."""
    names = {one.row.name for one in changed}
    return tuple(replace(one, met=MEETS) if one.row.name in names else one for one in judged)


def _cheapest_by_gain(
    possible: Sequence[Feature], goal: Verdict, limits: Parameters
) -> Iterable[Change]:
    """Return, for each number of points that changes can gain, the cheapest changes that do.

    What bars the goal is changed in any case.
    """
    bars = {"any_link"} if goal is Verdict.RESTRICTED_LINK else {"any_link", "full_link"}
    required = [one for one in possible if one.row.bars in bars and one.met.low == 0]
    best = {Fraction(0): Change(goal, _cost(required, limits), tuple(required))}
    for one in possible:
        if one in required:
            continue
        gained = one.weight * (1 - one.met.low)
        for points, chosen in list(best.items()):
            more = Change(goal, chosen.cost + _cost([one], limits), (*chosen.features, one))
            known = best.get(points + gained)
            if known is None or _price(more) < _price(known):
                best[points + gained] = more
    return best.values()


def _cost(chosen: Iterable[Feature], limits: Parameters) -> Fraction:
    return sum((limits[f"cost_{one.row.name}"] for one in chosen), Fraction(0))


def _price(change: Change) -> tuple[Fraction, int]:
    return change.cost, len(change.features)
