"""The ledger: postings in, journal and holdings out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.facts import Account
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.movements import Issue, UnitPosting
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.units import Holding, joined
from tallystick.core.findings import Finding, refused
from tallystick.core.parties import Party
from tallystick.ledger import rows
from tallystick.ledger.bodies import write_body
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Entry, Leg
from tallystick.ledger.errors import Conflict, Refused
from tallystick.ledger.fold import fold, replay
from tallystick.ledger.gathering import gather, names_to_lock, opened
from tallystick.ledger.log.leaves import write_leaf
from tallystick.ledger.store import Store

if TYPE_CHECKING:
    from tallystick.ledger.proof.keys import SigningKey

Recorded = TypeVar("Recorded", bound=Posting)


class Status(StrEnum):
    """Whether a posting was written now or before."""

    POSTED = "posted"
    ALREADY_POSTED = "already_posted"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a posting: its number, and what the rules could not determine."""

    id: int
    status: Status
    findings: tuple[Finding, ...] = ()


class Ledger:
    """An immutable journal of postings and the holdings that follow from it.

    Every method raises LedgerError when the database cannot be used. A ledger belongs to the
    thread that opened it; as many as wanted may be open on one database.
    """

    def __init__(self, store: Store, parties: Mapping[str, Party] = PARTIES) -> None:
        self._store = store
        self._parties = parties

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
        body = write_body(posting)
        with self._store.transaction():
            self._store.lock(names_to_lock(posting, key))
            for identifier, earlier in self._store.execute(rows.POSTING, (key,)):
                if earlier != body:
                    raise Conflict(f'the key "{key}" stands for another posting')
                return Receipt(identifier, Status.ALREADY_POSTED)
            facts = gather(self._store, posting, self._parties)
            findings = judge(posting, facts)
            if refused(findings):
                raise Refused(findings)
            identifier = self._write(posting, key, body, draft(posting, facts))
        return Receipt(identifier, Status.POSTED, tuple(findings))

    def sequence(self, key: "SigningKey") -> int:
        """Append to the signed log all postings that can be appended; return how many they were."""
        from tallystick.ledger.log.sequencer import sequence

        return sequence(self._store, key)

    def accounts(self) -> list[Account]:
        """Return the accounts in the order of their opening."""
        return [opened(account) for account in self._all(OpenAccount)]

    def authorizations(self) -> list[Authorize]:
        """Return every version of every authorization, in the order of recording."""
        return self._all(Authorize)

    def ndcs(self) -> list[RecordNdc]:
        """Return the newest record of each Party's NDC period."""
        return list({(ndc.party, ndc.period): ndc for ndc in self._all(RecordNdc)}.values())

    def agreements(self) -> list[RecordAgreement]:
        """Return the newest record of each agreement."""
        return list({one.id: one for one in self._all(RecordAgreement)}.values())

    def approaches(self) -> list[RecordApproach]:
        """Return the newest record of each cooperative approach."""
        return list({one.id: one for one in self._all(RecordApproach)}.values())

    def journal(
        self,
        party: str | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
    ) -> list[Entry]:
        """Return entries in the order in which they took effect, of one Party if one is named."""
        sql = rows.JOURNAL
        values = [(first_day or date.min).isoformat(), (last_day or date.max).isoformat()]
        if party is not None:
            sql += " AND e.party = ?"
            values.append(party)
        return [rows.read_entry(row) for row in self._store.execute(sql + rows.IN_ORDER, values)]

    def holdings(self, on: date | None = None) -> list[Holding]:
        """Return what accounts hold by account and block, now or at the end of a day.

        Neighbouring ranges that differ in nothing are joined, so that the same journal gives the
        same answer however units were split on the way.
        """
        if on is not None:
            return replay(self.journal(last_day=on))
        return joined(rows.read_holding(row) for row in self._store.execute(rows.HOLDINGS))

    def _all(self, kind: type[Recorded]) -> list[Recorded]:
        found = rows.read_postings(self._store, rows.BODIES, kind.kind)
        return [one for one in found if isinstance(one, kind)]

    def _write(self, posting: Posting, key: str, body: str, legs: list[Leg]) -> int:
        recorded_at = datetime.now(UTC).isoformat()
        values = (key, posting.kind, posting.subject, body, recorded_at)
        ((identifier,),) = self._store.execute(rows.INSERT_POSTING, values)
        write_leaf(self._store, identifier, key, body)
        for leg in legs:
            rows.write_leg(self._store, identifier, leg)
        if isinstance(posting, UnitPosting):
            before = rows.read_sharing(self._store, posting.block)
            rows.replace_sharing(self._store, posting.block, fold(legs, before))
        if isinstance(posting, Issue) and posting.underlying and posting.underlying.numbered:
            registry, numbered = posting.underlying.registry, posting.underlying.numbered
            rows.write_backing(self._store, registry, numbered, posting.block)
        return int(identifier)
