"""When units are first transferred, and how many (2/CMA.3 annex para 2, 4/CMA.6 paras 11 to 17).

Each kind of event that makes a first transfer touches some units of a pool, that is of one
authorization and vintage. A unit is first transferred by the earliest event that touches it, once.
With serials the units are counted. Without them, events of different kinds are taken to touch the
same units, so that by any date as many are first transferred as the busiest kind has touched.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tallystick.core.actions import (
    OIMP,
    TERMINAL,
    ActionType,
    FirstTransferDefinition,
    Purpose,
    Purposes,
)


class Event(Protocol):
    """An action on units of one pool; uses towards an NDC are none, for they follow one."""

    @property
    def type(self) -> ActionType:
        """What happened."""

    @property
    def on(self) -> date:
        """When it happened."""

    @property
    def quantity_t(self) -> int:
        """To how many units it happened."""

    @property
    def block(self) -> tuple[int, int] | None:
        """The first and the last serial of the units, if known."""

    @property
    def series(self) -> str:
        """Whose serials these are: each registry counts its own from 1."""


Kind = frozenset[ActionType]
"""Action types that count together: no unit is touched by two events of one kind."""

INTERNATIONAL: Kind = frozenset({ActionType.FIRST_TRANSFER})
ISSUED: Kind = frozenset({ActionType.ISSUANCE})
TRANSFERRED: Kind = frozenset({ActionType.TRANSFER})
CANCELLED_VOLUNTARILY: Kind = frozenset({ActionType.VOLUNTARY_CANCELLATION})
CONTRIBUTED: Kind = frozenset({ActionType.CONTRIBUTION})
ENDED: Kind = TERMINAL

BY_DEFINITION: dict[FirstTransferDefinition, tuple[Kind, ...]] = {
    FirstTransferDefinition.AUTHORIZATION: (ISSUED, INTERNATIONAL, TRANSFERRED, ENDED),
    FirstTransferDefinition.ISSUANCE: (ISSUED, CANCELLED_VOLUNTARILY),
    FirstTransferDefinition.USE_OR_CANCELLATION: (ENDED,),
}


@dataclass(frozen=True, slots=True)
class FirstTransferred:
    """Units first transferred on one day."""

    on: date
    quantity_t: int


@dataclass(frozen=True, slots=True)
class Dating:
    """The first transfers of a pool; `certain` unless the events may have touched other units."""

    first_transfers: tuple[FirstTransferred, ...] = ()
    certain: bool = True

    @property
    def quantity_t(self) -> int:
        """How many units are first transferred in all."""
        return sum(one.quantity_t for one in self.first_transfers)


def counting_kinds(
    purposes: Purposes, definition: FirstTransferDefinition | None
) -> tuple[Kind, ...]:
    """Return the kinds of events that first transfer units authorized for these purposes.

    A contribution and a voluntary cancellation always do, unless there was a first transfer before
    (4/CMA.6 paras 16 and 17). Raises ValueError when OIMP is covered and no event is specified.
    """
    international = (INTERNATIONAL,) if Purpose.NDC in purposes else ()
    if not purposes & OIMP:
        return (*international, CANCELLED_VOLUNTARILY, CONTRIBUTED)
    if definition is None:
        raise ValueError("an authorization for OIMP specifies the event of the first transfer")
    return tuple(dict.fromkeys((*international, *BY_DEFINITION[definition], CONTRIBUTED)))


def date_first_transfers(
    purposes: Purposes,
    definition: FirstTransferDefinition | None,
    authorized_on: date | None,
    events: Iterable[Event],
) -> Dating:
    """Date the first transfers of one pool.

    There is none before the authorization (4/CMA.6 para 11): units issued earlier are first
    transferred on its date. Under the definition Authorization, all units are.
    """
    events = list(events)
    kinds = counting_kinds(purposes, definition)
    if any(event.type in ISSUED for event in events):
        # Units may be transferred again and again, so issuance says better how many there are.
        kinds = tuple(kind for kind in kinds if kind != TRANSFERRED)
    at_once = definition is FirstTransferDefinition.AUTHORIZATION and bool(purposes & OIMP)
    earliest = authorized_on or date.min
    moments = [
        (earliest if at_once else max(event.on, earliest), event)
        for event in events
        if any(event.type in kind for kind in kinds)
    ]
    if all(event.block for _, event in moments):
        return _by_serial(moments)
    issued_t = sum(event.quantity_t for event in events if event.type in ISSUED)
    return _by_quantity(moments, kinds, issued_t)


Moments = Sequence[tuple[date, Event]]


def _by_serial(moments: Moments) -> Dating:
    """Count every unit at the first event that touches it."""
    touched: dict[str, Serials] = defaultdict(Serials)
    counted: dict[date, int] = defaultdict(int)
    for on, event in sorted(moments, key=lambda moment: moment[0]):
        if event.block:
            counted[on] += touched[event.series].add(*event.block)
    return Dating(_dated(counted))


def _by_quantity(moments: Moments, kinds: tuple[Kind, ...], issued_t: int) -> Dating:
    """Count what the busiest kind has touched by each date.

    That is certain while there cannot be more: not more units than were issued, nor than the
    kinds have touched together, where what was issued is no further unit.
    """
    by_day: dict[date, list[Event]] = defaultdict(list)
    for on, event in moments:
        by_day[on].append(event)
    touched = dict.fromkeys(kinds, 0)
    counted: dict[date, int] = {}
    so_far, certain = 0, True
    for on in sorted(by_day):
        for kind in kinds:
            touched[kind] += sum(one.quantity_t for one in by_day[on] if one.type in kind)
        least = max(touched.values())
        moved = sum(touched[kind] for kind in kinds if kind != ISSUED)
        most = max(least, min(moved, issued_t) if issued_t else moved)
        counted[on], so_far, certain = least - so_far, least, certain and least == most
    return Dating(_dated(counted), certain)


def _dated(counted: dict[date, int]) -> tuple[FirstTransferred, ...]:
    return tuple(FirstTransferred(on, counted[on]) for on in sorted(counted) if counted[on])


class Serials:
    """A growing set of serial numbers, kept as ranges that neither overlap nor touch."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def shared(self, first: int, last: int) -> int:
        """Count the numbers of a closed range that are in the set."""
        low, high = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        ranges = zip(self._firsts[low:high], self._lasts[low:high], strict=True)
        return sum(min(last, end) - max(first, start) + 1 for start, end in ranges)

    def add(self, first: int, last: int) -> int:
        """Take in a closed range and return how many of its numbers are new."""
        new = last - first + 1 - self.shared(first, last)
        low, high = bisect_left(self._lasts, first - 1), bisect_right(self._firsts, last + 1)
        if low < high:
            first, last = min(first, self._firsts[low]), max(last, self._lasts[high - 1])
        self._firsts[low:high] = [first]
        self._lasts[low:high] = [last]
        return new
