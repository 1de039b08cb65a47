"""The requirements without which there is no link, or no full one."""

from collections.abc import Mapping

from tallystick.linking.compatibility.judging import Criterion, by_the_worse, near, same
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import (
    FAILS,
    MEETS,
    OPEN,
    PARTLY,
    Span,
)
from tallystick.linking.systems import Profile


def participation(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both systems are mandatory."""
    return by_the_worse(left.participation, right.participation, {"voluntary"}, set())


def operation(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both systems run; one in pilot or still planned meets it in part, an ended one fails."""
    return by_the_worse(left.operation, right.operation, {"ended"}, {"pilot", "planned"})


def cap(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The caps are of one kind; an absolute budget shared out by intensity lies in between."""
    kinds = {left.cap, right.cap}
    if "none" in kinds:
        return FAILS
    if None in kinds:
        return OPEN
    return same(left.cap, right.cap, PARTLY if "hybrid" in kinds else FAILS)


def borrowing(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Neither borrows without limit; limited borrowing beyond the year meets it in part."""
    return by_the_worse(left.borrowing, right.borrowing, {"unlimited"}, {"limited"})


def ceiling(left: Profile, right: Profile, limits: Parameters) -> Span:
    """No ceiling with unlimited supply, unless the other side has a ceiling at that price."""
    kinds = {left.ceiling, right.ceiling}
    if "unlimited" not in kinds:
        return OPEN if None in kinds else MEETS
    if "none" in kinds:
        return FAILS
    return near(left.ceiling_usd, right.ceiling_usd, limits["ceiling_gap"])


def mrv(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both verify by accredited third parties or measure; verification by authorities is less."""
    return by_the_worse(left.mrv, right.mrv, {"none"}, {"authority", "audited"})


def registry(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Units can move between the registries; two that are not yet connected meet it in part."""
    if frozenset() in (left.registry, right.registry):
        return FAILS
    if left.registry is None or right.registry is None:
        return OPEN
    return MEETS if left.registry & right.registry else PARTLY


GATES: Mapping[str, Criterion] = {
    "participation": participation,
    "operation": operation,
    "cap": cap,
    "borrowing": borrowing,
    "ceiling": ceiling,
    "mrv": mrv,
    "registry": registry,
}
