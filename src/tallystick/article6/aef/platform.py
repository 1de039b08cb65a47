"""What the public platform shows on a day: approaches, and initial reports with their review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class InitialReport:
    """An initial or updated initial report on some approaches; `review` is its printed status."""

    party: str
    submitted_on: date
    approaches: frozenset[str]
    review: str | None = None

    def covers(self, party: str, approach: str) -> bool:
        """Whether it is that Party's report on that approach."""
        return self.party == party and approach in self.approaches


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform as seen on a day; a list that was not taken down is None, an empty one is."""

    as_of: date
    approaches: Collection[str] | None = None
    initial_reports: tuple[InitialReport, ...] | None = None

    def reports_on(self, party: str, approach: str) -> list[InitialReport]:
        """Return the initial reports of a Party on an approach, the oldest first."""
        found = [one for one in self.initial_reports or () if one.covers(party, approach)]
        return sorted(found, key=lambda one: one.submitted_on)
