"""From features to a score, the three indices and a verdict, each as far as facts allow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tallystick import law
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import Span
from tallystick.linking.systems import Profile

WHOLE = 100
COMPATIBILITY = "compatibility"


class Verdict(StrEnum):
    """What link is within reach."""

    FULL_LINK = "full_link"
    RESTRICTED_LINK = "restricted_link"
    NO_LINK = "no_link"
    NOT_DETERMINABLE = "not_determinable"


ASCENDING = (Verdict.NO_LINK, Verdict.RESTRICTED_LINK, Verdict.FULL_LINK)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a comparison: its row, its weight and how far it is met."""

    row: law.FeatureRow
    weight: Fraction
    met: Span


def features(left: Profile, right: Profile, limits: Parameters) -> tuple[Feature, ...]:
    """Judge every feature of two systems, of all three indices."""
    return tuple(
        Feature(row, _weight(row, limits), CRITERIA[row.name](left, right, limits))
        for row in law.compatibility_features()
    )


def _weight(row: law.FeatureRow, limits: Parameters) -> Fraction:
    return limits[f"weight_{(row.tier or 'indicator').lower()}"]


def of_index(judged: Iterable[Feature], index: str) -> tuple[Feature, ...]:
    """Return the features of one index: compatibility, synergy or isomorphism."""
    return tuple(one for one in judged if one.row.index == index)


def score(judged: Sequence[Feature]) -> Span:
    """Return the share of the points that is met, from 0 to 100; what is unknown widens it."""
    return Span(
        _points(judged, lambda met: met.low),
        _points(judged, lambda met: met.high),
    )


def _points(judged: Sequence[Feature], end: Callable[[Span], Fraction]) -> Fraction:
    whole = sum((one.weight for one in judged), Fraction(0))
    gained = sum((one.weight * end(one.met) for one in judged), Fraction(0))
    return WHOLE * gained / whole if whole else Fraction(0)


def verdict(judged: Sequence[Feature], limits: Parameters) -> Verdict:
    """Return the link within reach, or that facts are missing which would change the answer."""
    least, most = reach(judged, limits)
    return least if least is most else Verdict.NOT_DETERMINABLE


def reach(judged: Sequence[Feature], limits: Parameters) -> tuple[Verdict, Verdict]:
    """Return the links within reach if all that is unknown turns out badly, and if well."""
    asked = of_index(judged, COMPATIBILITY)
    points = score(asked)
    return (
        _reached({one.row.bars for one in asked if one.met.low == 0}, points.low, limits),
        _reached({one.row.bars for one in asked if one.met.high == 0}, points.high, limits),
    )


def _reached(bars: set[str | None], points: Fraction, limits: Parameters) -> Verdict:
    if "any_link" in bars or points < limits["restricted_score"]:
        return Verdict.NO_LINK
    if "full_link" in bars or points < limits["full_score"]:
        return Verdict.RESTRICTED_LINK
    return Verdict.FULL_LINK
