"""Where an agreement stands on a day, from its dates and its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.values import Day
from tallystick.linking.agreement.words import EFFECTIVE, ENDED, UNSIGNED, Status

LIFE = tuple(Status)
"""The statuses in the order in which a life goes through them."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A change of status that happened not before `first` and for certain by `last`."""

    status: Status
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest status that is certain, and all that are possible on the day."""

    status: Status
    possible: frozenset[Status]

    @property
    def certain(self) -> bool:
        """Whether no change may have happened that is not known for certain."""
        return self.possible == {self.status}

    def among(self, words: frozenset[Status]) -> bool | None:
        """Whether the status is one of these; None where that is not certain."""
        if self.possible <= words:
            return True
        return None if self.possible & words else False

    @property
    def is_signed(self) -> bool | None:
        """Whether the parties have signed, or a statute holds that needs no signature."""
        unsigned = self.among(UNSIGNED)
        return None if unsigned is None else not unsigned

    @property
    def is_effective(self) -> bool:
        """Whether units may be recognised for certain."""
        return self.among(EFFECTIVE) is True


def occurrences(agreement: Agreement) -> tuple[Occurrence, ...]:
    """Return all changes of status, the earliest first and those of one day as lives go."""
    listed = [*_dated(agreement), *_told(agreement)]
    return tuple(sorted(listed, key=lambda one: (one.last, LIFE.index(one.status))))


def _dated(agreement: Agreement) -> Iterator[Occurrence]:
    dates = agreement.dates
    for status, day in ((Status.SIGNED, dates.signed), (Status.IN_FORCE, dates.in_force)):
        if day:
            yield Occurrence(status, day.first, day.last)
    ends_otherwise = any(event.status in ENDED for event in agreement.history)
    if dates.ends and not ends_otherwise:
        yield Occurrence(Status.EXPIRED, _next(dates.ends.first), _next(dates.ends.last))


def _told(agreement: Agreement) -> Iterator[Occurrence]:
    for event in agreement.history:
        day: Day | None = event.on or event.by
        if day:
            yield Occurrence(event.status, event.on.first if event.on else date.min, day.last)


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def standing(agreement: Agreement, on: date) -> Standing:
    """Say where an agreement stands on a day.

    Before anything is known to have happened it is being explored; of an agreement without any
    date every status is possible.
    """
    known = occurrences(agreement)
    happened = [one for one in known if one.last <= on]
    latest = happened[-1].last if happened else date.min
    status = happened[-1].status if happened else Status.EXPLORING
    if not known:
        return Standing(status, frozenset(Status))
    pending = {one.status for one in known if one.first <= on < one.last and one.last > latest}
    return Standing(status, frozenset({status, *pending}))
