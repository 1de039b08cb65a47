"""The usual shapes of leaves, each a pattern that canonical JSON of one kind of posting matches.

A leaf that matches needs no parsing: its keys are in order, its text needs no escapes, its
numbers have no leading zeros, so that it is the canonical form of what its columns say.
"""

from collections.abc import Mapping

TEXT = r'[^"\\\x00-\x1f]*'
NUMBER = "[1-9][0-9]{0,17}"
DAY = "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"

NUMBERS = ("first", "last", "vintage", "year", "units")
"""What is a number in the body of a posting; a leaf has it as text."""


def _field(key: str, column: str, value: str = TEXT) -> str:
    return f'"{key}":"(?P<{column}>{value})"'


def _object(*fields: str) -> str:
    return r"\{" + ",".join(fields) + r"\}"


def _maybe(field: str, following: str) -> str:
    """Let a field be absent before another.

    The quote with which both begin stands before the choice, so that the next character always
    tells them apart: a pattern that never has two ways to go is matched in a third of the time.
    """
    return f'"(?:{field[1:]},")?{following[1:]}'


_BLOCK = '"block":' + _object(
    _field("first", "first", NUMBER),
    _field("last", "last", NUMBER),
    '"series":'
    + _object(
        _field("approach", "approach"),
        _field("party", "party"),
        _field("registry", "registry"),
        _field("vintage", "vintage", NUMBER),
    ),
)
_RANGE = '"range":' + _object(
    _field("first", "first", NUMBER), _field("last", "last", NUMBER), _field("series", "series")
)
_AMOUNT = '"amount":' + _object(_field("unit_type", "unit_type"), _field("units", "units", NUMBER))
_UNDERLYING = '"underlying":' + _object(
    _field("first_unit", "first_unit"),
    _field("last_unit", "last_unit"),
    _field("registry", "unit_registry"),
)
_GIVER = _field("from_account", "giver")
_TAKER = _field("to_account", "taker")
_ON = _field("on", "on", DAY)
_ENTITY = _field("entity", "entity")


def _leaf(*fields: str) -> str:
    key, posting = _field("key", "key"), '"posting":' + _object(*fields)
    return f"^{_object(key, posting)}$"


def _kind(kind: str) -> str:
    return _field("kind", "kind", kind)


SHAPES: Mapping[str, str] = {
    "issuance": _leaf(
        _field("authorization", "authorization"),
        _BLOCK,
        _kind("issuance"),
        _field("mitigation_type", "mitigation_type"),
        _ON,
        f"{_TAKER}(?:,{_UNDERLYING})?",
    ),
    "first_transfer": _leaf(_BLOCK, _GIVER, _kind("first_transfer"), _ON, _TAKER),
    "transfer": _leaf(
        _BLOCK, _GIVER, _kind("transfer"), _ON, _maybe(_field("subtype", "subtype"), _TAKER)
    ),
    "use": _leaf(
        _BLOCK,
        _maybe(_ENTITY, _GIVER),
        _kind("use"),
        _ON,
        _field("purpose", "purpose"),
        f"{_TAKER}(?:,{_field('year', 'year', NUMBER)})?",
    ),
    "cancellation": _leaf(
        _BLOCK,
        _maybe(_ENTITY, _GIVER),
        _kind("cancellation"),
        _ON,
        _maybe(_field("purpose", "purpose"), _field("subtype", "subtype")),
        _TAKER,
        '"voluntary":(?P<voluntary>true|false)',
    ),
    "move": _leaf(
        _maybe(_field("expected", "expected"), _GIVER), _kind("move"), _ON, _RANGE, _TAKER
    ),
    "move_units": _leaf(_AMOUNT, _GIVER, _kind("move_units"), _ON, _TAKER),
}
"""The pattern of each kind; its groups are named as the columns of a posting."""
