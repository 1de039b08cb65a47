"""Findings about a text, each with the line it is about."""

from collections.abc import Iterable
from typing import Any

from tallystick.core.findings import Finding, Outcome
from tallystick.web.presenting import findings_told

AS_FILE = "draft.yaml"
"""What a text is called while it is read as a file."""

WITHOUT_PLACE = ("file", "line")


def located_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in the words of the page, what refuses first, then by line."""
    ranked = sorted(findings, key=_rank)
    told = findings_told(ranked)
    return [
        {**words, "line": one.where.get("line"), "place": _place(one)}
        for one, words in zip(ranked, told, strict=True)
    ]


def _rank(one: Finding) -> tuple[int, int]:
    weight = 0 if one.refuses else 2 if one.outcome is Outcome.PASS else 1
    line = one.where.get("line")
    return weight, line if isinstance(line, int) else 0


def _place(one: Finding) -> str:
    named = (value for name, value in one.where.items() if name not in WITHOUT_PLACE)
    return " ".join(map(str, named))
