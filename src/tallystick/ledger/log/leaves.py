"""The leaf of a posting: what was asked, in the form that every language writes alike."""

import json
from typing import NoReturn

from tallystick.ledger.proof.canonical import canonical_text


def _inexact(number: str) -> NoReturn:
    raise ValueError(f"{number} has no exact canonical form")


_read = json.JSONDecoder(parse_int=str, parse_float=_inexact, parse_constant=_inexact).decode


def leaf_of(key: str, body: str) -> bytes:
    """Return the leaf of a posting from its key and body; raises ValueError where it has none."""
    return canonical_text({"key": key, "posting": _read(body)})
