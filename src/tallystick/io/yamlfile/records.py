"""What the records of several kinds of file have in common: lists, spans of days, Party codes."""

from collections.abc import Sequence
from typing import TypeVar

from tallystick.core.findings import Text
from tallystick.core.parties import Span
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE

SPAN = ("since", "until")

UNTIL = Text("the first day outside, after since", "晚于since的首个界外日")

Entry = TypeVar("Entry")


def each(file: Fields, name: str, known: tuple[str, ...]) -> list[Fields]:
    """Return the fields of every record of a list."""
    return [Fields(record, known, file.damage) for record in file.records(name)]


def listed(file: Fields, name: str, read: Sequence[Entry | None]) -> tuple[Entry, ...] | None:
    """Return what was read, None where the list itself is absent."""
    if file.given(name) is None:
        return None
    return tuple(one for one in read if one is not None)


def span(fields: Fields) -> Span | None:
    """Read the days from `since` up to, not including, `until`."""
    since, until = fields.required("since", DATE), fields.optional("until", DATE)
    if since is None:
        return None
    if until is not None and until <= since:
        fields.refuse("until", UNTIL)
        return None
    return Span(since, until)
