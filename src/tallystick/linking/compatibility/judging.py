"""What the criteria are made of.

A criterion gives a span, never a guess: facts that are not known leave open what they could still
decide. Every criterion is symmetric, so that the same rule holds for both sides.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import (
    AT_MOST_PARTLY,
    FAILS,
    MEETS,
    OPEN,
    PARTLY,
    Span,
)
from tallystick.linking.systems import Profile

Criterion: TypeAlias = Callable[[Profile, Profile, Parameters], Span]


def smaller_over_larger(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """Return the ratio of two amounts, from 0 to 1; None where one is not known."""
    if left is None or right is None:
        return None
    return min(left, right) / max(left, right) if max(left, right) else Fraction(1)


def gap(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """Return the difference of two amounts over the smaller; None where one is not known or 0."""
    if not left or not right:
        return None
    return abs(left - right) / min(left, right)


def same(left: object, right: object, otherwise: Span) -> Span:
    """Meet a requirement by being the same; `otherwise` is what a difference comes to."""
    if left is None or right is None:
        return Span(otherwise.low, MEETS.high)
    return MEETS if left == right else otherwise


def by_the_worse(left: str | None, right: str | None, bad: set[str], weak: set[str]) -> Span:
    """Judge by the worse side: a bad one fails, a weak one meets in part."""
    both = {left, right}
    if both & bad:
        return FAILS
    if both & weak:
        return AT_MOST_PARTLY if None in both else PARTLY
    return OPEN if None in both else MEETS


def near(left: Fraction | None, right: Fraction | None, allowed: Fraction) -> Span:
    """Meet a requirement by amounts whose gap is no wider than allowed."""
    apart = gap(left, right)
    if apart is None:
        return OPEN
    return MEETS if apart <= allowed else FAILS
