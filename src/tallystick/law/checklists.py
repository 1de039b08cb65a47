"""Checklists after published guides, and the works behind criteria and checklists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A published work; `cited_as` is how sources of criteria begin that rest on it.

    `status` is verified where the work was seen, memory where it is known through others.
    """

    id: str
    cited_as: str
    author: str
    year: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of designing a system, and the facts of a system that show it was taken."""

    name: str
    en: str
    zh: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the regulation behind a link, and what of an agreement answers it."""

    name: str
    en: str
    zh: str
    asks: tuple[str, ...]


@cache
def _checklists() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_json("checklists.json")
    return found


@cache
def bibliography() -> tuple[Work, ...]:
    """Return every work that criteria, parameters and checklists cite."""
    return tuple(Work(**row) for row in read_rows("bibliography.csv"))


@cache
def handbook_steps() -> tuple[Step, ...]:
    """Return the ten steps of the handbook on emissions trading, in order."""
    rows = _checklists()["handbook"]["steps"]
    return tuple(Step(**{**row, "facts": tuple(row["facts"])}) for row in rows)


@cache
def ncm_questions() -> tuple[Question, ...]:
    """Return the questions to the regulation of networked carbon markets."""
    rows = _checklists()["ncm"]["questions"]
    return tuple(Question(**{**row, "asks": tuple(row["asks"])}) for row in rows)


def checklist_source(name: str) -> str:
    """Return the id of the work behind a checklist; raises KeyError when there is no such list."""
    source: str = _checklists()[name]["source"]
    return source
