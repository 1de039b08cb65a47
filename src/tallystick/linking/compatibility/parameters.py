"""Thresholds, weights and costs of a comparison: the defaults, and what a user sets instead."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from tallystick import law

Parameters: TypeAlias = Mapping[str, Fraction]
"""The value of every parameter by its name."""


class BadParameterError(ValueError):
    """A setting that names no parameter, or gives no number of at least 0."""


def parameters(settings: Iterable[str] = ()) -> Parameters:
    """Return every parameter, after settings written "name=value"; raises BadParameterError."""
    values = {name: row.value for name, row in law.compatibility_parameters().items()}
    for setting in settings:
        name, _, text = setting.partition("=")
        if name not in values:
            raise BadParameterError(
                f'"{setting}": "{name}" is no parameter; there are {", ".join(values)}'
            )
        values[name] = _number(setting, text)
    return values


def _number(setting: str, text: str) -> Fraction:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if value < 0:
        raise BadParameterError(f'"{setting}": write a number of at least 0, such as 3/4 or 0.75')
    return value
