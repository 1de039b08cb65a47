"""Codes and names of Parties and others, with the days that matter."""

from collections.abc import Mapping
from functools import cache

from tallystick.law.files import read_rows


@cache
def party_rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of the Party table by code.

    Columns: code, name_en, name_zh, paris_membership and least_developed (spans "start/end", the
    end open or the first day outside, several joined by ";"), small_island ("yes" or empty) and
    source.
    """
    return read_rows("parties.csv")
