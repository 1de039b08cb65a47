"""What holds units and accounts fast in the plain-Python ledger: restraints, limits, approvals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_records import Ending, Freeze, Pledge, SetControls
from tallystick.article6.postings.movements import Issue, Movement
from tallystick.article6.postings.plain import Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block

UnitId = tuple[str, int]
"""A series and a serial."""


class No(Exception):  # noqa: N818 (the answer)
    """The posting is refused."""


@dataclass(frozen=True)
class Passing:
    """Units on their way: one by one, or so many that have no serials."""

    giver: str
    taker: str
    names: frozenset[UnitId]
    quantity: int


@dataclass
class Controls:
    """All freezes, pledges and proposals ever made, what ended them, and what accounts demand."""

    opened: dict[tuple[str, str], Freeze | Pledge | Propose] = field(default_factory=dict)
    ended: set[tuple[str, str]] = field(default_factory=set)
    demands: dict[str, SetControls] = field(default_factory=dict)

    def open(self, one: Freeze | Pledge | Propose) -> None:
        """Take in what has a name of its own; No where the name is taken."""
        if (one.kind, one.id) in self.opened:
            raise No
        self.opened[one.kind, one.id] = one

    def end(self, ending: Ending) -> Freeze | Pledge | Propose:
        """Return what a posting ends, once; No where there is nothing to end on its day."""
        place = (ending.opened_as, ending.subject)
        opened = self.opened.get(place)
        if opened is None or place in self.ended or opened.on > ending.on:
            raise No
        self.ended.add(place)
        return opened

    def standing(self) -> Iterator[Freeze | Pledge]:
        """Give the restraints that nobody has ended."""
        for place, one in self.opened.items():
            if place not in self.ended and isinstance(one, Freeze | Pledge):
                yield one

    def let_pass(self, moved: Passing, approved: bool) -> None:
        """No where units are held fast, or the giver demands another person or smaller parts."""
        for one in self.standing():
            frozen = isinstance(one, Freeze) and one.account in {moved.giver, moved.taker}
            if frozen or (one.range and moved.names & set(names_in(one.range))):
                raise No
        demanded = self.demands.get(moved.giver)
        if demanded is None:
            return
        limit = demanded.transfer_t
        if (demanded.approval and not approved) or (limit is not None and moved.quantity > limit):
            raise No

    def decide(self, decision: Decision) -> Posting | None:
        """End a proposal; return what is to be posted. No where that is not theirs or not due."""
        proposal = self.end(decision)
        assert isinstance(proposal, Propose)
        late = decision.at >= proposal.deadline
        own = decision.person == proposal.proposer
        if late != isinstance(decision, Expire):
            raise No
        if (isinstance(decision, Withdraw) and not own) or (
            isinstance(decision, Approve | Reject) and own
        ):
            raise No
        if not isinstance(decision, Approve):
            return None
        if decision.at < proposal.at + self._delay(proposal.posting):
            raise No
        return proposal.posting

    def _delay(self, posting: Posting) -> timedelta:
        hours = 0
        for moved in passings(posting):
            demanded = self.demands.get(moved.giver)
            if demanded is not None and moved.taker not in demanded.trusted:
                hours = max(hours, demanded.delay_hours)
        return timedelta(hours=hours)


def passings(posting: Posting) -> Iterator[Passing]:
    """Say what a posting moves; new units have no giver."""
    match posting:
        case Batch():
            for part in posting.postings:
                yield from passings(part)
        case Issue() | Movement():
            names = frozenset((str(posting.block.series), n) for n in _span(posting.block))
            giver = posting.from_account if isinstance(posting, Movement) else ""
            yield Passing(giver, posting.to_account, names, len(names))
        case Move():
            names = frozenset(names_in(posting.range))
            yield Passing(posting.from_account, posting.to_account, names, len(names))
        case MoveUnits():
            units = posting.amount.units
            yield Passing(posting.from_account, posting.to_account, frozenset(), units)


def names_in(units: Range) -> Iterator[UnitId]:
    """Name the units of a range."""
    return ((units.series, serial) for serial in _span(units))


def _span(units: Range | Block) -> range:
    return range(units.first, units.last + 1)
