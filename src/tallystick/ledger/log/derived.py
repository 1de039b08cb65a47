"""What the tables that follow from the postings must hold, row by row."""

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tallystick.article6.postings.movements import FirstTransfer
from tallystick.article6.postings.plain import HeldRange, Range
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    Record,
    RecordApproach,
)
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.article6.postings.units import Holding
from tallystick.core.actions import ActionType
from tallystick.ledger.entries import Leg, RecordType
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.store import SCHEMA_VERSION, Row


class HeldRow(NamedTuple):
    """A row of the holdings; days are ISO 8601 text, `lot` is the first serial of the lot."""

    series: str
    first: int
    last: int
    account: str
    received_on: str
    lot: int | None
    first_transferred_on: str | None
    ended: bool


class Derived:
    """What the database itself keeps of records and lots, built from postings in their order."""

    def __init__(self) -> None:
        self._records = 0
        self._ends: dict[str, bool] = {}
        self._not_ended: dict[str, list[Range]] = {}
        self._caps: dict[str, int | None] = {}
        self._first_transferred: dict[str, tuple[int, str | None]] = {}
        self._covers: dict[tuple[str, int], int | None] = {}
        self._vintages: Counter[tuple[str, int]] = Counter()
        self._covered: set[str] = set()
        self._series: set[str] = set()
        self._lots: list[Row] = []
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._backings: list[Row] = []

    def follow(self, number: int, posting: Posting, legs: Iterable[Leg]) -> None:
        """Take in a posting, by its number, with all that it comes to."""
        if isinstance(posting, Record):
            self._records = number
        if isinstance(posting, Authorize):
            self._authorize(posting)
        if isinstance(posting, RecordForecast):
            before = dict.fromkeys(one for one in self._covers if one[0] == posting.party)
            now = {(posting.party, year): units for year, units in posting.covers_t.items()}
            self._covers |= before | now
        if isinstance(posting, RecordApproach):
            self._covered -= {posting.id}
            self._covered |= {posting.id} if posting.host_covered else set()
        for leg in legs:
            if leg.type is ActionType.ISSUANCE:
                self._issue(leg)
            elif leg.type is ActionType.FIRST_TRANSFER:
                self._count(leg)
            elif leg.type is RecordType.CORRECTION and leg.subtype == FirstTransfer.kind:
                self._discount(leg)
            elif leg.type is RecordType.MOVE and leg.range and not leg.from_account:
                self._series.add(leg.range.series)

    def open(self, posting: OpenAccount, held: Iterable[HeldRange]) -> None:
        """Open an account; plain ranges that it holds by its name already do not end there."""
        ends = account_kinds()[posting.account_kind].terminal
        self._ends[posting.id] = ends
        if ends:
            self._not_ended[posting.id] = [
                one.range for one in held if one.account == posting.id
            ]  # fmt: skip

    def rows(self) -> dict[str, list[Row]]:
        """Return the rows of each table, columns in the order of `row_check.TABLES`."""
        return {
            "ledger_schema": [(SCHEMA_VERSION,)],
            "ledger_state": [(self._records,)],
            "ledger_writing": [],
            "ledger_merging": [],
            "ledger_account": list(self._ends.items()),
            "ledger_authorization": [
                (one, cap_t, *self._first_transferred.get(one, (0, None)))
                for one, cap_t in self._caps.items()
            ],
            "ledger_cover": [
                (*one, covered_t, self._vintages[one]) for one, covered_t in self._covers.items()
            ],
            "ledger_covered": [(name,) for name in self._covered],
            "ledger_series": [(name,) for name in self._series],
            "ledger_lot": self._lots,
            "ledger_backing": self._backings,
        }

    def held(self, holdings: Iterable[Holding], ranges: Iterable[HeldRange]) -> Iterator[HeldRow]:
        """Give the rows of what is held, neither cut nor joined across lots."""
        for held in holdings:
            block, since = held.block, held.units.first_transferred_on
            series = str(block.series)
            starts = self._starts[series]
            yield HeldRow(
                series, block.first, block.last, held.account, held.received_on.isoformat(),
                starts[bisect_right(starts, block.first) - 1],
                since.isoformat() if since else None, self._ends.get(held.account, False),
            )  # fmt: skip
        for plain in ranges:
            yield HeldRow(
                plain.range.series, plain.range.first, plain.range.last, plain.account,
                plain.received_on.isoformat(), None, None, self._has_ended(plain),
            )  # fmt: skip

    def _has_ended(self, held: HeldRange) -> bool:
        kept = self._not_ended.get(held.account, ())
        within = any(_lies_in(held.range, one) for one in kept)
        return self._ends.get(held.account, False) and not within

    def _authorize(self, posting: Authorize) -> None:
        """A version raises the cap that the database guards, or lifts it; it never lowers it."""
        cap_t = posting.authorized_quantity_t
        before = self._caps.get(posting.id, cap_t)
        self._caps[posting.id] = None if cap_t is None or before is None else max(cap_t, before)

    def _count(self, leg: Leg) -> None:
        identifier, on = leg.authorization or "", leg.effective_on.isoformat()
        quantity, last_on = self._first_transferred.get(identifier, (0, None))
        quantity += leg.block.quantity if leg.block else 0
        self._vintage(leg, 1)
        self._first_transferred[identifier] = quantity, max(last_on or on, on)

    def _discount(self, leg: Leg) -> None:
        quantity, last_on = self._first_transferred[leg.authorization or ""]
        quantity -= leg.block.quantity if leg.block else 0
        self._vintage(leg, -1)
        self._first_transferred[leg.authorization or ""] = quantity, last_on

    def _vintage(self, leg: Leg, sign: int) -> None:
        if leg.block is not None:
            place = leg.block.series.party, leg.block.series.vintage
            self._vintages[place] += sign * leg.block.quantity

    def _issue(self, leg: Leg) -> None:
        if leg.units is None:
            return
        block, backing = leg.units.block, leg.units.underlying
        place = (str(block.series), block.first, block.last)
        told = (leg.units.authorization, leg.units.metric, leg.units.mitigation_type)
        units = (backing.registry, backing.first_unit, backing.last_unit) if backing else NOWHERE
        self._series.add(place[0])
        self._lots.append((*place, *told, *units))
        insort(self._starts[place[0]], block.first)
        numbered = backing.numbered if backing else None
        if backing and numbered:
            numbers = (numbered.stem, numbered.first, numbered.last)
            self._backings.append((backing.registry, *numbers, *place))


NOWHERE = (None, None, None)


def _lies_in(inner: Range, outer: Range) -> bool:
    same = inner.series == outer.series
    return same and outer.first <= inner.first and inner.last <= outer.last


def joined_rows(rows: Iterable[HeldRow]) -> list[HeldRow]:
    """Join neighbouring rows that differ in nothing else, so that past splits leave no trace."""
    result: list[HeldRow] = []
    for row in sorted(rows, key=lambda row: (row.series, row.first, row.last)):
        before = result[-1] if result else None
        if before and before.last + 1 == row.first and before == row._replace(
            first=before.first, last=before.last
        ):  # fmt: skip
            result[-1] = before._replace(last=row.last)
        else:
            result.append(row)
    return result
