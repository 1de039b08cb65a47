"""What a posting would move: the common view of issuances, movements and corrections."""

from dataclasses import dataclass

from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Movement, UnitPosting
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block

Moving = UnitPosting | Correct


@dataclass(frozen=True, slots=True)
class Move:
    """A block on its way between two accounts; issued units come from none."""

    block: Block
    giver: str | None
    taker: str

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts concerned."""
        return (self.taker,) if self.giver is None else (self.giver, self.taker)

    @property
    def place(self) -> dict[str, object]:
        """Which units a finding is about."""
        return {"first_id": self.block.first_id, "last_id": self.block.last_id}


def move(posting: Posting, control: ControlFacts) -> Move | None:
    """Say what a posting would move; None when it moves nothing or its mistake is not found."""
    if isinstance(posting, Correct):
        mistake = control.matter.opened if control.matter else None
        if not isinstance(mistake, Movement):
            return None
        return Move(mistake.block, mistake.to_account, mistake.from_account)
    if isinstance(posting, UnitPosting):
        giver = posting.from_account if isinstance(posting, Movement) else None
        return Move(posting.block, giver, posting.to_account)
    return None
