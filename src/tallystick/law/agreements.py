"""What agreements of a subject and form usually cover."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from tallystick.law.files import read_json


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
