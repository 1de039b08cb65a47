"""What spills over a link, what parallel links have to compare, and what shows readiness."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class Spillover:
    """A design feature, the fact it rests on, and where its effect goes when units may move.

    `reach` is both, destination or none; `needs` is what has to move for it.
    """

    name: str
    fact: str
    reach: str
    needs: str
    source: str
    status: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that a system is ready to link, and the fact that shows it."""

    name: str
    fact: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class ReadinessLevel:
    """A level of readiness and the least number of signs for it."""

    level: str
    least: int
    en: str
    zh: str


@cache
def _risks() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_json("link_risks.json")
    return found


@cache
def spillovers() -> tuple[Spillover, ...]:
    """Return the features that may reach the other side of a link."""
    return tuple(Spillover(**row) for row in _risks()["features"])


def core_features() -> tuple[str, ...]:
    """Return the features that systems with parallel rules have to compare."""
    return tuple(_risks()["core"])


@cache
def readiness_signs() -> tuple[Sign, ...]:
    """Return the signs of readiness."""
    return tuple(Sign(**row) for row in _risks()["readiness"])


@cache
def readiness_levels() -> tuple[ReadinessLevel, ...]:
    """Return the levels of readiness, the lowest first."""
    return tuple(ReadinessLevel(**row) for row in _risks()["levels"])
