"""What agreements of a subject and form usually cover."""

from collections.abc import Mapping
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
def agreement_words() -> Mapping[str, tuple[str, str]]:
    """Return the words and keys of agreement files in English and Chinese."""
    return {
        row["word"]: (row["en"] or row["word"].replace("_", " "), row["zh"])
        for row in read_rows("agreement_words.csv")
    }
