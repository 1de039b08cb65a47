"""Paragraphs of the decisions, each with a gloss in our own words and how well it is verified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from tallystick.law.files import DATA

STATUSES = ("confirmed", "corrected", "new", "unverified", "design")
"""What reading the decision's own text showed; `design` marks the rules that are ours."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, table or list, by its citation; `verified` says whether its text was read."""

    id: str
    gloss_en: str
    gloss_zh: str
    status: str
    source: str
    verified: bool
    codes: tuple[str, ...] = ()
    normative: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, agreement or list with the first day on which it could be applied.

    `parent` names the treaty under which it was adopted; `since` is None for what is not dated;
    `session` names, by language, who adopted it.
    """

    id: str
    source: str
    parent: str | None
    since: date | None
    session: Mapping[str, str]


@cache
def _files() -> tuple[Mapping[str, Any], ...]:
    import yaml  # what answers a command with JSON alone need not wait for it

    return tuple(
        yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for path in sorted((DATA / "decisions").glob("*.yaml"))
    )


@cache
def decisions() -> Mapping[str, Decision]:
    """Return every source of law by its name."""
    return {
        one["decision"]: Decision(
            id=one["decision"],
            source=one["source"],
            parent=one.get("parent"),
            since=one.get("since"),
            session=one.get("session", {}),
        )
        for one in _files()
    }


def decision(citation: str) -> Decision:
    """Return the source that a citation of one paragraph names; KeyError when there is none."""
    named = [name for name in decisions() if f"{citation} ".startswith(f"{name} ")]
    if not named:
        raise KeyError(f'"{citation}" cites no source of the law data')
    return decisions()[max(named, key=len)]


@cache
def paragraphs() -> Mapping[str, Paragraph]:
    """Return every glossed paragraph by its citation, decision by decision."""
    found = (_paragraph(entry, one) for one in _files() for entry in one["paragraphs"])
    return {paragraph.id: paragraph for paragraph in found}


def _paragraph(entry: Mapping[str, Any], file: Mapping[str, Any]) -> Paragraph:
    status = entry.get("status", "confirmed")
    return Paragraph(
        id=f"{file['decision']} {entry['id']}".strip(),
        gloss_en=entry["en"],
        gloss_zh=entry["zh"],
        status=status,
        source=file["source"],
        verified=status not in {"unverified", "design"},
        codes=tuple(entry.get("codes", ())),
        normative=entry.get("normative", {}),
    )


def paragraph(citation: str) -> Paragraph:
    """Return the paragraph a citation names, or its nearest parent.

    "... para 8(a)" falls back to "... para 8". Several citations may be joined by "; ": all must
    resolve, and the first is returned. Raises KeyError when one does not.
    """
    first, *_ = [_nearest(one) for one in citation.split("; ")]
    return first


def _nearest(citation: str) -> Paragraph:
    place = citation.strip()
    while place not in paragraphs():
        if not place.endswith(")"):
            raise KeyError(f'"{citation}" cites no paragraph in the law data')
        place = place[: place.rindex("(")]
    return paragraphs()[place]
