"""The national baselines of hosts, by sector and year, with their versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Place = tuple[str, str]
"""A Party and one of its sectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """One version of the emissions a Party expects of a sector with what it has set itself to do.

    `level_t` is in t CO2 eq by calendar year.
    """

    party: str
    sector: str
    version: int
    adopted_on: date
    level_t: Mapping[int, int]
    document: str | None = None


@dataclass(frozen=True, slots=True)
class BaselineRegister:
    """Every version of every national baseline, and the emissions of the sectors as measured.

    `versions` is None where nobody has recorded any.
    """

    versions: tuple[Baseline, ...] | None = None
    emissions_t: Mapping[Place, Mapping[int, int]] = field(default_factory=dict)

    def in_force(self, party: str, sector: str, year: int, on: date) -> Baseline | None:
        """Return the newest version adopted by the day that sets a level for the year."""
        standing = [
            one
            for one in self.versions or ()
            if (one.party, one.sector) == (party, sector)
            and one.adopted_on <= on
            and year in one.level_t
        ]
        return max(standing, key=lambda one: (one.adopted_on, one.version), default=None)

    def beyond_t(self, party: str, sector: str, year: int, on: date) -> int | None:
        """Return how far the sector stayed below its baseline, None where either is not known."""
        baseline = self.in_force(party, sector, year, on)
        measured = self.emissions_t.get((party, sector), {}).get(year)
        if baseline is None or measured is None:
            return None
        return max(0, baseline.level_t[year] - measured)
