"""Canonical JSON (RFC 8785): the same value has the same bytes in every language.

RFC 8785 reads numbers as doubles, so that an integer above 2^53 - 1 has no exact form there.
Here every integer is written as a string; no leaf ever holds a JSON number.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import rfc8785

_write = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(value: object) -> bytes:
    """Write a value as canonical JSON; `json.loads` reads it back.

    Takes None, booleans, integers, text, dates, datetimes with a time zone (written in UTC),
    enumerations (by their value), and mappings, lists and tuples of these. The integer 5 and the
    text "5" are the same leaf. Raises ValueError for anything else: a float, a datetime without
    time zone, a key that is not text, text that is not Unicode, nesting beyond all reason.
    """
    try:
        return canonical_text(_plain(value))
    except RecursionError:
        raise ValueError("the value is nested too deeply to be written") from None


def canonical_text(value: Any) -> bytes:
    """Write what holds no numbers as canonical JSON; raises ValueError for text not Unicode.

    The standard encoder escapes as RFC 8785 asks, and five times as fast; it sorts keys by code
    point rather than by UTF-16 unit, which differs only beyond U+FFFF.
    """
    try:
        text = _write(value)
        if text.isascii() or max(text) <= "\uffff":
            return text.encode()
        return rfc8785.dumps(value)
    except RecursionError:
        raise ValueError("the value is nested too deeply to be written") from None


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key is not text")
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return _instant(value) if isinstance(value, datetime) else value.isoformat()
    raise ValueError(f"a {type(value).__name__} has no exact canonical form")


def _instant(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
