"""ITMO unique identifiers and closed ranges of them (6/CMA.4 annex I paras 5 and 6).

The five components are kept apart. In print an identifier is either all five joined by hyphens or
the bare serial beside four columns; both readings of First ID and Last ID carry the same.
"""

import re
from dataclasses import dataclass, replace

APPROACH_ID = r"CA\d{4}"
REGISTRY_ID = r"[A-Z]{3}\d{2}"
PARTY_CODE = r"[A-Z]{3}"
SERIAL = r"[1-9]\d*"
VINTAGE = r"20\d{2}"
FULL_ID = rf"({APPROACH_ID})-({REGISTRY_ID})-({PARTY_CODE})-({SERIAL})-({VINTAGE})"

_FULL = re.compile(FULL_ID)
_NOISE = re.compile(r"[\s,]")


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """The four components that all units of a block share."""

    approach: str
    registry: str
    party: str
    vintage: int

    def full_id(self, serial: int) -> str:
        """Write the identifier of one unit with all five components."""
        return f"{self.approach}-{self.registry}-{self.party}-{serial}-{self.vintage}"

    def __str__(self) -> str:
        return f"{self.approach}-{self.registry}-{self.party}-{self.vintage}"


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """The closed range of serials from `first` to `last` of one series.

    Raises ValueError when the range is empty or starts below 1.
    """

    series: Series
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first < 1:
            raise ValueError(f"a serial starts at 1, not at {self.first}")
        if self.last < self.first:
            raise ValueError(f"first serial {self.first} is greater than last serial {self.last}")

    @property
    def quantity(self) -> int:
        """How many units the block holds."""
        return self.last - self.first + 1

    @property
    def first_id(self) -> str:
        """The identifier of the first unit, all five components."""
        return self.series.full_id(self.first)

    @property
    def last_id(self) -> str:
        """The identifier of the last unit, all five components."""
        return self.series.full_id(self.last)

    def __str__(self) -> str:
        return f"{self.first_id} to {self.last_id}"

    def part(self, first: int, last: int) -> "Block":
        """Cut a smaller block out; ValueError when it does not lie inside."""
        if first < self.first or last > self.last:
            raise ValueError(f"{first} to {last} does not lie inside {self.first} to {self.last}")
        return replace(self, first=first, last=last)


def parse_full_id(text: str) -> tuple[Series, int]:
    """Read an identifier with all five components; spaces and thousands commas are dropped.

    Raises ValueError when the text has another shape.
    """
    match = _FULL.fullmatch(_NOISE.sub("", text))
    if match is None:
        raise ValueError(f'"{text}" is not CANNNN-PPPNN-PPP-serial-yyyy')
    approach, registry, party, serial, vintage = match.groups()
    return Series(approach, registry, party, int(vintage)), int(serial)


def parse_serial(text: str) -> int:
    """Read the serial from either reading of First ID or Last ID.

    Raises ValueError when the text is neither a serial nor a full identifier.
    """
    bare = _NOISE.sub("", text)
    return int(bare) if re.fullmatch(SERIAL, bare) else parse_full_id(text)[1]
