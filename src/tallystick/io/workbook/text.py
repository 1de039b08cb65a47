"""Cells as text: whole numbers without a point, ISO dates, nothing where blank or NA."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

NOT_APPLICABLE = tuple(
    text for word in ("NA", "Na", "nA", "na") for text in (word, f"{word[0]}/{word[1]}")
)
EXCEL_DIGITS = 15
HALF_A_SECOND = 500_000
LAST_SECOND = dt.datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 (cells have no zone)


def number_text(value: float) -> str:
    """Write a number as a spreadsheet shows it: whole without a point, never with an exponent."""
    if value.is_integer():
        return str(int(value))
    if not math.isfinite(value):
        return str(value)
    return f"{Decimal(f'{value:.{EXCEL_DIGITS}g}'):f}"


def cell_text(value: object) -> str:
    """Write any cell value as text; a blank cell is the empty text."""
    return _TEXT_OF.get(type(value), str)(value)


def column_text(name: str, values: Sequence[object]) -> pl.Series:
    """Turn the cells of one column into text; a column of nothing but text costs no look at it."""
    try:
        return pl.Series(name, values, dtype=pl.String)
    except TypeError:
        return pl.Series(name, [cell_text(value) for value in values], dtype=pl.String)


def blanks_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """Strip every text of a frame and empty those that say nothing."""
    stripped = frame.with_columns(pl.all().str.strip_chars())
    return stripped.with_columns(
        pl.when(~pl.all().is_in(["", *NOT_APPLICABLE])).then(pl.all()).name.keep()
    )


def said(value: object) -> str | None:
    """Return the text of one cell, or None where it is blank or NA."""
    text = cell_text(value).strip()
    return None if text in ("", *NOT_APPLICABLE) else text


def _moment_text(moment: dt.datetime) -> str:
    """Write date and time to the nearest second: a spreadsheet keeps days as floating numbers."""
    if moment.microsecond:
        up = moment.microsecond >= HALF_A_SECOND and moment < LAST_SECOND
        moment = moment.replace(microsecond=0) + dt.timedelta(seconds=int(up))
    return moment.isoformat().removesuffix("T00:00:00")


_TEXT_OF: Mapping[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: number_text,
    bool: lambda value: str(value).upper(),
    dt.datetime: _moment_text,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
}
