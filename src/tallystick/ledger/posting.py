"""Posting: a plan by what is expected, written in one statement; looked into where that fails."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from tallystick.article6.postings.batches import Batch, parts
from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Finding, refused
from tallystick.core.parties import Party
from tallystick.ledger import rows
from tallystick.ledger.control.gathering import Control, control_facts
from tallystick.ledger.control.proposals import approved_by, key_of
from tallystick.ledger.errors import Conflict, LedgerError, Refused
from tallystick.ledger.expecting import Expecting, ask
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.known import Known
from tallystick.ledger.planning import add
from tallystick.ledger.plans import Asked, Plan
from tallystick.ledger.state import State
from tallystick.ledger.store import KeyTaken, Stale, Store, Unexpected

TRIES = 100
"""How often a plan that others overtake is made anew; each time, another posting got through."""


class Status(StrEnum):
    """Whether a posting was written now or before."""

    POSTED = "posted"
    ALREADY_POSTED = "already_posted"


POSTED = Status.POSTED
"""Read so often that the way through the enumeration would be felt."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a posting: its number, and what the rules could not determine."""

    id: int
    status: Status
    findings: tuple[Finding, ...] = ()


Request = tuple[str, Posting]
"""A key and the posting it stands for."""

Answer = Receipt | Refused | Conflict


class Poster:
    """Posts to one store, remembering what it knows of records and lots."""

    def __init__(self, store: Store, parties: Mapping[str, Party]) -> None:
        self._store = store
        self._known = Known(store)
        self._gatherer = Gatherer(self._known, parties)
        self._expecting = Expecting(self._gatherer)

    def post(self, key: str, posting: Posting) -> Receipt:
        """Judge a posting and write it; raises Conflict and Refused as `Ledger.post` does."""
        look = False
        for _ in range(TRIES):
            again = None if look else self._expecting.again(key, posting)
            plan = again or Plan(self._known.newest)
            findings: list[Finding] | None = []
            if isinstance(plan, Plan):
                findings = None if look else self._expecting.add(plan, key, posting)
            try:
                if findings is None:
                    plan, findings = self._look(ask(key, posting), posting)
                return Receipt(self._store.write(plan)[-1], POSTED, tuple(findings))
            except KeyTaken:
                return self._earlier(ask(key, posting))
            except Stale:
                self._known.refresh()
            except Unexpected:
                look = True
        raise LedgerError(
            f"others were faster {TRIES} times; try again, and if that does not help: "
            "tallystick ledger verify"
        )

    def post_many(self, requests: Iterable[Request], every: int) -> Iterator[Answer]:
        """Post in groups that are committed together; answers come in the order of asking."""
        remaining = iter(requests)
        before: Iterator[Answer] = iter(())
        while group := list(islice(remaining, every)):
            planned = self._plan(group)  # while the database still writes the group before
            yield from before
            before = self._send(*planned, group) if planned else self._post_group(group)
        yield from before

    def _plan(self, group: Sequence[Request]) -> tuple[Plan, list[list[Finding]]] | None:
        """Plan a group, or return None where not all of it passes as expected."""
        plan, planned = Plan(self._known.newest), list[list[Finding]]()
        for key, posting in group:
            findings = self._expecting.add(plan, key, posting)
            if findings is None:
                return None
            planned.append(findings)
        return plan, planned

    def _post_group(self, group: Sequence[Request]) -> Iterator[Answer]:
        """Write together what passes as expected; the rest goes alone, in its place."""
        plan, planned = Plan(self._known.newest), list[list[Finding]]()
        for place, (key, posting) in enumerate(group):
            findings = self._expecting.add(plan, key, posting)
            if findings is not None:
                planned.append(findings)
                continue
            yield from self._send(plan, planned, group[place - len(planned) : place])
            yield self._answer(key, posting)
            plan, planned = Plan(self._known.newest), []
        yield from self._send(plan, planned, group[len(group) - len(planned) :])

    def _send(
        self, plan: Plan, findings: Sequence[list[Finding]], group: Sequence[Request]
    ) -> Iterator[Answer]:
        """Begin to write a group, and return its answers to come."""
        return self._written(self._store.begin(plan), findings, group) if group else iter(())

    def _written(
        self,
        written: Callable[[], list[int]],
        findings: Sequence[list[Finding]],
        group: Sequence[Request],
    ) -> Iterator[Answer]:
        """Answer a group once it is written; where it cannot be as it is, write it by halves."""
        try:
            yield from _receipts(written(), findings)
        except (KeyTaken, Stale, Unexpected):
            self._known.refresh()
            if len(group) == 1:
                yield self._answer(*group[0])
                return
            half = len(group) // 2
            yield from self._post_group(group[:half])
            yield from self._post_group(group[half:])

    def _answer(self, key: str, posting: Posting) -> Answer:
        try:
            return self.post(key, posting)
        except (Refused, Conflict) as answer:
            return answer

    def _look(self, asked: Asked, posting: Posting) -> tuple[Plan, list[Finding]]:
        """Plan a posting by how things are; raises KeyTaken and Refused."""
        with self._store.snapshot():
            self._known.refresh()
            if self._store.execute(rows.POSTING, (asked.key,)):
                raise KeyTaken
            plan = Plan(self._known.newest)
            return plan, self._look_at(plan, asked, posting)

    def _look_at(
        self, plan: Plan, asked: Asked, posting: Posting, *, approved: bool = False
    ) -> list[Finding]:
        """Add a posting to a plan by how things are, by itself or as a proposal carries it."""
        if isinstance(posting, Control):
            return self._look_at_control(plan, asked, posting, approved=approved)
        plan.postings.append(asked)
        findings: list[Finding] = []
        state = State(self._store, self._gatherer, parts(posting))
        for place, part in enumerate(parts(posting), 1):
            facts = state.facts(part)
            if approved:
                facts = replace(facts, control=replace(facts.control, approved=True))
            found = self._gatherer.judge(part, facts)
            within = {"part": place} if isinstance(posting, Batch) else {}
            findings += [finding.at(**within) for finding in found]
            if refused(found):
                raise Refused(findings)
            state.follow(add(plan, part, facts, state.lots))
        return findings

    def _look_at_control(
        self, plan: Plan, asked: Asked, posting: Control, *, approved: bool
    ) -> list[Finding]:
        """Add a control, behind what it approves; what is proposed is judged and not added."""
        facts = control_facts(self._store, self._gatherer, posting, approved=approved)
        findings = self._gatherer.judge(posting, facts)
        if refused(findings):
            raise Refused(findings)
        proposal = posting if isinstance(posting, Propose) else approved_by(posting, facts)
        if proposal is not None:
            carried = ask(key_of(proposal.id), proposal.posting)
            if self._store.execute(rows.POSTING, (carried.key,)):
                raise Conflict(carried.key)
            into = plan if proposal is not posting else Plan(plan.records)
            findings += self._look_at(into, carried, proposal.posting, approved=True)
        plan.postings.append(asked)
        add(plan, posting, facts, self._known.lots)
        return findings

    def _earlier(self, asked: Asked) -> Receipt:
        """Return the first answer to a key; raises Conflict where it stands for another body."""
        for identifier, body in self._store.execute(rows.POSTING, (asked.key,)):
            if body == asked.body:
                self._store.confirm()
                return Receipt(identifier, Status.ALREADY_POSTED)
        raise Conflict(asked.key)


def _receipts(written: Sequence[int], findings: Sequence[list[Finding]]) -> list[Receipt]:
    return [
        Receipt(identifier, Status.POSTED, tuple(found))
        for identifier, found in zip(written, findings, strict=True)
    ]
