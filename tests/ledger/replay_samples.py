"""A plain book in memory, and rows to replay into it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.ledger import Answer, Conflict, Receipt, Refused, Status
from tallystick.ledger.replay_log import LogRow

DAY = date(2024, 1, 31)


def row(
    name: str, giver: str, taker: str, units: int, kind: str = "transfer", line: int = 0
) -> LogRow:
    """A transaction of units."""
    return LogRow(
        line=line,
        transaction_id=name,
        on=DAY,
        type=kind,
        from_account=giver,
        to_account=taker,
        units=units,
    )


def block(
    name: str, giver: str, taker: str, first: int, last: int, kind: str = "transfer"
) -> LogRow:
    """A transaction of serials of one series."""
    return LogRow(
        transaction_id=name,
        on=DAY,
        type=kind,
        from_account=giver,
        to_account=taker,
        units=last - first + 1,
        series="S",
        first=first,
        last=last,
    )


class MemoryBook:
    """A book that knows its rows by id, its balances, and the holder of each serial."""

    def __init__(self) -> None:
        self.rows: dict[str, LogRow] = {}
        self.held: dict[str, int] = defaultdict(int)
        self.holders: dict[tuple[str | None, int], str] = {}

    def standing(self, rows: Sequence[LogRow]) -> Mapping[str, bool]:
        return {
            one.transaction_id: self.rows[one.transaction_id].content == one.content
            for one in rows
            if one.transaction_id in self.rows
        }

    def balances(self) -> Mapping[str, int]:
        return dict(self.held)

    def total_held(self) -> int:
        return sum(self.held.values()) + len(self.holders)

    def post_rows(self, rows: Sequence[LogRow]) -> Sequence[Answer]:
        return [self._post(one) for one in rows]

    def counts(self) -> Mapping[str, int]:
        """How many units each account holds, of either kind."""
        return Counter(self.held) + Counter(self.holders.values())

    def _post(self, one: LogRow) -> Answer:
        known = self.rows.get(one.transaction_id)
        if known is not None:
            same = known.content == one.content
            return Receipt(1, Status.ALREADY_POSTED) if same else Conflict()
        if not self._move(one):
            text = Text("not held", "未持有")
            refusal = Finding(
                "HOLDER", Outcome.FAIL, Severity.ERROR, text, text, "Tallystick design"
            )
            return Refused([refusal])
        self.rows[one.transaction_id] = one
        return Receipt(len(self.rows), Status.POSTED)

    def _move(self, one: LogRow) -> bool:
        if one.first is not None and one.last is not None:
            serials = [(one.series, number) for number in range(one.first, one.last + 1)]
            if any(self.holders.get(serial, "") != one.from_account for serial in serials):
                return False
            self.holders.update(dict.fromkeys(serials, one.to_account))
            return True
        if one.from_account and self.held[one.from_account] < one.units:
            return False
        if one.from_account:
            self.held[one.from_account] -= one.units
        self.held[one.to_account] += one.units
        return True
