"""Posting: a plan by what is expected, written in one statement; looked into where that fails."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from tallystick.article6.postings.batches import Batch, parts
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Posting, Record
from tallystick.article6.postings.units import Units
from tallystick.core.findings import Finding, refused
from tallystick.core.parties import Party
from tallystick.ledger import rows
from tallystick.ledger.bodies import write_body
from tallystick.ledger.errors import Conflict, LedgerError, Refused
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.known import Known
from tallystick.ledger.log.leaves import leaf_of
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

    def post(self, key: str, posting: Posting) -> Receipt:
        """Judge a posting and write it; raises Conflict and Refused as `Ledger.post` does."""
        asked = _asked(key, posting)
        look = False
        for _ in range(TRIES):
            plan = Plan(self._known.newest)
            findings = None if look else self._expect(plan, asked, posting)
            try:
                if findings is None:
                    plan, findings = self._look(asked, posting)
                return _receipts(self._store.write(plan), [findings])[0]
            except KeyTaken:
                return self._earlier(asked)
            except Stale:
                self._known.refresh()
            except Unexpected:
                look = True
        raise LedgerError(f"others were faster {TRIES} times; try again")

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
            findings = self._expect(plan, _asked(key, posting), posting)
            if findings is None:
                return None
            planned.append(findings)
        return plan, planned

    def _post_group(self, group: Sequence[Request]) -> Iterator[Answer]:
        """Write together what passes as expected; the rest goes alone, in its place."""
        plan, planned = Plan(self._known.newest), list[list[Finding]]()
        for place, (key, posting) in enumerate(group):
            findings = self._expect(plan, _asked(key, posting), posting)
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

    def _expect(self, plan: Plan, asked: Asked, posting: Posting) -> list[Finding] | None:
        """Plan a posting by what is expected; None, and no plan, where that refuses it."""
        judged: list[tuple[Posting, Facts]] = []
        findings: list[Finding] = []
        for part in parts(posting):
            facts = self._gatherer.expected(part)
            if facts is None:
                return None
            findings += judge(part, facts)
            judged.append((part, facts))
        if findings and refused(findings):
            return None
        plan.postings.append(asked)
        for part, facts in judged:
            add(plan, part, facts, self._expected_lots)
        return findings

    def _look(self, asked: Asked, posting: Posting) -> tuple[Plan, list[Finding]]:
        """Plan a posting by how things are; raises KeyTaken and Refused."""
        findings: list[Finding] = []
        with self._store.snapshot():
            self._known.refresh()
            if self._store.execute(rows.POSTING, (asked.key,)):
                raise KeyTaken
            plan = Plan(self._known.newest, [asked])
            state = State(self._store, self._gatherer, parts(posting))
            for place, part in enumerate(parts(posting), 1):
                facts = state.facts(part)
                found = judge(part, facts)
                within = {"part": place} if isinstance(posting, Batch) else {}
                findings += [finding.at(**within) for finding in found]
                if refused(found):
                    raise Refused(findings)
                state.follow(add(plan, part, facts, state.lots))
        return plan, findings

    def _expected_lots(self, wanted: Range) -> list[Units]:
        lot = self._known.lot(wanted)
        return [lot] if lot else []

    def _earlier(self, asked: Asked) -> Receipt:
        """Return the first answer to a key; raises Conflict where it stands for another body."""
        ((identifier, body),) = self._store.execute(rows.POSTING, (asked.key,))
        if body != asked.body:
            raise Conflict(f'the key "{asked.key}" stands for another posting')
        return Receipt(identifier, Status.ALREADY_POSTED)


def _asked(key: str, posting: Posting) -> Asked:
    subject = posting.subject if isinstance(posting, Record) else None
    body = write_body(posting)
    try:
        leaf = leaf_of(key, body).decode()
    except ValueError as error:
        raise LedgerError(f"the posting has no exact form in a log: {error}") from error
    return Asked(key, posting.kind, subject, body, leaf)


def _receipts(written: Sequence[int], findings: Sequence[list[Finding]]) -> list[Receipt]:
    return [
        Receipt(identifier, Status.POSTED, tuple(found))
        for identifier, found in zip(written, findings, strict=True)
    ]
