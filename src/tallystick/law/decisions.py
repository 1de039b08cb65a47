"""Paragraphs of the decisions, each with a gloss in our own words and how well it is verified."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@cache
def paragraphs() -> Mapping[str, Paragraph]:
    """Return every glossed paragraph by its citation, decision by decision."""
    import yaml  # what answers a command with JSON alone need not wait for it

    found: dict[str, Paragraph] = {}
    for path in sorted((DATA / "decisions").glob("*.yaml")):
        decision = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for entry in decision["paragraphs"]:
            paragraph = _paragraph(entry, decision)
            found[paragraph.id] = paragraph
    return found


def _paragraph(entry: Mapping[str, Any], decision: Mapping[str, Any]) -> Paragraph:
    status = entry.get("status", "confirmed")
    return Paragraph(
        id=f"{decision['decision']} {entry['id']}".strip(),
        gloss_en=entry["en"],
        gloss_zh=entry["zh"],
        status=status,
        source=decision["source"],
        verified=status not in {"unverified", "design"},
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
