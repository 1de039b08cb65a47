"""What a connection knows: records as of the newest it has heard of, and lots, which never change.

The statement that writes a plan says when there are newer records; only what they are about is
then read again.
"""

from bisect import bisect_right
from operator import attrgetter
from typing import TypeVar, cast

from tallystick.article6.postings.facts import Account
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    Record,
    RecordAgreement,
    RecordNdc,
)
from tallystick.article6.postings.units import Units
from tallystick.core.identifiers import Block
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.known import KnownControls
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.links import Link, links_of
from tallystick.ledger.patterns import Kin, Patterns
from tallystick.ledger.store import Store

LOTS_MAX = 20_000

_START = attrgetter("units.block.first")

Recorded = TypeVar("Recorded", bound=Record)


class Known:
    """Records and lots, read when they are first needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forget()

    def _forget(self) -> None:
        self._newest: int | None = None
        self._records: dict[tuple[str, str], tuple[Posting, ...]] = {}
        self._accounts: dict[str, Account | None] = {}
        self._lots: dict[str, list[Kin]] = {}
        self._count = 0
        self.controls = KnownControls(self._store)
        self.patterns = Patterns()
        self._links: tuple[tuple[Link, ...], ...] | None = None

    @property
    def newest(self) -> int:
        """The number of the newest record known of."""
        if self._newest is None:
            ((self._newest,),) = self._store.execute(rows.NEWEST)
        return self._newest

    def refresh(self) -> None:
        """Forget what newer records are about; LedgerError where the ledger does not count them.

        A record beyond what the ledger counts was written past the program, and one that it
        counted and no longer does was lost with a server: then all is read anew.
        """
        newer = self._store.execute(rows.NEWER, (self.newest,))
        ((counted,),) = self._store.execute(rows.NEWEST)
        if any(identifier > counted for identifier, _, _ in newer):
            raise LedgerError(
                f"posting {max(newer)[0]} was written past the program; see: "
                "tallystick ledger verify"
            )
        if counted < self.newest:
            self._forget()
        if newer:
            self.patterns.clear()
        for identifier, kind, subject in newer:
            self._records.pop((kind, subject), None)
            self.controls.forget(kind)
            if kind == RecordAgreement.kind:
                self._links = None
            if kind == OpenAccount.kind:
                self._accounts.pop(subject, None)
            self._newest = max(self.newest, identifier)

    @property
    def links(self) -> tuple[tuple[Link, ...], ...]:
        """The agreements that movements are held to, every version."""
        if self.newest >= 0 and self._links is None:  # the newest first: no record is missed
            found = self._store.execute(rows.BODIES, (RecordAgreement.kind,))
            records = [cast("RecordAgreement", read_body(body)) for (body,) in found]
            self._links = links_of(records)
        return self._links or ()

    def account(self, name: str) -> Account | None:
        """Return an account that has been opened."""
        if name not in self._accounts:
            found = self.recorded(OpenAccount, name)
            self._accounts[name] = opened(found[0]) if found else None
        return self._accounts[name]

    def authorizations(self, identifier: str) -> tuple[Authorize, ...]:
        """Return every version of an authorization, oldest first."""
        return self.recorded(Authorize, identifier)

    def ndcs(self, party: str) -> tuple[RecordNdc, ...]:
        """Return the records of a Party's NDCs, oldest first."""
        return self.recorded(RecordNdc, party)

    def recorded(self, kind: type[Recorded], subject: str) -> tuple[Recorded, ...]:
        """Return the records of one kind on one subject, oldest first."""
        place = kind.kind, subject
        if self.newest >= 0 and place not in self._records:  # the newest first: no record is missed
            found = self._store.execute(rows.BODIES_ON, place)
            self._records[place] = tuple(read_body(body) for (body,) in found)
        return cast("tuple[Recorded, ...]", self._records[place])

    def lot(self, wanted: Block | Range) -> Units | None:
        """Return the lot that holds a whole range, or None where there is no single one."""
        kin = self.kin(wanted)
        return kin.units if kin else None

    def kin(self, wanted: Block | Range) -> Kin | None:
        """Return that lot with the patterns that it shares with lots like it."""
        series = str(wanted.series)
        lots = self._lots.get(series, ())
        place = bisect_right(lots, wanted.first, key=_START)
        if place and wanted.last <= lots[place - 1].units.block.last:
            return lots[place - 1]
        found = self.lots(Range(series, wanted.first, wanted.last))
        if len(found) != 1 or not _holds(found[0], wanted):
            return None
        if self._count >= LOTS_MAX:
            self._lots, self._count, self.patterns, place = {}, 0, Patterns(), 0
        kin = self.patterns.kin(found[0])
        self._lots.setdefault(series, []).insert(place, kin)
        self._count += 1
        return kin

    def lots(self, wanted: Range) -> list[Units]:
        """Return the lots that share units with a range, in order."""
        values = rows.sharing(wanted.series, wanted.first, wanted.last)
        found = map(rows.read_lot, self._store.execute(rows.LOTS_SHARING, values))
        return sorted(found, key=lambda lot: lot.block)


def _holds(lot: Units, wanted: Block | Range) -> bool:
    return lot.block.first <= wanted.first and wanted.last <= lot.block.last


def opened(account: OpenAccount) -> Account:
    """Return the account that was opened."""
    kind = account_kinds()[account.account_kind]
    return Account(account.id, kind, account.party, account.name, account.period)
