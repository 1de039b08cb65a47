"""What a posting would move: the common view of everything that changes hands."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.article6.postings.batches import Batch, parts
from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Movement, UnitPosting
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting, Range, range_of
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block

Moving = UnitPosting | PlainPosting | Correct
Corrected = Movement | PlainPosting
"""What a correction can undo, where it takes the units from an account."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Units on their way between two accounts; new ones come from none.

    Outside Article 6 they are a range, or an amount of a type that has no serials.
    """

    units: Block | Range | None
    quantity: int
    giver: str | None
    taker: str
    unit_type: str = ""

    @property
    def range(self) -> Range | None:
        """The serials that move."""
        return range_of(self.units) if isinstance(self.units, Block) else self.units

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts concerned."""
        return (self.taker,) if self.giver is None else (self.giver, self.taker)

    @property
    def place(self) -> dict[str, object]:
        """Which units a finding is about."""
        if isinstance(self.units, Block):
            return {"first_id": self.units.first_id, "last_id": self.units.last_id}
        if self.units is None:
            return {}
        return {"series": self.units.series, "first": self.units.first, "last": self.units.last}


def passages(posting: Posting, control: ControlFacts) -> tuple[Passage, ...]:
    """Say what a posting would move, in order; of a correction, what its mistake moved, back."""
    if isinstance(posting, Correct):
        return tuple(reversed([_back(one) for one in mistaken(control)]))
    return tuple(_moves(posting))


def mistaken(control: ControlFacts) -> tuple[Corrected, ...]:
    """Return the movements that a correction undoes, of a batch all; what else it was, not."""
    opened = control.matter.opened if control.matter else None
    moved = parts(opened) if opened else ()
    return tuple(one for one in moved if isinstance(one, Corrected) and one.from_account)


def _moves(posting: Posting) -> Iterator[Passage]:
    match posting:
        case Batch():
            for part in posting.postings:
                yield from _moves(part)
        case UnitPosting():
            giver = posting.from_account if isinstance(posting, Movement) else None
            yield Passage(posting.block, posting.block.quantity, giver, posting.to_account)
        case Move():
            giver = posting.from_account or None
            yield Passage(posting.range, posting.range.quantity, giver, posting.to_account)
        case MoveUnits():
            units, kind = posting.amount.units, posting.amount.unit_type
            yield Passage(None, units, posting.from_account or None, posting.to_account, kind)


def _back(mistake: Corrected) -> Passage:
    (moved,) = _moves(mistake)
    return Passage(moved.units, moved.quantity, moved.taker, mistake.from_account, moved.unit_type)
