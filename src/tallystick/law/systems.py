"""The emissions trading systems, every fact with how well it is known, and who belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from tallystick.law.files import read_rows

ABOUT = (
    "id",
    "name_en",
    "name_zh",
    "party",
    "level",
    "confidence",
    "source",
    "as_of",
    "note",
    "verified",
    "partly_verified",
    "conflicting",
)
"""The columns that identify a system or speak about its facts; every other column is a fact."""

KNOWN_AS = ("verified", "partly_verified", "conflicting")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said of a system.

    `value` is None while it is unknown. `status` is verified (seen in the source), partly_verified
    (a part of the text was), conflicting (sources differ), memory or unknown.
    """

    value: str | None
    status: str


@dataclass(frozen=True, slots=True)
class System:
    """One emissions trading system; `party` is its Party, `confidence` is high, medium or low."""

    id: str
    name_en: str
    name_zh: str
    party: str | None
    level: str
    confidence: str
    source: str
    as_of: str
    note: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Member:
    """One State that belongs to a system; `since` is None where the day is not known."""

    system: str
    party: str
    kind: str
    since: date | None
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One jurisdiction with carbon trading in 2022, and the systems it took part in."""

    name_en: str
    name_zh: str
    level: str
    systems: tuple[str, ...]
    source: str


@cache
def systems() -> Mapping[str, System]:
    """Return every system by its id."""
    return {row["id"]: _system(row) for row in read_rows("systems.csv")}


def _system(row: Mapping[str, str]) -> System:
    known_as = {name: status for status in KNOWN_AS for name in row[status].split(";")}
    facts = {
        name: Fact(text or None, known_as.get(name, "memory") if text else "unknown")
        for name, text in row.items()
        if name not in ABOUT
    }
    return System(
        id=row["id"],
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        party=row["party"] or None,
        level=row["level"],
        confidence=row["confidence"],
        source=row["source"],
        as_of=row["as_of"],
        note=row["note"],
        facts=facts,
    )


@cache
def system_words() -> Mapping[str, str]:
    """Return the values of facts in Chinese; numbers, codes and formulas are not among them."""
    return {row["value"]: row["zh"] for row in read_rows("system_words.csv")}


@cache
def system_members() -> tuple[Member, ...]:
    """Return the States that belong to a supranational system."""
    return tuple(
        Member(
            system=row["system"],
            party=row["party"],
            kind=row["kind"],
            since=date.fromisoformat(row["since"]) if row["since"] else None,
            status=row["status"],
            source=row["source"],
        )
        for row in read_rows("system_members.csv")
    )


@cache
def jurisdictions_2022() -> tuple[Jurisdiction, ...]:
    """Return the jurisdictions with carbon trading in 2022, which share their systems."""
    return tuple(
        Jurisdiction(
            name_en=row["name_en"],
            name_zh=row["name_zh"],
            level=row["level"],
            systems=tuple(row["systems"].split(";")),
            source=row["source"],
        )
        for row in read_rows("jurisdictions_2022.csv")
    )


@cache
def unit_masses() -> Mapping[str, Fraction]:
    """Return the metric tonnes of one unit by the mass in which a system counts."""
    return {row["mass"]: Fraction(row["tonnes"]) for row in read_rows("unit_masses.csv")}
