"""What is asked of two systems that may link: features, parameters, readings of facts, stars."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from tallystick.law.files import read_json, read_rows

STAR_CRITERIA = (
    "precondition_agreed",
    "body_named",
    "common_core",
    "scope_symmetric",
    "allocation_symmetric",
    "clause_protects",
)
"""The six questions of the star rating, in order."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text of one fact of a system says on one field, in a word or a number."""

    field: str
    fact: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRow:
    """One feature that two systems are compared in.

    `tier` is GATE, MUST, SHOULD or MAY, None for mere indicators. `bars` is the link that is out of
    reach while the feature fails (any_link or full_link). `facts` are the columns it rests on.
    """

    name: str
    index: str
    tier: str | None
    bars: str | None
    can_change: bool
    facts: tuple[str, ...]
    source: str
    status: str
    en: str
    zh: str
    target_en: str
    target_zh: str


@dataclass(frozen=True, slots=True)
class CompatibilityParameter:
    """A threshold, weight or cost of the comparison; `ours` where no source gives the number."""

    value: Fraction
    ours: bool
    source: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StarRow:
    """The answers to the six questions for one arrangement on one basis (seed or fact)."""

    arrangement: str
    name_en: str
    name_zh: str
    systems: frozenset[str]
    agreement: str
    mode: str
    precondition: str
    body: str | None
    special_clause: str
    basis: str
    status: str
    answers: Mapping[str, bool]
    note_en: str
    note_zh: str


@cache
def _compatibility() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_json("compatibility.json")
    return data


@cache
def compatibility_features() -> tuple[FeatureRow, ...]:
    """Return the features in the order in which they are reported."""
    return tuple(
        FeatureRow(**{**row, "facts": tuple(row["facts"])}) for row in _compatibility()["features"]
    )


@cache
def compatibility_parameters() -> Mapping[str, CompatibilityParameter]:
    """Return every threshold, weight and cost by its name."""
    return {
        name: CompatibilityParameter(**{**row, "value": Fraction(row["value"])})
        for name, row in _compatibility()["parameters"].items()
    }


@cache
def system_readings() -> Mapping[tuple[str, str], tuple[Reading, ...]]:
    """Return what texts of facts say, by column and text; texts that settle nothing are absent."""
    found: dict[tuple[str, str], tuple[Reading, ...]] = {}
    for row in read_rows("system_readings.csv"):
        key = (row["fact"], row["text"])
        reading = Reading(row["field"], row["fact"], row["value"])
        found[key] = (*found.get(key, ()), reading)
    return found


@cache
def star_rows() -> tuple[StarRow, ...]:
    """Return the rated arrangements, on the basis of the literature and on that of the facts."""
    return tuple(_star(row) for row in read_rows("stars.csv"))


def _star(row: Mapping[str, str]) -> StarRow:
    return StarRow(
        arrangement=row["arrangement"],
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        systems=frozenset(name for name in row["systems"].split(";") if name),
        agreement=row["agreement"],
        mode=row["mode"],
        precondition=row["precondition"],
        body=row["body"] or None,
        special_clause=row["special_clause"],
        basis=row["basis"],
        status=row["status"],
        answers={name: row[name] == "yes" for name in STAR_CRITERIA},
        note_en=row["note_en"],
        note_zh=row["note_zh"],
    )
