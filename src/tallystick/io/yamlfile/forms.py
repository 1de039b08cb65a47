"""What a field of a YAML file may hold: a way to read its text and words to ask for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from tallystick.core.findings import Text

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

LIST = Text("a list", "列表")
RECORD = Text("a record of names and values", "由名称和值组成的记录")
BY_YEAR = Text("values by year, such as {2021: 104}", "按年份列出的值，例如 {2021: 104}")


@dataclass(frozen=True, slots=True)
class Form(Generic[Value]):
    """What a field takes: `read` returns the value of a text, or raises ValueError."""

    expected: Text
    read: Callable[[str], Value]
    words: tuple[str, ...] = ()


def pattern(expression: str, expected: Text, convert: Callable[[str], Value]) -> Form[Value]:
    """Return a form for texts that match the whole expression."""
    shape = re.compile(expression)

    def read(text: str) -> Value:
        if shape.fullmatch(text) is None:
            raise ValueError(text)
        return convert(text)

    return Form(expected, read)


def one_of(words: type[Word], *without: Word) -> Form[Word]:
    """Return a form for the words of an enumeration, in any case."""
    known = {word.value.casefold(): word for word in words if word not in without}
    listed = tuple(word.value for word in known.values())

    def read(text: str) -> Word:
        if text.casefold() not in known:
            raise ValueError(text)
        return known[text.casefold()]

    return Form(Text(f"one of {', '.join(listed)}", f"以下之一：{'、'.join(listed)}"), read, listed)


DIGITS = r"(0|[1-9][0-9]{0,17})(\.0*)?"
"""A whole number that fits 64 bits; 5.0 is whole, 05 and 1,916 could be misread."""


def _whole(text: str) -> int:
    return int(text.partition(".")[0])


WHOLE = pattern(rf"[-+]?{DIGITS}", Text("a whole number", "整数"), _whole)
NATURAL = pattern(DIGITS, Text("a whole number from 0 on", "不小于0的整数"), _whole)
POSITIVE = pattern(rf"(?!0(\.|$)){DIGITS}", Text("a whole number above 0", "大于0的整数"), _whole)
YEAR = pattern(r"[1-9][0-9]{3}", Text("a year such as 2021", "年份，例如2021"), int)
DATE = pattern(
    r"\d{4}-\d{2}-\d{2}",
    Text("a date such as 2023-12-15", "日期，例如2023-12-15"),
    date.fromisoformat,
)
TEXT = pattern(r"(?s).*\S.*", Text("a text", "文字"), str.strip)
