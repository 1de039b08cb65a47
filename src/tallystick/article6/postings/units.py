"""Units as ranges: a block with everything that any part of it keeps."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tallystick.core.identifiers import Block

_NUMBERED = re.compile(r"(.*?)([0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NumberedUnits:
    """Units of another registry whose ids differ only in their last number."""

    stem: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Underlying:
    """The units of another registry that back a block, one to one and in the same order.

    Ids are text that ends in a number; a registry alone says only where they are kept.
    """

    registry: str
    first_unit: str | None = None
    last_unit: str | None = None

    @property
    def numbered(self) -> NumberedUnits | None:
        """The ids as a range of numbers, or None where they do not form one."""
        first = _NUMBERED.fullmatch(self.first_unit or "")
        last = _NUMBERED.fullmatch(self.last_unit or "")
        if first is None or last is None or first[1] != last[1]:
            return None
        return NumberedUnits(first[1], int(first[2]), int(last[2]))

    def part(self, offset: int, quantity: int) -> "Underlying":
        """Cut out the units that back the part of a block `offset` units from its start."""
        if self.first_unit is None or self.numbered is None:
            return self
        stem, start = self.numbered.stem, self.numbered.first + offset
        width = len(self.first_unit) - len(stem)
        first, last = (f"{stem}{number:0{width}d}" for number in (start, start + quantity - 1))
        return Underlying(self.registry, first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A block of units and what is true of every unit in it."""

    block: Block
    authorization: str
    metric: str
    mitigation_type: str
    underlying: Underlying | None = None
    first_transferred_on: date | None = None

    @property
    def first_transferred_by(self) -> str | None:
        """The Party that first transferred the units, if they are first transferred."""
        return self.block.series.party if self.first_transferred_on else None

    def part(self, first: int, last: int) -> "Units":
        """Cut out a smaller block; everything else stays, underlying units by their offset."""
        if (first, last) == (self.block.first, self.block.last):
            return self
        return self.cut(self.block.part(first, last), self.first_transferred_on)

    def cut(self, block: Block, first_transferred_on: date | None) -> "Units":
        """Cut out a block that lies inside, and say when its units were first transferred."""
        backing = self.underlying and self.underlying.part(
            block.first - self.block.first, block.quantity
        )
        return Units(
            block=block,
            authorization=self.authorization,
            metric=self.metric,
            mitigation_type=self.mitigation_type,
            underlying=backing,
            first_transferred_on=first_transferred_on,
        )

    def followed_by(self, after: "Units") -> "Units | None":
        """Join units that continue these in every respect, or return None."""
        if after.block.series != self.block.series or after.block.first != self.block.last + 1:
            return None
        block = Block(self.block.series, self.block.first, after.block.last)
        backing = self.underlying and after.underlying and _join(self.underlying, after.underlying)
        joined = replace(self, block=block, underlying=backing)
        halves = (
            joined.part(self.block.first, self.block.last),
            joined.part(after.block.first, after.block.last),
        )
        return joined if halves == (self, after) else None


def _join(before: Underlying, after: Underlying) -> Underlying:
    return Underlying(before.registry, before.first_unit, after.last_unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Units on an account, and since when."""

    account: str
    received_on: date
    units: Units

    @property
    def block(self) -> Block:
        """The block of units."""
        return self.units.block

    def part(self, first: int, last: int) -> "Holding":
        """Cut out a smaller block with the same holder and attributes."""
        units = self.units.part(first, last)
        return self if units is self.units else replace(self, units=units)


def within(holdings: Iterable[Holding], block: Block) -> list[Holding]:
    """Cut holdings down to what lies inside a block, in order of serial."""
    first, last, inside = block.first, block.last, []
    for held in holdings:
        other = held.units.block
        if other is block:
            inside.append(held)
        elif other.first <= last and other.last >= first and other.series == block.series:
            inside.append(held.part(max(other.first, first), min(other.last, last)))
    return sorted(inside, key=lambda held: held.block) if len(inside) > 1 else inside


def joined(holdings: Iterable[Holding]) -> list[Holding]:
    """Join neighbours that differ in nothing, so that past splits leave no trace."""
    result: list[Holding] = []
    for held in sorted(holdings, key=lambda held: (held.account, held.block)):
        before = result[-1] if result else None
        if before and (before.account, before.received_on) == (held.account, held.received_on):
            units = before.units.followed_by(held.units)
            if units is not None:
                result[-1] = replace(before, units=units)
                continue
        result.append(held)
    return result
