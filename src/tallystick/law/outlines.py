"""Outlines of the reports, element by element, and the packs of decisions by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of information that a report has to give.

    `place` is its place in the printed outline and `para` its paragraph of 2/CMA.3 annex. `kind`
    says what a value is (text, number, words, parties, by_year), `when` on what it depends that
    the element is asked for, and `instead` names the element that may be given in its place.
    """

    name: str
    place: str
    para: str
    kind: str
    when: str
    source: str
    since: date
    label_en: str
    label_zh: str
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements of a report in printed order, with the headings of its chapters."""

    source: str
    chapters: Mapping[str, tuple[str, str]]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class RulePack:
    """The decisions of one session, in force from the day of their adoption."""

    id: str
    session: str
    place_en: str
    place_zh: str
    since: date
    decisions: tuple[str, ...]
    gloss_en: str
    gloss_zh: str


@cache
def outline(name: str) -> Outline:
    """Return the outline of a report: initial, approach, regular or regular_approach.

    Raises KeyError when there is no such outline.
    """
    found = read_json("report_outlines.json")[name]
    return Outline(
        source=found["outline"],
        chapters={place: (words["en"], words["zh"]) for place, words in found["chapters"].items()},
        elements=tuple(_element(one) for one in found["elements"]),
    )


def _element(row: Mapping[str, Any]) -> Element:
    named = {key: row[key] for key in ("name", "place", "para", "kind", "when", "source")}
    return Element(
        **named,
        since=date.fromisoformat(row["since"]),
        label_en=row["en"],
        label_zh=row["zh"],
        instead=row.get("instead"),
    )


@cache
def rule_packs() -> tuple[RulePack, ...]:
    """Return the packs from the oldest to the newest."""
    return tuple(
        RulePack(
            id=row["id"],
            session=f"{row['session']} ({row['year']})",
            place_en=row["place_en"],
            place_zh=row["place_zh"],
            since=date.fromisoformat(row["since"]),
            decisions=tuple(row["decisions"]),
            gloss_en=row["en"],
            gloss_zh=row["zh"],
        )
        for row in read_json("rule_packs.json")
    )


def rule_packs_on(on: date) -> tuple[RulePack, ...]:
    """Return the packs in force on a day, none before the first."""
    return tuple(pack for pack in rule_packs() if pack.since <= on)
