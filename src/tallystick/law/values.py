"""Dated parameters: the numbers and dates that a decision fixes, or has left to be fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a parameter with the days on which it holds.

    `value` is None while the body named by the source has not set it; `until` is the last day, or
    None while the value holds.
    """

    name: str
    value: int | str | None
    unit: str
    since: date
    until: date | None
    source: str
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the value holds on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def parameters() -> Mapping[str, tuple[Parameter, ...]]:
    """Return every parameter with its values from the oldest to the newest."""
    return {
        name: tuple(
            Parameter(
                name=name,
                **{
                    **value,
                    "since": date.fromisoformat(value["since"]),
                    "until": date.fromisoformat(value["until"]) if value["until"] else None,
                },
            )
            for value in values
        )
        for name, values in read_json("parameters.json").items()
    }


def parameter(name: str, on: date | None = None) -> int | str:
    """Return the value of a parameter on a day, or its newest value without a day.

    Raises KeyError when there is no such parameter, LookupError when no value holds on the day or
    the body that has to set it has not done so.
    """
    if name not in parameters():
        raise KeyError(f'"{name}" is not a parameter; there are {", ".join(parameters())}')
    dated = [one for one in parameters()[name] if on is None or one.holds(on)]
    if not dated:
        raise LookupError(f'the parameter "{name}" has no value on {on}')
    newest = dated[-1]
    if newest.value is None:
        raise LookupError(f'the parameter "{name}" has not been set ({newest.source})')
    return newest.value
