"""An agreement as plain names and values, as JSON carries it."""

from enum import StrEnum
from typing import Any

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.keys import Chosen, Held, Key, Pair, keys
from tallystick.linking.agreement.values import Shape


def to_plain(agreement: Agreement, *, full: bool = True) -> dict[str, Any]:
    """Return the content of an agreement file; without `full` only what is not left at default."""
    return _record(agreement, full)


def plain_record(record: object) -> dict[str, Any]:
    """Return what a part of an agreement, such as the terms of a clause, states."""
    return _record(record, full=False)


def _record(record: object, full: bool) -> dict[str, Any]:
    made: type = type(record)
    return {
        key.name: _listed(key, value, full)
        for key in keys(made)
        for value in (getattr(record, key.attribute),)
        if full or key.required or value != key.default
    }


def _listed(key: Key, value: Any, full: bool) -> Any:
    if key.listed and value is not None:
        return [_one(key.held, item, full) for item in value]
    return None if value is None else _one(key.held, value, full)


def _one(held: Held, value: Any, full: bool) -> Any:
    if isinstance(held, Pair):
        return [_scalar(value.first), _scalar(value.last)]
    if isinstance(held, Chosen):
        tag = {held.by: value.kind} if held.inside else {}
        return tag | _record(value, full)
    if isinstance(held, Shape) or issubclass(held, StrEnum):
        return _scalar(value)
    return _record(value, full)


def _scalar(value: Any) -> Any:
    """Keep what JSON has; write dates and exact numbers as text."""
    if isinstance(value, StrEnum):
        return value.value
    return value if value is None or isinstance(value, bool | int) else str(value)
