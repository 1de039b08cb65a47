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


@dataclass(frozen=True, slots=True)
class RulePack:
    """The decisions of one session of the CMA, such as CMA.3, from the day of their adoption."""

    id: str
    since: date
    session: Mapping[str, str]
    decisions: tuple[str, ...]


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
def rule_packs() -> tuple[RulePack, ...]:
    """Return the decisions of the CMA by session, from the oldest to the newest."""
    adopted: dict[str, list[Decision]] = {}
    for one in decisions().values():
        session = one.id.partition("/")[2]
        if session.startswith("CMA.") and one.since:
            adopted.setdefault(session, []).append(one)
    packs = (
        RulePack(name, min(one.since for one in listed if one.since), listed[0].session,
                 tuple(one.id for one in listed))
        for name, listed in adopted.items()
    )  # fmt: skip
    return tuple(sorted(packs, key=lambda pack: pack.since))


def rule_packs_on(on: date) -> tuple[RulePack, ...]:
    """Return the packs in force on a day, none before the first."""
    return tuple(pack for pack in rule_packs() if pack.since <= on)


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
