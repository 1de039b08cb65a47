"""Versions of a report, written X.Y: the first is 1.0, and a later one is higher."""

import re
from dataclasses import dataclass
from typing import Self

_SHAPE = re.compile(r"([1-9]\d*)\.(0|[1-9]\d*)")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One version of a report; versions compare by their numbers, so that 1.10 follows 1.9."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "X.Y"; ValueError on any other shape."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f'"{text}" is not a version such as 1.0')
        return cls(int(match[1]), int(match[2]))

    def correction(self) -> "Version":
        """Return the version of the next correction of the same report."""
        return Version(self.major, self.minor + 1)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


FIRST = Version(1, 0)
