"""The first reading of a transaction log: what is wrong with rows, and which the ledger lacks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar

from tallystick.ledger.posting import Answer
from tallystick.ledger.replay_log import BadRows, Gathered, LogRow
from tallystick.ledger.replay_rules import SEEN, Seen

BATCH = 1000
"""How many rows are looked up, or posted with one commit, at a time."""

Log = Iterable[LogRow | BadRows]
Item = TypeVar("Item")


class Book(Protocol):
    """What a replay needs of a ledger."""

    def standing(self, rows: Sequence[LogRow]) -> Mapping[str, bool]:
        """Return the ids among these that are known, and whether for the same content."""

    def balances(self) -> Mapping[str, int]:
        """Return the units without serials on each account."""

    def total_held(self) -> int:
        """Return all units on all accounts, with serials and without."""

    def post_rows(self, rows: Sequence[LogRow]) -> Sequence[Answer]:
        """Post each row, or say what keeps it out, in order and with one commit."""


@dataclass(slots=True)
class Survey:
    """What the first reading finds; complete once the rows that are new have been consumed."""

    book: Book
    gathered: Gathered = field(default_factory=Gathered)
    accounts: set[str] = field(default_factory=set)
    refused: int = 0
    known: int = 0
    conflicts: int = 0
    first_id: str = ""
    earliest: date = date.max
    _contents: dict[str, int] = field(default_factory=dict)

    def find_new(self, log: Log) -> Iterator[LogRow]:
        """Yield the rows that can be asked of the ledger and that it does not know, and count."""
        for batch in in_batches(log):
            rows = [one for one in batch if isinstance(one, LogRow)]
            standing = self.book.standing(rows)
            for one in batch:
                if isinstance(one, LogRow):
                    yield from self._sort(one, standing.get(one.transaction_id))
                else:
                    self._refuse(one)

    def new(self, log: Log) -> Iterator[LogRow]:
        """Yield the rows that were found to be new, each once."""
        for row in log:
            if isinstance(row, LogRow):
                content = self._contents.get(row.transaction_id)
                if content == hash(row.content):
                    del self._contents[row.transaction_id]
                    yield row

    def _sort(self, row: LogRow, stands: bool | None) -> Iterator[LogRow]:
        """Yield a row that is new; `stands` says whether a known one is unchanged."""
        self.accounts.update(account for account in (row.from_account, row.to_account) if account)
        content = hash(row.content)
        earlier = self._contents.get(row.transaction_id)
        changed = stands is False or earlier not in {None, content}
        findings = SEEN.judge(Seen(row, changed), None)
        if changed:
            self.conflicts += 1
            self.gathered.add(findings)
        elif findings:
            self._refuse(BadRows(findings))
        elif stands or earlier is not None:
            self.known += 1
        else:
            self._contents[row.transaction_id] = content
            self.first_id = self.first_id or row.transaction_id
            self.earliest = min(self.earliest, row.on)
            yield row

    def _refuse(self, bad: BadRows) -> None:
        self.refused += bad.count
        self.gathered.add(bad.findings)


def in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most BATCH."""
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch
