"""What agreements of a subject and form usually cover."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tallystick.law.files import read_json, read_rows


@cache
def _minimum() -> Mapping[str, Any]:
    minimum: Mapping[str, Any] = read_json("agreement_clauses.json")
    return minimum


@cache
def expected_areas(subject: str, form: str) -> frozenset[str]:
    """Return the areas that an agreement of the subject and form is expected to cover.

    Raises KeyError when there is no such subject or form.
    """
    group = _minimum()["forms"][form]
    areas: list[str] = _minimum()["areas"][subject][group]
    return frozenset(areas)


@cache
def legal_force(form: str) -> str:
    """Return whether a form is binding between its parties, political, or unilateral.

    Raises KeyError when there is no such form.
    """
    force: str = _minimum()["forms"][form]
    return force


@cache
def outcome_qualities() -> tuple[str, ...]:
    """Return what every mitigation outcome has to be (2/CMA.3 annex para 1(a))."""
    return tuple(_minimum()["qualities"]["words"])


@cache
def linkage_findings() -> Mapping[str, date]:
    """Return since when the own law of a party asks for a finding before it links."""
    asked = read_json("linkage_findings.json")["parties"]
    return {party: date.fromisoformat(law["since"]) for party, law in asked.items()}


@cache
def agreement_words() -> Mapping[str, tuple[str, str]]:
    """Return the words and keys of agreement files in English and Chinese."""
    return {
        row["word"]: (row["en"] or row["word"].replace("_", " "), row["zh"])
        for row in read_rows("agreement_words.csv")
    }
