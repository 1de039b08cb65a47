"""An agreement read back from the plain names and values that `plain.to_plain` makes of it.

What people write is read by the file reader, which says where each mistake is; this reads what was
already taken in.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.keys import Chosen, Held, Key, Pair, keys
from tallystick.linking.agreement.values import Shape


def from_plain(plain: Mapping[str, Any]) -> Agreement:
    """Return the agreement; raises ValueError for what no agreement comes to."""
    agreement: Agreement = _record(Agreement, plain)
    return agreement


def _record(made: type, plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        raise ValueError(f"{plain!r} is no record")  # noqa: TRY004 (what is read is at fault)
    known = {key.name: key for key in keys(made)}
    if unknown := plain.keys() - known.keys():
        raise ValueError(f"{made.__name__} has no {', '.join(sorted(unknown))}")
    values = {
        key.attribute: _listed(key, plain[key.name], plain)
        for key in known.values()
        if plain.get(key.name) is not None
    }
    if lost := [key.name for key in known.values() if key.required and key.attribute not in values]:
        raise ValueError(f"{made.__name__} lacks {', '.join(lost)}")
    return made(**values)


def _listed(key: Key, value: Any, beside: Mapping[str, Any]) -> Any:
    if key.listed:
        return tuple(_one(key.held, item, beside) for item in value)
    return _one(key.held, value, beside)


def _one(held: Held, value: Any, beside: Mapping[str, Any]) -> Any:
    if isinstance(held, Pair):
        return held.made(*(None if end is None else _scalar(held.of, end) for end in value))
    if isinstance(held, Chosen):
        rest = {k: v for k, v in value.items() if k != held.by} if held.inside else value
        tag = value[held.by] if held.inside else beside[held.by]
        return _record(held.among[tag], rest)
    if isinstance(held, Shape):
        return _scalar(held, value)
    return held(value) if issubclass(held, StrEnum) else _record(held, value)


def _scalar(shape: Shape, value: Any) -> Any:
    """Read what JSON has as itself, and texts by the form they have in a file."""
    return shape.read(str(value).lower() if isinstance(value, bool) else str(value))
