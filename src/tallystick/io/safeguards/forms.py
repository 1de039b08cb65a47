"""What the records of a file of safeguards have in common: forms, and a record as one table."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from tallystick.core.findings import Text
from tallystick.io.integrity_terms import names
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import Form, pattern
from tallystick.io.yamlfile.records import each, listed

Entry = TypeVar("Entry")
Forms = Mapping[str, Form[Any]]

RATIO = pattern(
    r"[0-9]{1,9}(/0*[1-9][0-9]{0,8}|\.[0-9]{1,9})?",
    Text("a ratio such as 1/20 or 0.05", "比例，例如1/20或0.05"),
    Fraction,
)
SHARE = pattern(
    r"1(\.0+)?|0(\.[0-9]{1,9})?|[0-9]{1,9}/0*[1-9][0-9]{0,8}",
    Text("a share from 0 to 1 such as 1/20 or 0.05", "0到1之间的比例，例如1/20或0.05"),
    lambda text: _at_most_one(Fraction(text)),
)
MONEY = pattern(
    r"-?[0-9]{1,18}(\.[0-9]{1,6})?",
    Text("an amount of money such as 2.50", "金额，例如2.50"),
    Decimal,
)

RENAMED = {"date": "on", "from": "giver", "to": "taker"}
"""Fields whose names are words of the language, or read better in a file."""


def _at_most_one(share: Fraction) -> Fraction:
    if share > 1:
        raise ValueError(share)
    return share


def made(
    fields: Fields,
    make: Callable[..., Entry],
    needed: Forms,
    maybe: Forms | None = None,
    **parts: Any,
) -> Entry | None:
    """Read fields into a record, None where one that is needed cannot be had.

    Fields that may be absent and are, keep the default of the record; `parts` were read before.
    """
    required = {name: fields.required(name, form) for name, form in needed.items()}
    optional = {name: fields.optional(name, form) for name, form in (maybe or {}).items()}
    given = {name: value for name, value in optional.items() if value is not None}
    if any(value is None for value in required.values()):
        return None
    values = {RENAMED.get(name, name): value for name, value in (required | given).items()}
    return make(**values, **parts)


def several(
    fields: Fields,
    name: str,
    make: Callable[..., Entry],
    needed: Forms,
    maybe: Forms | None = None,
) -> tuple[Entry, ...] | None:
    """Read a list of records of plain fields, None where it is absent."""
    known = (*needed, *(maybe or {}))
    return listed(
        fields, name, [made(one, make, needed, maybe) for one in each(fields, name, known)]
    )


def words(fields: Fields, name: str) -> frozenset[str] | None:
    """Read a list of words as a set, None where it is absent."""
    read = names(fields, name)
    return None if read is None else frozenset(read)
