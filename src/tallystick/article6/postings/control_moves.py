"""What a posting would move: the common view of everything that changes hands."""

from dataclasses import dataclass

from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Movement, UnitPosting
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block

Moving = UnitPosting | PlainPosting | Correct


@dataclass(frozen=True, slots=True)
class Passage:
    """Units on their way between two accounts; new ones come from none.

    Units outside Article 6 have no block.
    """

    block: Block | None
    quantity: int
    giver: str | None
    taker: str

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts concerned."""
        return (self.taker,) if self.giver is None else (self.giver, self.taker)

    @property
    def place(self) -> dict[str, object]:
        """Which units a finding is about."""
        if self.block is None:
            return {}
        return {"first_id": self.block.first_id, "last_id": self.block.last_id}


def passage(posting: Posting, control: ControlFacts) -> Passage | None:
    """Say what a posting would move; None when it moves nothing or its mistake is not found."""
    match posting:
        case Correct():
            return _undoing(control)
        case Movement():
            return _of_block(posting.block, posting.from_account, posting.to_account)
        case UnitPosting():
            return _of_block(posting.block, None, posting.to_account)
        case Move():
            return _plain(posting, posting.range.quantity)
        case MoveUnits():
            return _plain(posting, posting.amount.units)
    return None


def _undoing(control: ControlFacts) -> Passage | None:
    mistake = control.matter.opened if control.matter else None
    if not isinstance(mistake, Movement):
        return None
    return _of_block(mistake.block, mistake.to_account, mistake.from_account)


def _plain(posting: PlainPosting, quantity: int) -> Passage:
    return Passage(None, quantity, posting.from_account or None, posting.to_account)


def _of_block(block: Block, giver: str | None, taker: str) -> Passage:
    return Passage(block, block.quantity, giver, taker)
