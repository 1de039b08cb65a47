"""Cases between Parties: opened, answered, resubmitted, and resolved or withdrawn at the end.

They are about what reports say, so that no body decides and a revised report may end them; a
breach of an agreement, with a decision and measures, is a case of `article6.integrity.remedies`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tallystick.article6.review.values import CLOSED, Event, Kind, Opening, State

STEPS: Mapping[tuple[State, Kind], State] = {
    (State.OPEN, Kind.ANSWER): State.ANSWERED,
    (State.OPEN, Kind.RESUBMIT): State.RESUBMITTED,
    (State.OPEN, Kind.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Kind.ANSWER): State.ANSWERED,
    (State.ANSWERED, Kind.RESUBMIT): State.RESUBMITTED,
    (State.ANSWERED, Kind.RETURN): State.OPEN,
    (State.ANSWERED, Kind.RESOLVE): State.RESOLVED,
    (State.ANSWERED, Kind.WITHDRAW): State.WITHDRAWN,
    (State.RESUBMITTED, Kind.RESUBMIT): State.RESUBMITTED,
    (State.RESUBMITTED, Kind.RETURN): State.OPEN,
    (State.RESUBMITTED, Kind.RESOLVE): State.RESOLVED,
    (State.RESUBMITTED, Kind.WITHDRAW): State.WITHDRAWN,
}
"""Where a case goes; a mark changes nothing here, and nothing follows on the end of a case."""

MARKS = frozenset({Kind.SIGNIFICANT, Kind.PERSISTENT})


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its events have left it."""

    number: str
    opening: Opening
    events: tuple[Event, ...]
    state: State = State.OPEN

    def entered(self, event: Event) -> "Case":
        """Return the case after an event that may follow."""
        state = next_state(self.state, event.kind) or self.state
        return Case(self.number, self.opening, (*self.events, event), state)

    @property
    def opened_by(self) -> str:
        """Who opened it."""
        return self.events[0].by

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be entered."""
        return self.state in CLOSED

    @property
    def is_significant(self) -> bool:
        """Whether the review team holds it to be significant."""
        return any(event.kind is Kind.SIGNIFICANT for event in self.events)

    @property
    def is_persistent(self) -> bool:
        """Whether the review team holds it to be persistent."""
        return any(event.kind is Kind.PERSISTENT for event in self.events)

    @property
    def is_cross_party(self) -> bool:
        """Whether the reports of several Parties are concerned (4/CMA.6 para 38)."""
        return len(self.opening.parties) > 1

    @property
    def is_answered(self) -> bool:
        """Whether the Party asked has reacted at all (4/CMA.6 para 38)."""
        return any(event.kind in {Kind.ANSWER, Kind.RESUBMIT} for event in self.events)

    def days_open(self, on: date) -> int:
        """How many days it had been open on a day, or until it ended."""
        last = self.events[-1].on if self.is_closed else on
        return (last - self.events[0].on).days


def next_state(state: State, kind: Kind) -> State | None:
    """Return where an event takes a case, None where it cannot follow."""
    if kind in MARKS:
        return None if state in CLOSED else state
    return STEPS.get((state, kind))
