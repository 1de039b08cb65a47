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
from typing import Any

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
        first, last, quoted = block.first, block.last, encode_basestring(key)
        return Asked(
            key,
            self.kind,
            None,
            f'{{"block":{{"first":{first},"last":{last}{self.body}',
            f'{{"key":{quoted},"posting":{{"block":{{"first":"{first}","last":"{last}"{self.leaf}',
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


class Patterns:
    """The patterns of movements that have passed while no record was newer."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Pattern] = {}

    def clear(self) -> None:
        """Forget all, since there are newer records."""
        self._kept.clear()

    def of(self, movement: Movement, lot: Units) -> Pattern | None:
        """Return the pattern of a movement of a part of a lot, if one is known."""
        pattern = self._kept.get(_alike(movement, lot))
        return pattern if pattern and movement.block.quantity <= pattern.quantity_t else None

    def keep(self, movement: Movement, lot: Units, bare: Asked, plan: Plan, entries: int) -> None:
        """Keep the pattern of the last movement of a plan, whose entries begin at a place.

        The rules have found nothing; `bare` is what was asked, without its note.
        """
        block, shift = movement.block, plan.shifts[-1]
        body = f'{{"block":{{"first":{block.first},"last":{block.last}'
        leaf = f'"posting":{{"block":{{"first":"{block.first}","last":"{block.last}"'
        if len(self._kept) >= PATTERNS_MAX:
            self._kept.clear()
        self._kept[_alike(movement, lot)] = Pattern(
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


def _alike(movement: Movement, lot: Units) -> Hashable:
    """Return what rules and drafting see of a movement, but for how many units it moves."""
    backing = lot.underlying
    kind: Any = type(movement)
    return (
        kind, lot.block.series, lot.authorization, lot.metric, lot.mitigation_type,
        backing and backing.registry, *_told(kind)(movement),
    )  # fmt: skip


@cache
def _told(kind: Any) -> Callable[[Movement], tuple[object, ...]]:
    """Return what reads the fields of a movement of a kind other than its block and its note."""
    return attrgetter(*(one.name for one in fields(kind) if one.name not in {"block", "note"}))
