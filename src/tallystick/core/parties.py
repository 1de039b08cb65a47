"""Parties to the Paris Agreement, with the dates on which they were Parties."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tallystick.core.findings import Text


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to, not including, `end`; an open end is None."""

    start: date
    end: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the day lies in the span."""
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Party:
    """A country or regional organisation by its alpha-3 code (EUE for the European Union)."""

    code: str
    name: Text
    membership: tuple[Span, ...] = ()
    least_developed: tuple[Span, ...] = ()
    small_island: bool = False

    def is_party_on(self, on: date) -> bool:
        """Whether the Paris Agreement bound it on that day (2/CMA.3 annex para 4(a))."""
        return any(span.covers(on) for span in self.membership)

    def is_least_developed_on(self, on: date) -> bool:
        """Whether it was on the United Nations list of least developed countries on that day."""
        return any(span.covers(on) for span in self.least_developed)


class PartyTable(Mapping[str, Party]):
    """All known Parties by code."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._by_code = {party.code: party for party in parties}

    def __getitem__(self, code: str) -> Party:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)
