"""Several postings that stand or fall together."""

from dataclasses import dataclass
from typing import ClassVar

from tallystick.article6.postings.movements import UnitPosting
from tallystick.article6.postings.plain import PlainPosting
from tallystick.article6.postings.records import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Posting):
    """Postings that move units, in order, on one day, all of them or none.

    Raises ValueError for an empty batch, for a part on another day, and for a part that moves no
    units: a record or another batch.
    """

    kind: ClassVar[str] = "batch"

    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if not self.postings:
            raise ValueError("a batch has at least one posting")
        for part in self.postings:
            if not isinstance(part, UnitPosting | PlainPosting):
                raise ValueError(f'a "{part.kind}" cannot be part of a batch')  # noqa: TRY004 (the type is right, its kind is not)
            if part.on != self.on:
                raise ValueError(f"a part of {part.on} cannot be in a batch of {self.on}")


def parts(posting: Posting) -> tuple[Posting, ...]:
    """Return the postings of a batch, or the posting itself."""
    return posting.postings if isinstance(posting, Batch) else (posting,)
