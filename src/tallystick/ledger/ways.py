"""The way of each international transfer: authorization, transfer, acquisition, end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick.core.actions import TERMINAL, ActionType
from tallystick.core.identifiers import Block
from tallystick.ledger.entries import Entry

GIVING = frozenset({ActionType.FIRST_TRANSFER, ActionType.TRANSFER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One transfer between two Parties and what became of its units.

    Several postings are one transfer where their notes name the same `transfer`.
    """

    id: str
    giving: str
    receiving: str
    transfers: Sequence[Entry]
    authorizations: Sequence[Entry]
    acquisitions: Sequence[Entry]
    ends: Sequence[Entry]

    @property
    def on(self) -> date:
        """The day of the transfer, of its first part where there are several."""
        return min(entry.effective_on for entry in self.transfers)

    @property
    def is_first_transfer(self) -> bool:
        """Whether the units had not been first transferred before."""
        return all(entry.type is ActionType.FIRST_TRANSFER for entry in self.transfers)

    @property
    def blocks(self) -> list[Block]:
        """The blocks of units, in order."""
        return sorted(entry.block for entry in self.transfers if entry.block)

    @property
    def quantity_t(self) -> int:
        """How many units were transferred."""
        return quantity_t(self.transfers)

    @property
    def vintages(self) -> list[int]:
        """The years in which the mitigation occurred."""
        return sorted({block.series.vintage for block in self.blocks})

    @property
    def note(self) -> dict[str, Any]:
        """What was noted about the transfer: source, confidence, what is illustrative."""
        return dict(self.transfers[0].note)


def quantity_t(entries: Iterable[Entry]) -> int:
    """Add up the units of entries."""
    return sum(entry.block.quantity for entry in entries if entry.block)


def ways(journal: Sequence[Entry]) -> list[Way]:
    """Follow every transfer between two Parties through a whole journal, oldest first.

    What was corrected is left out of the journal first (`control.history.standing`).
    """
    groups: dict[str, list[Entry]] = {}
    for entry in journal:
        if entry.type in GIVING and entry.counterparty:
            groups.setdefault(str(entry.note.get("transfer", entry.posting)), []).append(entry)
    found = [_follow(name, entries, journal) for name, entries in groups.items()]
    return sorted(found, key=lambda way: (way.on, way.id))


def _follow(name: str, transfers: list[Entry], journal: Sequence[Entry]) -> Way:
    first = transfers[0]
    postings = {entry.posting for entry in transfers}
    authorizations = {entry.authorization for entry in transfers}
    blocks = [entry.block for entry in transfers if entry.block]
    return Way(
        id=name,
        giving=first.party or "",
        receiving=first.counterparty or "",
        transfers=transfers,
        authorizations=[
            entry
            for entry in journal
            if entry.type is ActionType.AUTHORIZATION and entry.authorization in authorizations
        ],
        acquisitions=[
            entry
            for entry in journal
            if entry.type is ActionType.ACQUISITION and entry.posting in postings
        ],
        ends=[
            entry
            for entry in journal
            if entry.type in TERMINAL
            and entry.block is not None
            and any(overlap(entry.block, block) for block in blocks)
        ],
    )


def overlap(one: Block, other: Block) -> bool:
    """Whether two blocks share a unit."""
    return one.series == other.series and one.first <= other.last and other.first <= one.last
