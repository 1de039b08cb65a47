"""Postings of units outside Article 6: ranges of any registry, and amounts without numbers.

They carry no authorization and no Party. Their accounts are names, open from their first use.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """The closed range of serials from `first` to `last` of a series of any registry.

    Raises ValueError when the range is empty or starts below 1.
    """

    series: str
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first < 1:
            raise ValueError(f"a serial starts at 1, not at {self.first}")
        if self.last < self.first:
            raise ValueError(f"first serial {self.first} is greater than last serial {self.last}")

    @property
    def quantity(self) -> int:
        """How many units the range holds."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.series} {self.first} to {self.last}"


def range_of(block: Block) -> Range:
    """Return a block of ITMOs as a range of its series."""
    return Range(str(block.series), block.first, block.last)


def share(one: Range | None, other: Range | None) -> bool:
    """Whether two ranges have a serial in common; where there is none, they have not."""
    if one is None or other is None or one.series != other.series:
        return False
    return one.first <= other.last and other.first <= one.last


@dataclass(frozen=True, slots=True)
class Amount:
    """Units of a type, without numbers."""

    units: int
    unit_type: str = ""


@dataclass(frozen=True, slots=True)
class HeldRange:
    """A range on an account, and since when; `authorized` if it is of ITMOs."""

    account: str
    received_on: date
    range: Range
    authorized: bool = False


def inside(held: Iterable[HeldRange], wanted: Range) -> list[HeldRange]:
    """Cut what is held down to what lies inside a range, in order of serial."""
    cut = (
        replace(
            one,
            range=Range(
                wanted.series,
                max(one.range.first, wanted.first),
                min(one.range.last, wanted.last),
            ),
        )
        for one in held
        if share(one.range, wanted)
    )
    return sorted(cut, key=lambda one: one.range)


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds of a type of units without numbers."""

    account: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPosting(Posting):
    """A posting from one named account to another; from the account "" units are new."""

    from_account: str
    to_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(PlainPosting):
    """A range that changes hands; `expected` is who is thought to hold it, if that is said."""

    kind: ClassVar[str] = "move"

    range: Range
    expected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveUnits(PlainPosting):
    """An amount that changes hands; ValueError unless it is positive."""

    kind: ClassVar[str] = "move_units"

    amount: Amount

    def __post_init__(self) -> None:
        if self.amount.units < 1:
            raise ValueError(f"{self.amount.units} units cannot move")
