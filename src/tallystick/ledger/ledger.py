"""The ledger: postings in, journal and holdings out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_records import Correct, Restraint, SetControls
from tallystick.article6.postings.facts import Account
from tallystick.article6.postings.plain import Balance, HeldRange
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    Record,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.term_records import Annotate, Oversight, Refer
from tallystick.article6.postings.units import Holding, joined
from tallystick.core.parties import Party
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.proposals import DECISIONS, Proposal, proposals
from tallystick.ledger.control.rows import read_standing
from tallystick.ledger.entries import Entry
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.fold import replay
from tallystick.ledger.known import opened
from tallystick.ledger.overriding import with_approved
from tallystick.ledger.plain_fold import fold_balances, fold_ranges, joined_ranges
from tallystick.ledger.posting import Answer, Poster, Receipt, Request
from tallystick.ledger.store import Store

if TYPE_CHECKING:
    from tallystick.ledger.proof.keys import SigningKey

GROUP = 1000
"""How many postings of a bulk are committed together, if nothing else is said."""

Recorded = TypeVar("Recorded", bound=Record)


class Ledger:
    """An immutable journal of postings and the holdings that follow from it.

    Every method raises LedgerError when the database cannot be used. A ledger belongs to the
    thread that opened it; as many as wanted may be open on one database.
    """

    def __init__(self, store: Store, parties: Mapping[str, Party] = PARTIES) -> None:
        self._store, self._parties = store, parties
        self._poster = Poster(store, parties)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def create(self) -> None:
        """Make the ledger; where there is one, change nothing."""
        self._store.create()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def post(self, posting: Posting, *, key: str) -> Receipt:
        """Judge a posting and write it with all that follows from it, or nothing at all.

        The same key with the same body returns the first answer. Raises Conflict where the key
        stands for another body, and Refused where a rule refuses, which leaves the key free.
        """
        return self._poster.post(key, posting)

    def post_many(self, requests: Iterable[Request], *, every: int = GROUP) -> Iterator[Answer]:
        """Post pairs of key and posting, `every` so many committed together, and answer in order.

        An answer is a receipt, or the Refused or Conflict that `post` would raise; the others of
        its group are posted all the same. What is answered is durable. One group more than is
        answered may be read and posted.
        """
        return self._poster.post_many(requests, every)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Let the block post as usual, and undo it all at its end.

        Answers are what they would be, but for the numbers of postings. Until the end, others who
        write may have to wait.
        """
        try:
            with self._store.rehearsal():
                yield
        finally:  # what was posted in vain is not known of any more
            self._poster = Poster(self._store, self._parties)

    def standing(self, keys: Sequence[str]) -> dict[str, Posting]:
        """Return the postings that stand under any of at most a few thousand keys."""
        if not keys:
            return {}
        sql = rows.STANDING.format(", ".join("?" * len(keys)))
        found = self._store.execute(sql, keys)
        if found:
            self._store.confirm()
        return {key: read_body(body) for key, body in found}

    def sequence(self, key: "SigningKey") -> int:
        """Append to the signed log all postings that can be appended; return how many they were."""
        from tallystick.ledger.log.sequencer import sequence

        return sequence(self._store, key)

    def merge(self) -> int:
        """Make neighbouring ranges one where they differ in nothing; return how many fewer.

        One series after the other, and on PostgreSQL nothing is posted while one is merged. The
        journal, and what it says of any day, stays as it is.
        """
        return sum(self._store.merge(name) for (name,) in self._store.execute(rows.SERIES))

    def accounts(self) -> list[Account]:
        """Return the accounts in the order of their opening."""
        return [opened(account) for account in self._all(OpenAccount)]

    def authorizations(self) -> list[Authorize]:
        """Return every version of every authorization, in the order of recording."""
        return self._all(Authorize)

    def entities(self) -> list[AuthorizeEntity]:
        """Return the authorizations of entities in the order of recording."""
        return self._all(AuthorizeEntity)

    def ndcs(self) -> list[RecordNdc]:
        """Return the newest record of each Party's NDC period."""
        return list({(ndc.party, ndc.period): ndc for ndc in self._all(RecordNdc)}.values())

    def agreements(self) -> list[RecordAgreement]:
        """Return the newest record of each agreement."""
        return list({one.id: one for one in self._all(RecordAgreement)}.values())

    def approaches(self) -> list[RecordApproach]:
        """Return the newest record of each cooperative approach."""
        return list({one.id: one for one in self._all(RecordApproach)}.values())

    def restraints(self) -> list[Restraint]:
        """Return the freezes and pledges that stand, oldest first."""
        return read_standing(self._store)

    def controls(self) -> list[SetControls]:
        """Return the newest controls of each account that has some."""
        return list({one.account: one for one in self._all(SetControls)}.values())

    def proposals(self) -> list[Proposal]:
        """Return every proposal with the decision on it, in the order of asking."""
        decisions = [one for kind in DECISIONS for one in self._all(kind)]
        return proposals(self._all(Propose), decisions)

    def corrected(self) -> frozenset[str]:
        """Return the keys of the movements that a correction has undone."""
        return frozenset(one.movement for one in self._all(Correct))

    def oversight(self) -> list[Oversight]:
        """Return what overseeing bodies have annotated, then what they have referred."""
        return [*self._all(Annotate), *self._all(Refer)]

    def journal(
        self,
        party: str | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
        known_at: datetime | None = None,
    ) -> list[Entry]:
        """Return entries in the order in which they took effect, of one Party if one is named.

        With an instant, only what had been recorded by then; LedgerError where it has no time
        zone.
        """
        sql = rows.JOURNAL
        values = [(first_day or date.min).isoformat(), (last_day or date.max).isoformat()]
        if party is not None:
            sql += " AND e.party = ?"
            values.append(party)
        if known_at is not None and known_at.tzinfo is None:
            raise LedgerError(f"{known_at.isoformat()} has no time zone")
        found = map(rows.read_entry, self._store.execute(sql + rows.IN_ORDER, values))
        known = [one for one in found if known_at is None or one.recorded_at <= known_at]
        approved = self._store.execute(rows.APPROVED_OVERRIDES, ('%"override":%',))
        return with_approved(known, dict(approved))

    def entries_of(self, series: str, number: int) -> list[Entry]:
        """Return the entries about one unit, in the order in which they took effect."""
        values = (date.min.isoformat(), date.max.isoformat(), series, number, number)
        sql = rows.JOURNAL + rows.OF_UNIT + rows.IN_ORDER
        return [rows.read_entry(row) for row in self._store.execute(sql, values)]

    def holdings(self, on: date | None = None, known_at: datetime | None = None) -> list[Holding]:
        """Return what accounts hold by account and block, now or at the end of a day.

        With an instant, by what had been recorded then: what who asked then would have been told.
        Neighbouring ranges that differ in nothing are joined, so that the same journal gives the
        same answer however units were split on the way.
        """
        if on is not None or known_at is not None:
            return replay(self.journal(last_day=on, known_at=known_at))
        return joined(rows.read_holding(row) for row in self._store.execute(rows.HOLDINGS))

    def ranges(self, on: date | None = None, known_at: datetime | None = None) -> list[HeldRange]:
        """Return the ranges outside Article 6 by account, at the times of `holdings`."""
        if on is not None or known_at is not None:
            journal = self.journal(last_day=on, known_at=known_at)
            return joined_ranges(fold_ranges(journal))
        return joined_ranges(rows.read_range(row) for row in self._store.execute(rows.RANGES))

    def balances(self, on: date | None = None, known_at: datetime | None = None) -> list[Balance]:
        """Return what accounts hold in units without numbers, at the times of `holdings`."""
        if on is not None or known_at is not None:
            return fold_balances(self.journal(last_day=on, known_at=known_at))
        return [rows.read_balance(row) for row in self._store.execute(rows.BALANCES)]

    def _all(self, kind: type[Recorded]) -> list[Recorded]:
        found = (read_body(body) for (body,) in self._store.execute(rows.BODIES, (kind.kind,)))
        return [one for one in found if isinstance(one, kind)]
