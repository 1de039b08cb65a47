"""Plans: postings that have been judged, in the rows that the database is asked to write.

A plan says what it takes for granted, and the statement that writes it checks exactly that, so
that a plan may rest on what was read long before, or on what is merely likely.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tallystick.ledger.entries import Leg


class Asked(NamedTuple):
    """A posting as it was asked, with its leaf; one that records nothing has no subject."""

    key: str
    kind: str
    subject: str | None
    body: str
    leaf: str


class Count(NamedTuple):
    """Units first transferred under an authorization, below 0 where corrected, and the cap."""

    authorization: str
    units: int
    on: str | None
    cap_t: int | None

    def plus(self, other: "Count") -> "Count":
        """Add up, under the lower of the two caps."""
        caps = [cap for cap in (self.cap_t, other.cap_t) if cap is not None]
        return Count(
            self.authorization,
            self.units + other.units,
            max(self.on or "", other.on or "") or None,
            min(caps) if caps else None,
        )


class Lot(NamedTuple):
    """A new range, with what every part of it keeps; days are ISO 8601 text."""

    series: str
    first_serial: int
    last_serial: int
    account: str
    issued_on: str
    first_transferred_on: str | None = None
    authorization: str | None = None
    metric: str | None = None
    mitigation_type: str | None = None
    unit_registry: str | None = None
    first_unit: str | None = None
    last_unit: str | None = None
    stem: str | None = None
    first_number: int | None = None
    last_number: int | None = None
    cap_t: int | None = None

    @property
    def counted(self) -> Count | None:
        """What is first transferred by the issuance itself."""
        if self.first_transferred_on is None or self.authorization is None:
            return None
        quantity = self.last_serial - self.first_serial + 1
        return Count(self.authorization, quantity, self.first_transferred_on, self.cap_t)


class Shift(NamedTuple):
    """A part of a lot that changes hands, and what is taken for granted of it.

    The giver holds all of it, received it by `moved_on`, and its units were first transferred
    between `transferred_from` and `transferred_to`, or not at all where these are None. A shift
    that `undoes` a first transfer leaves the units as if there had been none.
    """

    series: str
    first_serial: int
    last_serial: int
    lot: int | None
    giver: str
    taker: str
    moved_on: str
    transferred_from: str | None = None
    transferred_to: str | None = None
    transfers: bool = False
    authorization: str | None = None
    cap_t: int | None = None
    undoes: bool = False

    @property
    def quantity(self) -> int:
        """How many units change hands."""
        return self.last_serial - self.first_serial + 1

    @property
    def counted(self) -> Count | None:
        """What is first transferred by the way, or no longer is."""
        if self.undoes and self.authorization is not None:
            return Count(self.authorization, -self.quantity, None, None)
        if not self.transfers or self.authorization is None:
            return None
        return Count(self.authorization, self.quantity, self.moved_on, self.cap_t)


class Payment(NamedTuple):
    """An amount that changes hands; the giver has as much."""

    giver: str
    taker: str
    units: int
    unit_type: str


class Kept(NamedTuple):
    """What the database itself needs to know of a record.

    That is an account's end, a cap, limits, what a host's forecast covers of each vintage, or
    whether an approach binds first transfers to that.
    """

    account: str | None = None
    terminal: bool = False
    authorization: str | None = None
    authorized_on: str | None = None
    cap_t: int | None = None
    limited: str | None = None
    holding_t: int | None = None
    transfer_t: int | None = None
    host: str | None = None
    covers_t: Mapping[int, int] | None = None
    approach: str | None = None
    covered: bool = False


EntryRow = tuple[str | int | None, ...]
"""The posting and the shift by their places in the plan, from 1, then the columns of an entry."""


@dataclass(slots=True)
class Plan:
    """Postings to be written together, or not at all, while `records` is the newest record."""

    records: int
    postings: list[Asked] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    kept: Kept | None = None

    @property
    def counts(self) -> list[Count]:
        """What is first transferred under each authorization, in their order."""
        counts: dict[str, Count] = {}
        each = [lot.counted for lot in self.lots] + [shift.counted for shift in self.shifts]
        for count in filter(None, each):
            before = counts.get(count.authorization)
            counts[count.authorization] = before.plus(count) if before else count
        return [counts[name] for name in sorted(counts)]

    def shift(self, shift: Shift) -> int:
        """Add a shift and return its place."""
        self.shifts.append(shift)
        return len(self.shifts)

    def enter(self, leg: Leg, shift: int | None = None) -> None:
        """Add an entry; where a shift is named, its units keep when they were first transferred."""
        self.entries.append(_row(len(self.postings), shift, leg))


def columns(leg: Leg) -> EntryRow:
    """Return the columns of an entry as they are stored."""
    return _row(0, None, leg)[2:]


def _row(posting: int, shift: int | None, leg: Leg) -> EntryRow:
    units, amount = leg.units, leg.amount
    block = units.block if units else leg.range
    backing = units.underlying if units else None
    since = units.first_transferred_on if units and shift is None else None
    return (
        posting,
        shift,
        leg.effective_on.isoformat(),
        leg.type.value,
        leg.party,
        leg.counterparty,
        leg.from_account,
        leg.to_account,
        leg.authorized_on.isoformat() if leg.authorized_on else None,
        leg.subtype,
        leg.purpose.value if leg.purpose else None,
        leg.use_year,
        leg.entity,
        leg.authorization,
        str(block.series) if block else None,
        block.first if block else None,
        block.last if block else None,
        units.metric if units else None,
        units.mitigation_type if units else None,
        backing.registry if backing else None,
        backing.first_unit if backing else None,
        backing.last_unit if backing else None,
        since.isoformat() if since else None,
        amount.units if amount else None,
        amount.unit_type if amount else None,
    )
