"""The fold: journal entries, in their order, to holdings."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tallystick.article6.postings.units import Holding, joined, within
from tallystick.core.actions import ActionType
from tallystick.core.identifiers import Block, Series
from tallystick.ledger.entries import Leg, RecordType
from tallystick.ledger.errors import LedgerError

MOVES = {*ActionType, RecordType.CORRECTION} - {
    ActionType.AUTHORIZATION,
    ActionType.ISSUANCE,
    ActionType.ACQUISITION,  # mirrors the transfer that moved the units
}


def replay(entries: Iterable[Leg]) -> list[Holding]:
    """Rebuild holdings from a journal, joined where nothing tells neighbours apart."""
    return joined(fold(entries))


def fold(legs: Iterable[Leg], opening: Iterable[Holding] = ()) -> list[Holding]:
    """Apply entries to holdings in order.

    Raises LedgerError where an entry issues units that exist or moves units that do not.
    """
    position: dict[Series, list[Holding]] = defaultdict(list)
    for held in sorted(opening, key=lambda held: held.block):
        position[held.block.series].append(held)
    for leg in legs:
        if leg.block is not None:
            _apply(leg, leg.block, position[leg.block.series])
    return [held for ranges in position.values() for held in ranges]


def _apply(leg: Leg, block: Block, ranges: list[Holding]) -> None:
    """Replace the ranges that share units with the block by what the entry makes of them."""
    start = bisect_left(ranges, block.first, key=lambda held: held.block.last)
    end = bisect_right(ranges, block.last, key=lambda held: held.block.first)
    if leg.type is ActionType.ISSUANCE:
        if start != end:
            raise LedgerError(f"the journal issues units of {block} twice")
        ranges[start:end] = [_issued(leg)]
    elif leg.type in MOVES:
        if sum(held.block.quantity for held in within(ranges[start:end], block)) < block.quantity:
            raise LedgerError(f"the journal moves units of {block} that do not exist")
        ranges[start:end] = [
            piece for held in ranges[start:end] for piece in _split(leg, block, held)
        ]


def _issued(leg: Leg) -> Holding:
    if leg.units is None or leg.to_account is None:
        raise LedgerError("the journal issues units without saying which or where")
    return Holding(account=leg.to_account, received_on=leg.effective_on, units=leg.units)


def _split(leg: Leg, block: Block, held: Holding) -> list[Holding]:
    """Cut a range where the block begins and ends, and move the part inside."""
    if leg.to_account is None or held.account != leg.from_account:
        raise LedgerError(f"the journal moves units of {block} that {leg.from_account} lacks")
    first, last = max(held.block.first, block.first), min(held.block.last, block.last)
    pieces = [held.part(held.block.first, first - 1)] if held.block.first < first else []
    units = held.units.part(first, last)
    if leg.type is ActionType.FIRST_TRANSFER:
        units = replace(units, first_transferred_on=leg.effective_on)
    elif leg.type is RecordType.CORRECTION and leg.units is not None:
        units = replace(units, first_transferred_on=leg.units.first_transferred_on)
    pieces.append(Holding(account=leg.to_account, received_on=leg.effective_on, units=units))
    if last < held.block.last:
        pieces.append(held.part(last + 1, held.block.last))
    return pieces
