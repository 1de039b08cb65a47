"""A system in words and numbers that can be compared; what is not known is None."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cache
from typing import Any

from tallystick import law
from tallystick.linking.systems.measures import Money, dollars

TRUSTED = frozenset({"verified", "partly_verified", "memory"})
"""Facts that are used: all but those on which sources conflict."""

SETS = frozenset({"gases", "sectors", "registry"})
NUMBERS = frozenset({"annual_cap_mt", "reduction_pct", "penalty_multiple", "compliance_years"})
PRICES = frozenset({"floor_price", "ceiling_price", "penalty_price"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One system; prices in US dollars per tonne, caps in Mt a year, shares in per cent.

    `registry` names the registries a unit can move in: its own and those joined to it, none where
    there is no registry. `statuses` says how well the fact behind each field is known.
    """

    id: str
    level: str | None = None
    participation: str | None = None
    architecture: str | None = None
    operation: str | None = None
    cap: str | None = None
    annual_cap_mt: Fraction | None = None
    reduction_pct: Fraction | None = None
    gases: frozenset[str] | None = None
    sectors: frozenset[str] | None = None
    point: str | None = None
    threshold: str | None = None
    allocation: str | None = None
    offset_limit_pct: Fraction | None = None
    credits: str | None = None
    floor: str | None = None
    floor_usd: Fraction | None = None
    ceiling: str | None = None
    ceiling_usd: Fraction | None = None
    stability: str | None = None
    banking: str | None = None
    holding_limits: str | None = None
    borrowing: str | None = None
    make_good: str | None = None
    penalty_usd: Fraction | None = None
    mrv: str | None = None
    registry: frozenset[str] | None = None
    compliance_years: Fraction | None = None
    end_year: int | None = None
    price_usd: Fraction | None = None
    unit_mass: str | None = None
    revenue_use: str | None = None
    as_of: int | None = None
    facts: Mapping[str, law.Fact] = field(default_factory=dict)


@cache
def profiles(trusted: frozenset[str] = TRUSTED) -> Mapping[str, Profile]:
    """Return the profile of every listed system, from facts with one of the statuses."""
    return {name: profile(system, trusted) for name, system in law.systems().items()}


def profile(system: law.System, trusted: frozenset[str] = TRUSTED) -> Profile:
    """Read the facts of a system; a fact without one of the statuses counts as unknown."""
    known = {
        name: fact.value
        for name, fact in system.facts.items()
        if fact.value is not None and fact.status in trusted
    }
    readings = {
        reading.field: reading.value
        for key in known.items()
        for reading in law.system_readings().get(key, ())
    }
    named = {one.name for one in fields(Profile)} & readings.keys()
    read: dict[str, Any] = {name: field_value(name, readings[name]) for name in named}
    read |= _prices(readings, known)
    return Profile(
        id=system.id,
        level=system.level,
        as_of=int(system.as_of),
        facts=system.facts,
        offset_limit_pct=_number(known.get("offset_limit_pct")),
        price_usd=_number(known.get("price_usd")),
        end_year=int(known["end_year"]) if "end_year" in known else None,
        unit_mass=known.get("unit_mass"),
        **read,
    )


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def field_value(name: str, text: str) -> Any:
    """Read the text of a field: names joined by ";", a number, or a word; raises ValueError."""
    if name in SETS:
        return frozenset(text.split(";"))
    return Fraction(text) if name in NUMBERS else text


def _prices(readings: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Fraction | None]:
    """Return floor, ceiling and penalty in US dollars, at the exchange rate the price implies."""
    in_dollars = {
        name: dollars(Money.parse(readings[name]), known) for name in PRICES if name in readings
    }
    price, multiple = _number(known.get("price_usd")), _number(readings.get("penalty_multiple"))
    by_price = price * multiple if price is not None and multiple is not None else None
    return {
        "floor_usd": in_dollars.get("floor_price"),
        "ceiling_usd": in_dollars.get("ceiling_price"),
        "penalty_usd": in_dollars.get("penalty_price", by_price),
    }
