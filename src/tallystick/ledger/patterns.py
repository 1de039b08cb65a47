"""Patterns: what a lawful movement comes to, kept for other movements that differ in serials alone.

Of a part of a lot, rules and drafting see the terms of the lot and how many units it has; whatever
else they see is in the other fields of the posting and in the records. So a part that is no larger
and moves likewise passes likewise, while no record is newer, and comes to the same rows but for
its serials.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple

from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.units import Units
from tallystick.core.identifiers import Block
from tallystick.ledger.plans import Asked, EntryRow, Plan, Shift

PATTERNS_MAX = 20_000
SERIALS = slice(15, 17)
"""Where a row of an entry has its serials."""

UNDERLYING = slice(20, 22)
"""Where it has the units of another registry that back them."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The rows of a movement of at most `quantity_t` units, without what each part has its own.

    A pattern is equal to no other, so that what is made of one can be kept under it.
    """

    quantity_t: int
    kind: str
    body: str
    leaf: str
    series: str
    shift: tuple[Any, ...]
    entries: tuple[tuple[bool, EntryRow, EntryRow, EntryRow], ...]

    def asked(self, key: str, block: Block) -> Asked:
        """Return a movement of a block as it is asked, without a note; the key is ASCII."""
        return Asked(key, self.kind, None, *self.texts(key, block.first, block.last))

    def texts(self, key: str, first: int, last: int) -> tuple[str, str]:
        """Return the body and the leaf of a movement of the units from `first` to `last`."""
        return (
            f'{{"block":{{"first":{first},"last":{last}{self.body}',
            f'{{"key":{encode_basestring(key)},"posting":'
            f'{{"block":{{"first":"{first}","last":"{last}"{self.leaf}',
        )

    def add(self, plan: Plan, block: Block, lot: Units) -> None:
        """Add to the plan's last posting what the movement of a part of a lot comes to."""
        first, last = block.first, block.last
        place = plan.shift(Shift(self.series, first, last, lot.block.first, *self.shift))
        units = backing_units(lot, block)
        posting = len(plan.postings)
        plan.entries += [
            (posting, place if shifted else None, *told, first, last, *terms, *units, *rest)
            for shifted, told, terms, rest in self.entries
        ]


@dataclass(slots=True)
class Again:
    """A single movement as its pattern has it, which can be written without a plan of its rows."""

    records: int
    key: str
    block: Block
    lot: Units
    pattern: Pattern

    def plan(self) -> Plan:
        """Return the plan that the movement comes to."""
        plan = Plan(self.records, [self.pattern.asked(self.key, self.block)])
        self.pattern.add(plan, self.block, self.lot)
        return plan


class Kin(NamedTuple):
    """A lot, with the patterns by which parts of it, and of lots like it, have moved."""

    units: Units
    patterns: dict[Hashable, Pattern]

    def pattern(self, movement: Movement) -> Pattern | None:
        """Return the pattern of a movement of a part of the lot, if one is known."""
        block = movement.block
        pattern = self.patterns.get(_alike(movement))
        return pattern if pattern and block.last - block.first < pattern.quantity_t else None


class Patterns:
    """The patterns of movements that have passed while no record was newer."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, dict[Hashable, Pattern]] = {}
        self._count = 0

    def clear(self) -> None:
        """Forget all, since there are newer records."""
        for patterns in self._kept.values():
            patterns.clear()
        self._count = 0

    def kin(self, lot: Units) -> Kin:
        """Return a lot with the patterns that it shares with others on the same terms."""
        return Kin(lot, self._kept.setdefault(_terms(lot), {}))

    def keep(self, movement: Movement, lot: Units, bare: Asked, plan: Plan, entries: int) -> None:
        """Keep the pattern of the last movement of a plan, whose entries begin at a place.

        The rules have found nothing; `bare` is what was asked, without its note.
        """
        block, shift = movement.block, plan.shifts[-1]
        body = f'{{"block":{{"first":{block.first},"last":{block.last}'
        leaf = f'"posting":{{"block":{{"first":"{block.first}","last":"{block.last}"'
        if self._count >= PATTERNS_MAX:
            self.clear()
        self._count += 1
        self.kin(lot).patterns[_alike(movement)] = Pattern(
            block.quantity, bare.kind, bare.body.partition(body)[2],
            bare.leaf.rpartition(leaf)[2], shift.series, shift[4:],
            tuple(map(_without_serials, plan.entries[entries:])),
        )  # fmt: skip


def backing_units(lot: Units, block: Block) -> tuple[str | None, str | None]:
    """Return the first and the last unit of another registry that back a part of a lot."""
    if lot.underlying is None:
        return None, None
    backing = lot.underlying.part(block.first - lot.block.first, block.quantity)
    return backing.first_unit, backing.last_unit


def _without_serials(row: EntryRow) -> tuple[bool, EntryRow, EntryRow, EntryRow]:
    told, terms = row[2 : SERIALS.start], row[SERIALS.stop : UNDERLYING.start]
    return row[1] is not None, told, terms, row[UNDERLYING.stop :]


def _terms(lot: Units) -> Hashable:
    """Return what rules and drafting see of a lot, but for its serials."""
    registry = lot.underlying and lot.underlying.registry
    return lot.block.series, lot.authorization, lot.metric, lot.mitigation_type, registry


def _alike(movement: Movement) -> Hashable:
    """Return what they see of a movement, but for its block."""
    kind: Any = type(movement)
    return _told(kind)(movement)


@cache
def _told(kind: Any) -> Callable[[Movement], tuple[object, ...]]:
    """Return what reads the kind of a movement and its fields, but its block and its note."""
    named = (one.name for one in fields(kind) if one.name not in {"block", "note"})
    return attrgetter("kind", *named)
