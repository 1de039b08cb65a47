"""The fold of units outside Article 6: journal entries, in their order, to ranges and balances."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tallystick.article6.postings.plain import Amount, Balance, HeldRange, Range
from tallystick.ledger.entries import Leg, RecordType
from tallystick.ledger.errors import LedgerError

MOVES = frozenset({RecordType.MOVE, RecordType.CORRECTION})


def fold_ranges(legs: Iterable[Leg], opening: Iterable[HeldRange] = ()) -> list[HeldRange]:
    """Apply entries to ranges in order.

    Raises LedgerError where an entry makes a range that exists or moves one that does not.
    """
    position: dict[str, list[HeldRange]] = defaultdict(list)
    for held in sorted(opening, key=lambda held: held.range):
        position[held.range.series].append(held)
    for leg in legs:
        if leg.range is not None and leg.type in MOVES:
            _apply(leg, leg.range, position[leg.range.series])
    return [held for ranges in position.values() for held in ranges]


def fold_balances(legs: Iterable[Leg]) -> list[Balance]:
    """Add up the entries that move amounts, by account and type of units."""
    units: Counter[tuple[str, str]] = Counter()
    for leg in legs:
        if leg.amount is not None:
            units[leg.from_account or "", leg.amount.unit_type] -= leg.amount.units
            units[leg.to_account or "", leg.amount.unit_type] += leg.amount.units
    return [
        Balance(account, Amount(quantity, unit_type))
        for (account, unit_type), quantity in sorted(units.items())
        if account and quantity
    ]


def joined_ranges(ranges: Iterable[HeldRange]) -> list[HeldRange]:
    """Join neighbours that differ in nothing, so that past splits leave no trace."""
    result: list[HeldRange] = []
    for held in sorted(ranges, key=lambda held: (held.account, held.range)):
        before = result[-1] if result else None
        if before is not None and _continues(before, held):
            whole = Range(held.range.series, before.range.first, held.range.last)
            result[-1] = replace(before, range=whole)
        else:
            result.append(held)
    return result


def _continues(before: HeldRange, after: HeldRange) -> bool:
    return (
        (before.account, before.received_on, before.range.series)
        == (after.account, after.received_on, after.range.series)
        and before.range.last + 1 == after.range.first
        and before.authorized == after.authorized
    )


def _apply(leg: Leg, moved: Range, ranges: list[HeldRange]) -> None:
    start = bisect_left(ranges, moved.first, key=lambda held: held.range.last)
    end = bisect_right(ranges, moved.last, key=lambda held: held.range.first)
    pieces = [piece for held in ranges[start:end] for piece in _outside(held, moved)]
    there = sum(held.range.quantity for held in ranges[start:end])
    left = sum(piece.range.quantity for piece in pieces)
    if there - left != (moved.quantity if leg.from_account else 0):
        raise LedgerError(f"the journal moves units {moved} twice, or before they exist")
    pieces.append(HeldRange(leg.to_account or "", leg.effective_on, moved))
    ranges[start:end] = sorted(pieces, key=lambda held: held.range)


def _outside(held: HeldRange, moved: Range) -> list[HeldRange]:
    """Cut off what of a range lies before and behind the part that moves."""
    series, pieces = held.range.series, []
    if held.range.first < moved.first:
        pieces.append(replace(held, range=Range(series, held.range.first, moved.first - 1)))
    if held.range.last > moved.last:
        pieces.append(replace(held, range=Range(series, moved.last + 1, held.range.last)))
    return pieces
