"""The form of a registry's serial numbers: one template reads a number and writes it again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tallystick.core.findings import Text

NUMBER = r"\d{1,18}"
PARTS: Mapping[str, str] = {
    "country": "[A-Z]{2}",
    "vintage": r"\d{4}",
    "start": NUMBER,
    "end": NUMBER,
}
"""How the parts that mean the same in every registry are written; any other part is a number."""

WANTED = Text(
    '"{text}" is not a serial number of {registry}; expected {template}, such as "{example}"',
    "“{text}”不是 {registry} 的序列号；应为 {template}，例如“{example}”",
)
REVERSED = Text(
    "first serial {start} is greater than last serial {end}",
    "首个序列号 {start} 大于末个序列号 {end}",
)

_DASH = re.compile("â€“|[‐‑‒–—−]")  # the first is an en dash decoded with the wrong table
_SPACE = re.compile(r"Â?\s+")  # likewise for a no-break space


class Registry(StrEnum):
    """Whose serial numbers can be read, by the names of the common nomenclatures; CER for Kyoto."""

    VERRA = "VCS"
    GOLD_STANDARD = "GS"
    KYOTO = "CER"
    CAR = "CAR"
    ACR = "ACR"
    ART = "ART"
    CERCARBONO = "Cercarbono"
    JCM = "JCM"


class SerialError(ValueError):
    """A text that is no serial range; `message` says in words what was expected."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class SerialRange:
    """The closed range from `start` to `end` of one series, as one registry numbers its units.

    `series` is everything in the number but the running part, `attributes` the parts by name:
    country (alpha-2), project and vintage where the number tells them. Raises SerialError when
    the range runs backwards.
    """

    registry: Registry
    series: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise SerialError(REVERSED.fill({"start": self.start, "end": self.end}))

    @property
    def quantity(self) -> int:
        """How many units the range holds."""
        return self.end - self.start + 1


@dataclass(frozen=True)
class Form:
    """How one registry prints a range: a template, its series, and the patterns of its parts.

    `mark` is what a text starts with to be taken for a number of this registry; `tidy` rewrites
    the variants met in practice into the template. A part that occurs twice must agree.
    """

    registry: Registry
    mark: str
    template: str
    series: str
    example: str
    parts: Mapping[str, str] = field(default_factory=dict)
    tidy: Callable[[str], str] = str.strip

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        patterns = {**PARTS, **self.parts}
        written, seen = "", set[str]()
        for index, piece in enumerate(re.split(r"\{(\w+)\}", self.template)):
            if index % 2 == 0:
                written += re.escape(piece)
            elif piece in seen:
                written += f"(?P={piece})"
            else:
                written += f"(?P<{piece}>{patterns.get(piece, NUMBER)})"
                seen.add(piece)
        return re.compile(written, re.ASCII)

    def claims(self, text: str) -> bool:
        """Whether the text looks like a number of this registry."""
        return re.match(self.mark, text) is not None

    def read(self, text: str) -> SerialRange:
        """Read a range; raises SerialError that names the form expected."""
        match = self._pattern.fullmatch(self.tidy(text))
        if match is None:
            raise SerialError(WANTED.fill({**vars(self), "text": text}))
        parts = {name: part for name, part in match.groupdict().items() if part is not None}
        start, end = int(parts.pop("start")), int(parts.pop("end"))
        return SerialRange(self.registry, self.series.format_map(parts), start, end, parts)

    def write(self, numbers: SerialRange) -> str:
        """Write a range of this registry as it prints it."""
        return self.template.format_map(
            {**numbers.attributes, "start": numbers.start, "end": numbers.end}
        )


def plain(text: str) -> str:
    """Undo what spreadsheets and wrong decoding do to dashes and spaces."""
    return _SPACE.sub(" ", _DASH.sub("-", text)).strip()
