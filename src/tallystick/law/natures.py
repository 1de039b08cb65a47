"""What units are in the eyes of the law, jurisdiction by jurisdiction, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tallystick.law.files import read_rows

EVERYWHERE = "*"
"""Stands for all jurisdictions that say nothing of their own."""


@dataclass(frozen=True, slots=True)
class LegalNature:
    """One view of what a kind of unit is in a jurisdiction, with its source.

    `status` says how well the source was read: "unverified" where only through others.
    """

    jurisdiction: str
    unit: str
    nature: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a nature means for one question: pledge, tax or insolvency."""

    nature: str
    label_en: str
    label_zh: str
    question: str
    answer_en: str
    answer_zh: str
    source: str


@cache
def legal_natures() -> tuple[LegalNature, ...]:
    """Return every view on record, several for one unit where views differ."""
    return tuple(LegalNature(**row) for row in read_rows("legal_natures.csv"))


@cache
def legal_consequences() -> Mapping[str, tuple[Consequence, ...]]:
    """Return what follows from each nature, question by question."""
    found: dict[str, list[Consequence]] = {}
    for row in read_rows("legal_consequences.csv"):
        found.setdefault(row["nature"], []).append(Consequence(**row))
    return {nature: tuple(listed) for nature, listed in found.items()}
