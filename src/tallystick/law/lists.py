"""The common nomenclatures: the closed lists of words a cell of the format may hold."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tallystick.law.files import read_json

NOMENCLATURE_DATE = date(2026, 2, 17)
"""The edition of the lists that ships with this version."""


@cache
def _edition() -> Mapping[str, Any]:
    edition: Mapping[str, Any] = read_json(f"nomenclature-{NOMENCLATURE_DATE}.json")
    return edition


def _list(name: str) -> Mapping[str, Any]:
    lists = _edition()["lists"]
    if name not in lists:
        raise KeyError(f'"{name}" is not a list of the nomenclature; there are {", ".join(lists)}')
    found: Mapping[str, Any] = lists[name]
    return found


@cache
def nomenclature(list_name: str) -> tuple[str, ...]:
    """Return the values of a list in printed order and spelling.

    Raises KeyError when there is no such list.
    """
    return tuple(_list(list_name)["values"])


@cache
def spellings(list_name: str) -> Mapping[str, str]:
    """Return the value of a list for every other spelling in use, in lower case.

    Raises KeyError when there is no such list.
    """
    return {other.casefold(): value for other, value in _list(list_name)["spellings"].items()}


@cache
def subtypes(action_type: str) -> tuple[str, ...]:
    """Return the subtypes an action type may carry; a type without any has none."""
    return tuple(_edition()["subtypes"].get(action_type, ()))


@cache
def other_gas_activities() -> tuple[str, ...]:
    """Return the activity types that by their name concern gases other than carbon dioxide."""
    return tuple(_edition()["other_gases"]["values"])


def list_source(list_name: str) -> str:
    """Return the citation of a list, such as "AEF nomenclature 2026-02-17 list 16(b)".

    Raises KeyError when there is no such list.
    """
    source: str = _list(list_name)["source"]
    return source
