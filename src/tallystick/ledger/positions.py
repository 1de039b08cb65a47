"""What accounts hold as plain rows: ranges of any series, and units without serials."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tallystick.article6.postings.plain import Range
from tallystick.core.identifiers import Block
from tallystick.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Position:
    """Units on an account: a closed range of serials, or as many as have none."""

    account: str
    series: str | None
    first: int | None
    last: int | None
    units: int

    def to_json(self) -> dict[str, Any]:
        """Return the row under the names that the command line uses."""
        return {
            "account": self.account,
            "series": self.series,
            "start": self.first,
            "end": self.last,
            "units": self.units,
        }

    @property
    def order(self) -> tuple[str, str, int]:
        """Where the row stands: by account, units without serials first."""
        return self.account, self.series or "", self.first or 0


def positions(
    ledger: Ledger, on: date | None = None, known_at: datetime | None = None
) -> list[Position]:
    """Return what every account holds at the times of `Ledger.holdings`, without splits."""
    units = Counter[str]()
    for balance in ledger.balances(on, known_at):
        units[balance.account] += balance.amount.units
    return merged(
        [
            *(_ranged(held.account, held.block) for held in ledger.holdings(on, known_at)),
            *(_ranged(held.account, held.range) for held in ledger.ranges(on, known_at)),
            *(Position(account, None, None, None, count) for account, count in units.items()),
        ]
    )


def _ranged(account: str, held: Block | Range) -> Position:
    return Position(account, str(held.series), held.first, held.last, held.quantity)


def merged(positions: Iterable[Position]) -> list[Position]:
    """Sort rows and join ranges that continue each other, however they were split on the way."""
    result: list[Position] = []
    for one in sorted(positions, key=lambda position: position.order):
        before = result[-1] if result else None
        if before and _continues(before, one):
            result[-1] = replace(before, last=one.last, units=before.units + one.units)
        else:
            result.append(one)
    return result


def _continues(before: Position, after: Position) -> bool:
    same = (before.account, before.series) == (after.account, after.series)
    return same and before.last is not None and after.first == before.last + 1
