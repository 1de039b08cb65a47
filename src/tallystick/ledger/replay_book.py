"""A ledger as a replay uses it: rows become postings of units outside Article 6."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tallystick.article6.postings.plain import Amount, Move, MoveUnits, PlainPosting, Range
from tallystick.ledger.errors import Conflict, Refused
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.positions import positions
from tallystick.ledger.posting import Answer
from tallystick.ledger.replay_log import LogRow
from tallystick.ledger.replay_rules import SEEN, Seen


def movement(row: LogRow) -> PlainPosting:
    """Return the posting that a row asks for; its type and time of day stand in the note."""
    note: dict[str, object] = {"type": row.type}
    if row.inferred:
        note["inferred"] = True
    if row.at is not None:
        note["time"] = row.at.isoformat()
    if row.series is None or row.first is None or row.last is None:
        return MoveUnits(
            on=row.on,
            note=note,
            from_account=row.from_account,
            to_account=row.to_account,
            amount=Amount(row.units),
        )
    return Move(
        on=row.on,
        note=note,
        from_account=row.from_account,
        to_account=row.to_account,
        range=Range(row.series, row.first, row.last),
        expected=row.expected,
    )


class LedgerBook:
    """The book of a replay, kept in a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def standing(self, rows: Sequence[LogRow]) -> Mapping[str, bool]:
        """Return the ids among these that are known, and whether for the same content."""
        known = self._ledger.standing([row.transaction_id for row in rows])
        return {
            row.transaction_id: known[row.transaction_id] == movement(row)
            for row in rows
            if row.transaction_id in known
        }

    def balances(self) -> Mapping[str, int]:
        """Return the units without serials on each account."""
        held = self._ledger.balances()
        return {one.account: one.amount.units for one in held if not one.amount.unit_type}

    def total_held(self) -> int:
        """Return all units on all accounts, with serials and without."""
        return sum(held.units for held in positions(self._ledger))

    def post_rows(self, rows: Sequence[LogRow]) -> Sequence[Answer]:
        """Post each row, or say what keeps it out, in order and with one commit."""
        asked = [(row.transaction_id, movement(row)) for row in rows]
        return list(self._ledger.post_many(asked, every=len(rows)))

    def post_row(self, row: LogRow) -> Answer:
        """Post one row, or say what keeps it out."""
        unnamed = SEEN.judge(Seen(row, changed=False), None)
        if unnamed:
            return Refused(unnamed)
        try:
            return self._ledger.post(movement(row), key=row.transaction_id)
        except (Conflict, Refused) as kept_out:
            return kept_out

    def dated_as_before(self, row: LogRow) -> LogRow:
        """Give a row the day of the posting that stands under its id, if there is one."""
        before = self._ledger.standing([row.transaction_id]).get(row.transaction_id)
        return replace(row, on=before.on) if before else row
