"""What a Party has reported about an approach, and when that was due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tallystick import law


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The days on which a Party authorized first and reported.

    `annual` is by the year reported on, `biennial` by the year of the report; `transferred_t` and
    `used_t` are tonnes CO2 eq over the NDC period, None where nobody has added them up.
    """

    first_authorized_on: date | None = None
    initial_on: date | None = None
    annual: Mapping[int, date] = field(default_factory=dict)
    biennial: Mapping[int, date] = field(default_factory=dict)
    transferred_t: int | None = None
    used_t: int | None = None


def annual_due(year: int) -> date:
    """Return by when the annual information about a year is due (2/CMA.3 annex para 20)."""
    return _day(year + 1, "aef_due")


def biennial_due(year: int) -> date:
    """Return by when the biennial report of a year is due (2/CMA.3 annex para 21)."""
    return _day(year, "btr_due")


def _day(year: int, name: str) -> date:
    month, day = (int(law.parameter(f"{name}_{part}")) for part in ("month", "day"))
    return date(year, month, day)


def biennial_years(first: date, on: date) -> Iterator[int]:
    """Yield the years whose biennial report was due between two days (18/CMA.1 para 3)."""
    for year in _biennial_years(on.year):
        if first <= biennial_due(year) < on:
            yield year


def _biennial_years(last: int) -> range:
    start = date.fromisoformat(str(law.parameter("first_inventory_due"))).year
    return range(start, last + 1, int(law.parameter("inventory_interval")))


def initial_due(authorized: date) -> date:
    """Return the last day of the initial report: with the next biennial report after authorizing.

    The decision asks for it with the authorization; the later day is for Parties for which that
    is not practical (2/CMA.3 annex para 18).
    """
    first = date.fromisoformat(str(law.parameter("first_inventory_due")))
    last = max(first, authorized).year + int(law.parameter("inventory_interval"))
    years = _biennial_years(last)
    return next(due for due in map(biennial_due, years) if due >= authorized)
