"""What clauses have to fix, whom they have to bind, and what goals stand against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class ProvisionGroup:
    """One of the five groups of provisions of early linking agreements."""

    id: str
    areas: tuple[str, ...]
    source: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter on which a clause gives each role a right or a duty."""

    area: str
    roles: tuple[str, ...]
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two objectives that a link cannot both serve, with the reason."""

    left: str
    right: str
    en: str
    zh: str


@cache
def _provisions() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_json("provisions.json")
    return found


@cache
def provision_groups() -> tuple[ProvisionGroup, ...]:
    """Return the five groups in the order of the literature."""
    rows = _provisions()["groups"]
    return tuple(ProvisionGroup(**{**row, "areas": tuple(row["areas"])}) for row in rows)


def terms_asked(area: str) -> tuple[tuple[str, ...], ...]:
    """Return the keys a clause on an area has to fix; of keys that stand together one is enough."""
    return tuple(tuple(term.split("|")) for term in _provisions()["terms"].get(area, ()))


def evidence_of(form: str) -> str:
    """Return what an agreement of a form is evidence of, such as international_law.

    Raises KeyError when there is no such form.
    """
    said: str = _provisions()["evidence"][form]
    return said


@cache
def matters() -> tuple[Matter, ...]:
    """Return the matters on which roles have rights and duties."""
    rows = _provisions()["matters"]
    return tuple(Matter(**{**row, "roles": tuple(row["roles"])}) for row in rows)


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Return the pairs of objectives that stand against each other."""
    return tuple(Conflict(**row) for row in _provisions()["conflicts"])
