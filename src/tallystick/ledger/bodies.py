"""Postings as canonical JSON: what a ledger keeps, compares and can hash.

Keys are sorted, nothing stands between tokens, and what is absent or empty is left out, so that
the same posting always has the same bytes.
"""

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    RecordChain,
)
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import (
    Approve,
    Expire,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.movements import Cancel, FirstTransfer, Issue, Transfer, Use
from tallystick.article6.postings.plain import Move, MoveUnits
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.term_records import (
    Annotate,
    Appoint,
    FileStep,
    Identify,
    RecordForecast,
    Refer,
)
from tallystick.ledger.errors import LedgerError

KINDS: Mapping[str, type[Posting]] = {
    kind.kind: kind
    for kind in (
        OpenAccount,
        RecordNdc,
        RecordAgreement,
        RecordApproach,
        Authorize,
        AuthorizeApproach,
        AuthorizeEntity,
        Consent,
        RecordChain,
        Issue,
        FirstTransfer,
        Transfer,
        Use,
        Cancel,
        Move,
        MoveUnits,
        Batch,
        Freeze,
        Unfreeze,
        Pledge,
        Release,
        SetControls,
        Correct,
        Propose,
        Approve,
        Reject,
        Withdraw,
        Expire,
        FileStep,
        Identify,
        RecordForecast,
        Appoint,
        Annotate,
        Refer,
    )
}

READ: Mapping[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Any: lambda plain: plain,
}
"""How types are read that do not read themselves."""

PLAIN = frozenset({str, int, bool, NoneType})

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def write_body(posting: Posting) -> str:
    """Write a posting as canonical JSON.

    Raises LedgerError for a value that has no exact form there, such as a float.
    """
    text = _write(_plain(posting))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LedgerError(f"a text to be kept is not valid Unicode: {error.reason}") from error
    return text


def plain(posting: Posting) -> dict[str, Any]:
    """Return a posting as the fields that its canonical JSON has."""
    return _named(posting)


def read_body(body: str) -> Posting:
    """Read a posting back from its canonical JSON."""
    return read_plain(json.loads(body))


def read_plain(data: Mapping[str, Any]) -> Posting:
    """Read a posting from its fields as JSON has them."""
    said = dict(data)
    posting: Posting = _record(KINDS[said.pop("kind")], said)
    return posting


def _plain(value: object) -> Any:
    if type(value) in PLAIN or (isinstance(value, str | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum | date):
        return value.value if isinstance(value, Enum) else value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _named(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(one) for key, one in value.items()}
    if isinstance(value, Set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    raise LedgerError(f"{value!r} has no exact form in a ledger; write it as a text")


def _named(value: object) -> dict[str, Any]:
    """Leave out what is empty where empty is what a missing field means."""
    plain: dict[str, Any] = {"kind": value.kind} if isinstance(value, Posting) else {}
    kind: Any = type(value)
    for name, optional in _fields(kind):
        one = getattr(value, name)
        if one or not optional or isinstance(one, str | int):
            plain[name] = _plain(one)
    return plain


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """Return the names of the fields of a dataclass, and whether they can be left out."""
    return tuple(
        (one.name, one.default is not MISSING or one.default_factory is not MISSING)
        for one in fields(kind)
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: type, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _typed(hints[name], raw) for name, raw in data.items()})


def _typed(hint: Any, raw: Any) -> Any:
    """Give plain data the type that the field of a posting declares."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _typed(next(part for part in parts if part is not NoneType), raw)
    if origin in {tuple, frozenset}:
        return origin(_typed(parts[0], one) for one in raw)
    if origin is Mapping:
        return {_typed(parts[0], key): _typed(parts[1], one) for key, one in raw.items()}
    if hint is Posting:
        return read_plain(raw)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, raw)
    return READ.get(hint, hint)(raw)
