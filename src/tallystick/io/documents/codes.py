"""Addresses as QR codes (ISO/IEC 18004): the dark modules, for whoever draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

QUIET = 4
"""How many light modules a reader needs around a code."""


@dataclass(frozen=True, slots=True)
class Run:
    """Dark modules side by side: their row, the column of the first, and how many they are."""

    row: int
    column: int
    length: int


@lru_cache(maxsize=256)
def modules(address: str) -> Sequence[Sequence[bool]]:
    """Return the rows of a code without its margin; a dark module is True."""
    from qrcode import QRCode  # type: ignore[import-untyped]  # it ships no types
    from qrcode.constants import (  # type: ignore[import-untyped]  # the same
        ERROR_CORRECT_M,
    )

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def size(address: str) -> int:
    """Return how many modules a side of the code has, without its margin."""
    return len(modules(address))


def runs(address: str) -> Iterator[Run]:
    """Yield the dark modules of a code, row by row."""
    for row, line in enumerate(modules(address)):
        column = 0
        for is_dark, side_by_side in groupby(line):
            length = len(list(side_by_side))
            if is_dark:
                yield Run(row, column, length)
            column += length


def svg_path(address: str) -> str:
    """Return the dark modules as one path of an SVG, a module being 1, with the margin left."""
    return "".join(
        f"M{run.column + QUIET} {run.row + QUIET}h{run.length}v1h-{run.length}z"
        for run in runs(address)
    )
