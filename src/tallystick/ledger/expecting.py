"""Expecting: plans of postings by what is expected, which the statement that writes them checks."""

from dataclasses import replace

from tallystick.article6.postings.batches import parts
from tallystick.article6.postings.control_facts import FREE
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Posting, Record
from tallystick.article6.postings.term_facts import NO_TERMS
from tallystick.article6.postings.units import Units
from tallystick.core.findings import Finding, refused
from tallystick.ledger.bodies import write_body
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.log.leaves import leaf_of
from tallystick.ledger.patterns import Again
from tallystick.ledger.planning import add
from tallystick.ledger.plans import Asked, Plan


class Expecting:
    """Plans postings by what a connection knows, and movements like earlier ones by those."""

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._known = gatherer.known

    def again(self, key: str, posting: Posting) -> Again | None:
        """Plan a movement without a note by its pattern alone; None where it has to be judged."""
        if not isinstance(posting, Movement) or posting.note or not _is_exact(posting):
            return None
        kin = self._known.kin(posting.block)
        pattern = kin.pattern(posting) if kin else None
        if kin is None or pattern is None or not (key.isascii() and key.isprintable()):
            return None
        return Again(self._known.newest, key, posting.block, kin.units, pattern)

    def add(self, plan: Plan, key: str, posting: Posting) -> list[Finding] | None:
        """Plan a posting by what is expected; None, and no plan, where that refuses it."""
        if not isinstance(posting, Movement) or not _is_exact(posting):
            return self._judge(plan, ask(key, posting), posting)
        kin = self._known.kin(posting.block)
        if kin is None:
            return None
        pattern = kin.pattern(posting)
        if pattern is None:
            return self._judge_movement(plan, ask(key, posting), posting, kin.units)
        like = key.isascii() and not posting.note
        plan.postings.append(pattern.asked(key, posting.block) if like else ask(key, posting))
        pattern.add(plan, posting.block, kin.units)
        return []

    def _judge(self, plan: Plan, asked: Asked, posting: Posting) -> list[Finding] | None:
        judged: list[tuple[Posting, Facts]] = []
        findings: list[Finding] = []
        for part in parts(posting):
            facts = self._gatherer.expected(part)
            if facts is None:
                return None
            findings += self._gatherer.judge(part, facts)
            judged.append((part, facts))
        if findings and refused(findings):
            return None
        plan.postings.append(asked)
        for part, facts in judged:
            add(plan, part, facts, self._lots)
        return findings

    def _judge_movement(
        self, plan: Plan, asked: Asked, movement: Movement, lot: Units
    ) -> list[Finding] | None:
        """Plan a movement of a part of a lot, and keep its pattern where nothing speaks of it."""
        facts = self._gatherer.expected_movement(movement, lot)
        findings = self._gatherer.judge(movement, facts)
        if findings and refused(findings):
            return None
        plan.postings.append(asked)
        entries = len(plan.entries)
        add(plan, movement, facts, self._lots)
        # Steps are taken for blocks, limits are on sums, agreements turn with the day: there a part
        # is not as good as another.
        plainly = facts.terms == NO_TERMS and facts.control is FREE and not self._known.links
        if not findings and plainly:
            bare = ask(asked.key, replace(movement, note={})) if movement.note else asked
            self._known.patterns.keep(movement, lot, bare, plan, entries)
        return findings

    def _lots(self, wanted: Range) -> list[Units]:
        lot = self._known.lot(wanted)
        return [lot] if lot else []


def ask(key: str, posting: Posting) -> Asked:
    """Return a posting as it is asked; LedgerError where it has no exact form in a log."""
    subject = posting.subject if isinstance(posting, Record) else None
    body = write_body(posting)
    try:
        leaf = leaf_of(key, body).decode()
    except ValueError as error:
        raise LedgerError(f"the posting has no exact form in a log: {error}") from error
    return Asked(key, posting.kind, subject, body, leaf)


def _is_exact(movement: Movement) -> bool:
    """Whether the serials are integers, and not of a kind that merely equals them."""
    return type(movement.block.first) is int and type(movement.block.last) is int
