"""Three things that are not the same: a reduction, a verified outcome, an authorized outcome.

Each is made from the one before it by a step that names who took it and in which document; there
is no other way to make one.
"""

from dataclasses import dataclass
from datetime import date

from tallystick.core.actions import Purposes


@dataclass(frozen=True, slots=True)
class Reduction:
    """Tonnes that an activity says it has reduced or removed in a year."""

    activity: str
    host: str
    vintage: int
    quantity_t: int


@dataclass(frozen=True, slots=True)
class Verified:
    """A reduction of which a body has confirmed no more than was claimed."""

    reduction: Reduction
    quantity_t: int
    by: str
    on: date
    document: str


@dataclass(frozen=True, slots=True)
class Authorized:
    """A verified outcome that its host has authorized, in whole or in part: an ITMO once moved."""

    verified: Verified
    quantity_t: int
    purposes: Purposes
    by: str
    on: date
    document: str


def verify(reduction: Reduction, quantity_t: int, *, by: str, on: date, document: str) -> Verified:
    """Return what a body confirms of a reduction.

    Raises ValueError when it confirms nothing, more than was claimed, or before the vintage.
    """
    if not 0 < quantity_t <= reduction.quantity_t:
        raise ValueError(f"of {reduction.quantity_t} t no {quantity_t} t can be verified")
    if on.year < reduction.vintage:
        raise ValueError(f"mitigation of {reduction.vintage} cannot be verified on {on}")
    return Verified(reduction, quantity_t, by, on, document)


def authorize(
    verified: Verified, quantity_t: int, purposes: Purposes, *, by: str, on: date, document: str
) -> Authorized:
    """Return what the host authorizes of a verified outcome.

    Raises ValueError when somebody else authorizes, for nothing, or more than was verified.
    """
    if by != verified.reduction.host:
        raise ValueError(f"{by} is not the host {verified.reduction.host}")
    if not purposes:
        raise ValueError("an authorization names a use")
    if not 0 < quantity_t <= verified.quantity_t:
        raise ValueError(f"of {verified.quantity_t} t no {quantity_t} t can be authorized")
    return Authorized(verified, quantity_t, purposes, by, on, document)
