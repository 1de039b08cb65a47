"""The keys of an agreement file, read off the annotations of the records.

Reader, writer, JSON Schema and the page that explains the file all follow these keys, so that none
of them can say something else.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from tallystick.linking.agreement.values import COUNT, DATE, DAY, TEXT, TRUTH, YEAR, Day, Shape


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a key where Python cannot use it."""

    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Records of several kinds; `by` names the key that says which, in the record or beside it."""

    by: str
    among: Mapping[str, type]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values in a list, first and last, either of them open."""

    made: Any
    of: Shape
    expected: Any


Held: TypeAlias = Shape | type[StrEnum] | type | Chosen | Pair
"""What a key holds: a value, a word, a record, one of several records, or a pair."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record."""

    attribute: str
    name: str
    held: Held
    about: str
    listed: bool
    required: bool
    default: Any


SHAPES: dict[type, Shape] = {str: TEXT, int: COUNT, bool: TRUTH, Day: DAY, date: DATE}


@cache
def keys(record: type) -> tuple[Key, ...]:
    """Return the keys of a record in the order in which they are written."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_key(field, hints[field.name]) for field in dataclasses.fields(record))


def _key(field: dataclasses.Field[Any], hint: Any) -> Key:
    kept, said = _opened(hint)
    listed = get_origin(kept) is tuple
    inner, more = _opened(get_args(kept)[0]) if listed else (kept, ())
    said = (*said, *more)
    named = next((one.name for one in said if isinstance(one, Named)), field.name)
    return Key(
        attribute=field.name,
        name=named,
        held=_held(inner, said),
        about=next((one for one in said if isinstance(one, str)), ""),
        listed=listed,
        required=field.default is dataclasses.MISSING,
        default=None if field.default is dataclasses.MISSING else field.default,
    )


def _opened(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Take annotations and the absent value off a type."""
    said: tuple[Any, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            said = (*hint.__metadata__, *said)
            hint = hint.__origin__
        elif get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint):
            rest = [one for one in get_args(hint) if one is not NoneType]
            hint = rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 (made at run time)
        else:
            return hint, said


def _held(kept: Any, said: tuple[Any, ...]) -> Held:
    for one in said:
        if isinstance(one, Shape | Chosen):
            return one
    if expected := getattr(kept, "pair", None):
        first, _ = _opened(get_type_hints(kept)["first"])
        return Pair(kept, YEAR if first is int else DATE, expected)
    held: Held = SHAPES.get(kept, kept)
    return held
