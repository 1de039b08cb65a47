"""What a correction would undo: the mistaken posting, and the units going back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import Passage, passages
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.plain import PlainPosting
from tallystick.article6.postings.records import OpenAccount, Posting
from tallystick.ledger.reading import Kept, Reader

LOOKED_AT = 500
"""How many of a Party's newest entries are offered for correction."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A posting that moved units: what it moved, and what its correction would move back."""

    number: int
    key: str
    posting: Posting
    there: Sequence[Passage]
    back: Sequence[Passage]


def moved_by(posting: Posting, opened: Posting | None) -> Sequence[Passage]:
    """Return what a posting moves; of a correction, what goes back of the mistake `opened`."""
    return passages(posting, ControlFacts(matter=Matter(opened)))


def mistake_of(kept: Kept) -> Mistake:
    """Return a posting as a mistake to be looked at."""
    posting = kept.posting
    undone = Correct(on=posting.on, movement=kept.key, reason="?")
    there, back = moved_by(posting, None), moved_by(undone, posting)
    return Mistake(kept.id, kept.key, posting, there, back)


def gives_back(reader: Reader, back: Sequence[Passage], party: str) -> bool:
    """Whether everything that goes back leaves accounts of a Party."""
    parties: dict[str, str] = {one.id: one.party for one in reader.records(OpenAccount)}
    return {parties.get(one.giver or "", "") for one in back} == {party}


def correctable(reader: Reader, party: str, limit: int) -> Iterator[Mistake]:
    """Yield the newest standing postings that moved units to accounts of a Party."""
    numbers: Mapping[int, date] = {
        one.posting: one.effective_on for one in reader.entries_of(party, LOOKED_AT)
    }
    found = 0
    for number in numbers:
        kept = reader.posting(number)
        if kept is None or not isinstance(kept.posting, Movement | PlainPosting):
            continue
        mistake = mistake_of(kept)
        if gives_back(reader, mistake.back, party):
            yield mistake
            found += 1
        if found == limit:
            return
