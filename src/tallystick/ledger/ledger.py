"""The ledger: postings in, journal and holdings out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import TracebackType
from typing import Self, TypeVar

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_approvals import Approve, Propose
from tallystick.article6.postings.control_moves import move
from tallystick.article6.postings.control_records import Correct, Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.movements import Issue
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
from tallystick.ledger.control.gathering import HOLDING_OFF
from tallystick.ledger.control.proposals import DECISIONS, Proposal, key_of, proposals
from tallystick.ledger.control.rows import STANDING, write_control
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Entry
from tallystick.ledger.errors import Conflict, LedgerError, Overtaken, Refused
from tallystick.ledger.fold import fold, replay
from tallystick.ledger.gathering import gather, names_to_lock, opened
from tallystick.ledger.store import Store

ATTEMPTS = 5

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
        for _ in range(ATTEMPTS):
            with suppress(Overtaken), self._store.transaction():
                return self._post(posting, key)
        raise LedgerError("other postings keep coming first; try again later")

    def _post(self, posting: Posting, key: str, *, approved: bool = False) -> Receipt:
        """Judge and write inside a transaction; what is approved is posted with its approval."""
        body = write_body(posting)
        self._store.lock(names_to_lock(posting, key))
        for identifier, earlier in self._store.execute(rows.POSTING, (key,)):
            if earlier != body:
                raise Conflict(f'the key "{key}" stands for another posting')
            return Receipt(identifier, Status.ALREADY_POSTED)
        if isinstance(posting, HOLDING_OFF):
            self._store.hold_off_writers()
        facts = gather(self._store, posting, self._parties, approved=approved)
        findings = judge(posting, facts) + self._judge_proposed(posting)
        if refused(findings):
            raise Refused(findings)
        if isinstance(posting, Approve):
            findings += self._carry_out(facts)
        identifier = self._write(posting, key, body, facts)
        return Receipt(identifier, Status.POSTED, tuple(findings))

    def _judge_proposed(self, posting: Posting) -> list[Finding]:
        if not isinstance(posting, Propose):
            return []
        asked = posting.posting
        return judge(asked, gather(self._store, asked, self._parties, approved=True))

    def _carry_out(self, facts: Facts) -> tuple[Finding, ...]:
        """Post what is approved, judged again by what holds now."""
        proposal = facts.control.matter.opened if facts.control.matter else None
        if not isinstance(proposal, Propose):
            return ()
        return self._post(proposal.posting, key_of(proposal), approved=True).findings

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

    def restraints(self) -> list[Freeze | Pledge]:
        """Return the freezes and pledges that stand, oldest first."""
        found = rows.read_postings(self._store, STANDING)
        return [one for one in found if isinstance(one, Freeze | Pledge)]

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

    def _write(self, posting: Posting, key: str, body: str, facts: Facts) -> int:
        recorded_at = datetime.now(UTC).isoformat()
        values = (key, posting.kind, posting.subject, body, recorded_at)
        ((identifier,),) = self._store.execute(rows.INSERT_POSTING, values)
        write_control(self._store, int(identifier), posting)
        legs = draft(posting, facts)
        for leg in legs:
            rows.write_leg(self._store, identifier, leg)
        moved = move(posting, facts.control)
        if moved is not None:
            before = rows.read_sharing(self._store, moved.block)
            rows.replace_sharing(self._store, moved.block, fold(legs, before))
        if isinstance(posting, Issue) and posting.underlying and posting.underlying.numbered:
            registry, numbered = posting.underlying.registry, posting.underlying.numbered
            rows.write_backing(self._store, registry, numbered, posting.block)
        return int(identifier)
