"""Transfers under an effect gate: asked for, booked, or open to anybody under an authorization."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tallystick.article6.integrity.gate import Passage
from tallystick.article6.postings.control_approvals import State
from tallystick.article6.postings.movements import FirstTransfer, Transfer
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.article6.postings.term_records import FileStep
from tallystick.core.actions import ActionType
from tallystick.core.identifiers import Block
from tallystick.ledger import Entry, open_ledger
from tallystick.ledger.reading import GIVING, Reader, reading
from tallystick.web.places import ledger_place

LOOKED_AT = 500
"""How many of a Party's newest entries are searched for transfers under a gate."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A transfer between Parties under a gate, and how far it has come.

    `block` is None for any transfer under the authorization, which nobody has asked for yet.
    """

    passage: Passage
    authorization: str
    approach: str
    block: Block | None
    is_booked: bool = False
    proposal: str = ""


def crossings_of(party: str, on: date) -> tuple[list[Crossing], Mapping[str, RecordApproach]]:
    """Return a Party's crossings under gates, and the approaches that set these.

    Those asked for come first, then what nobody has asked for yet, as of a day, then those booked.
    """
    with reading(ledger_place()) as reader:
        newest: dict[str, RecordApproach] = {one.id: one for one in reader.records(RecordApproach)}
        gated = {n: one for n, one in newest.items() if one.gated and party in one.parties}
        if not gated:
            return [], gated
        steps: Sequence[FileStep] = reader.records(FileStep)
        versions: dict[str, Authorize] = {one.id: one for one in reader.records(Authorize)}
        asked = list(_asked(reader, party, gated, steps))
        done = list(_booked(reader, party, gated, steps))
    under = [one for one in versions.values() if one.approach in gated and not one.revokes]
    ahead = [
        Crossing(_passage(one.id, one.party, taker, on, steps, one.id), one.id, one.approach, None)
        for one in under
        for taker in gated[one.approach].parties
        if taker != one.party and party in {one.party, taker}
    ]
    return [*asked, *ahead, *done], gated


def _asked(
    reader: Reader, party: str, gated: Mapping[str, RecordApproach], steps: Sequence[FileStep]
) -> Iterator[Crossing]:
    """Yield the transfers that wait for a second person."""
    parties = {one.id: one.party for one in reader.records(OpenAccount)}
    now = timezone.now()
    with open_ledger(ledger_place()) as ledger:
        waiting = [one for one in ledger.proposals() if one.state(now) is State.PROPOSED]
    for one in waiting:
        posting = one.asked.posting
        if not isinstance(posting, FirstTransfer | Transfer):
            continue
        ends = (posting.from_account, posting.to_account)
        giver, taker = (parties.get(name, "") for name in ends)
        series = posting.block.series
        if series.approach not in gated or giver == taker or party not in {giver, taker}:
            continue
        for held in reader.holders(str(series), posting.block.first, posting.block.last):
            whole, name = held.block, held.units.authorization
            first, last = max(whole.first, posting.block.first), min(whole.last, posting.block.last)
            block = whole.part(first, last)
            passage = _passage(str(block), giver, taker, posting.on, steps, name, block)
            yield Crossing(passage, name, series.approach, block, proposal=one.asked.id)


def _booked(
    reader: Reader, party: str, gated: Mapping[str, RecordApproach], steps: Sequence[FileStep]
) -> Iterator[Crossing]:
    """Yield the transfers between Parties that are booked."""
    for entry in reader.entries_of(party, LOOKED_AT):
        block = entry.block
        ends = _ends(entry)
        if block is None or block.series.approach not in gated or ends is None:
            continue
        name = entry.authorization or ""
        passage = _passage(str(block), *ends, entry.effective_on, steps, name, block)
        yield Crossing(passage, name, block.series.approach, block, is_booked=True)


def _ends(entry: Entry) -> tuple[str, str] | None:
    """Return the giving and the receiving Party of an entry between two, None for any other."""
    party, other = entry.party or "", entry.counterparty or ""
    if not other or other == party:
        return None
    if entry.type is ActionType.ACQUISITION:
        return other, party
    return (party, other) if entry.type.value in GIVING else None


def _passage(
    name: str,
    giver: str,
    taker: str,
    on: date,
    steps: Sequence[FileStep],
    authorization: str,
    block: Block | None = None,
) -> Passage:
    """Return a passage with the steps on file for its block, or for all units without one."""
    filed = tuple(
        one.filed
        for one in steps
        if one.authorization == authorization
        and (one.block is None if block is None else one.covers(block))
    )
    return Passage(id=name, giver=giver, taker=taker, on=on, steps=filed)
