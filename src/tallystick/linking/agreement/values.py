"""The values an agreement file holds, and what their text has to look like."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from tallystick.core.actions import parse_first_transfer_definition
from tallystick.core.findings import Text


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is known: the year, perhaps the month, perhaps the day.

    Raises ValueError when there is no such day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        date(self.year, self.month or 1, self.day or 1)

    @property
    def first(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = (self.month, self.day)
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in parts if part)])


@dataclass(frozen=True, slots=True)
class Window:
    """The days from the first to the last, both inside; an open side is None."""

    pair: ClassVar[Text] = Text(
        "two dates such as [2026-01-01, 2026-12-31], the first not after the last",
        "两个日期，例如 [2026-01-01, 2026-12-31]，前者不晚于后者",
    )

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"{self.first} is after {self.last}")

    def __contains__(self, on: date) -> bool:
        return (self.first or date.min) <= on <= (self.last or date.max)

    def overlaps(self, other: "Window") -> bool:
        """Whether a day lies in both."""
        first = max(self.first or date.min, other.first or date.min)
        return first <= min(self.last or date.max, other.last or date.max)


ALWAYS = Window()


@dataclass(frozen=True, slots=True)
class Years:
    """The years from the first to the last, both inside; an open side is None."""

    pair: ClassVar[Text] = Text(
        "two years such as [2021, 2030], the first not after the last",
        "两个年份，例如 [2021, 2030]，前者不晚于后者",
    )

    first: int | None = None
    last: int | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"{self.first} is after {self.last}")

    def __contains__(self, year: int) -> bool:
        return (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class Names:
    """A title or gloss in English, and in Chinese where there is one."""

    en: str
    zh: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a value looks like; `exact` values written as bare decimals are refused."""

    expected: Text
    expression: str
    convert: Callable[[str], Any]
    json_type: str = "string"
    exact: bool = False

    def read(self, text: str) -> Any:
        """Return the value of a text; raises ValueError."""
        if re.fullmatch(self.expression, text) is None:
            raise ValueError(text)
        return self.convert(text)


def _day(text: str) -> Day:
    return Day(*(int(part) for part in text.split("-")))


def _month_day(text: str) -> str:
    date.fromisoformat(f"{LEAP_YEAR}-{text}")
    return text


def _truth(text: str) -> bool:
    return text.casefold() == "true"


def _below_one(text: str) -> Fraction:
    if (value := Fraction(text)) >= 1:
        raise ValueError(text)
    return value


def _at_most_one(text: str) -> Fraction:
    if (value := Fraction(text)) > 1:
        raise ValueError(text)
    return value


def _above_zero(text: str) -> Fraction:
    if (value := Fraction(text)) == 0:
        raise ValueError(text)
    return value


LEAP_YEAR = 2000
"""A year that has every day a calendar can have."""

RATIO = r"\d{1,18}(/0*[1-9]\d{0,17}|\.\d{1,18})?"

TEXT = Shape(Text("a text", "文字"), r"(?s).*\S.*", str.strip)
ID = Shape(
    Text("lower-case letters, digits and underscores", "小写字母、数字和下划线"),
    r"[a-z0-9][a-z0-9_]{0,63}",
    str,
)
PARTY_ID = Shape(
    Text(
        "a Party code such as CHE, or a name without spaces", "缔约方代码（如CHE）或不含空格的名称"
    ),
    r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}",
    str,
)
CURRENCY = Shape(Text("a currency code such as EUR", "货币代码，例如EUR"), r"[A-Z]{3}", str)
DATE = Shape(
    Text("a date such as 2023-12-15", "日期，例如2023-12-15"),
    r"\d{4}-\d{2}-\d{2}",
    date.fromisoformat,
)
DAY = Shape(
    Text("a date such as 2023-12-15, or 2023-12 or 2023", "日期，例如2023-12-15、2023-12或2023"),
    r"[1-9]\d{3}(-\d{2}(-\d{2})?)?",
    _day,
)
MONTH_DAY = Shape(
    Text("a day of the year such as 09-30", "一年中的某日，例如09-30"),
    r"\d{2}-\d{2}",
    _month_day,
)
UTC_OFFSET = Shape(
    Text("hours from UTC such as +08:00", "与UTC的时差，例如+08:00"),
    r"[+-](0\d|1[0-4]):[0-5]\d",
    str,
)
GOAL = Shape(Text("a goal from 1 to 17", "1至17之间的目标编号"), r"[1-9]|1[0-7]", int, "integer")
YEAR = Shape(Text("a year such as 2021", "年份，例如2021"), r"[1-9]\d{3}", int, "integer")
COUNT = Shape(
    Text("a whole number, not below 0", "不小于0的整数"),
    r"0|[1-9]\d{0,17}",
    int,
    "integer",
)
TRUTH = Shape(Text("true or false", "true 或 false"), r"(?i)true|false", _truth, "boolean")
SHARE = Shape(
    Text('a share from 0 to 1 such as 1/10 or "0.1"', '0至1之间的份额，例如 1/10 或 "0.1"'),
    RATIO,
    _at_most_one,
    exact=True,
)
DISCOUNT = Shape(
    Text('a discount below 1 such as 1/5 or "0.2"', '小于1的贴现率，例如 1/5 或 "0.2"'),
    RATIO,
    _below_one,
    exact=True,
)
RATE = Shape(
    Text('a ratio above 0 such as 4/5 or "0.8"', '大于0的比率，例如 4/5 或 "0.8"'),
    RATIO,
    _above_zero,
    exact=True,
)
TAX_RATE = Shape(
    Text('a ratio not below 0 such as 5/100 or "0.05"', '不小于0的比率，例如 5/100 或 "0.05"'),
    RATIO,
    Fraction,
    exact=True,
)
MONEY = Shape(
    Text('an amount in quotation marks such as "2.50"', '加引号的金额，例如 "2.50"'),
    r"\d{1,15}(\.\d{1,9})?",
    Decimal,
    exact=True,
)
FIRST_TRANSFER = Shape(
    Text(
        "Authorization, Issuance or Use or cancellation",
        "Authorization、Issuance 或 Use or cancellation",
    ),
    r"(?i)authori[sz]ation|issuance|use or cancellation",
    parse_first_transfer_definition,
)
