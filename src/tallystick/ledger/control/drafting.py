"""Drafting: the entries that controls come to."""

from collections.abc import Iterator
from dataclasses import replace

from tallystick.article6.postings.control_records import Correct, Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Movement
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.units import Units, joined, within
from tallystick.core.identifiers import Block
from tallystick.ledger.entries import Leg, RecordType


def draft_control(posting: Freeze | Pledge | SetControls) -> Leg:
    """Write out what a restraint or controls come to.

    The database reads restraints from these entries: what `to_account` names is frozen whole.
    """
    leg = Leg(effective_on=posting.on, type=RecordType(posting.kind))
    match posting:
        case Freeze():
            return replace(leg, to_account=posting.account, range=_range(posting.block))
        case Pledge():
            pledged = replace(leg, from_account=posting.account, range=_range(posting.block))
            return replace(pledged, entity=posting.beneficiary)
    return replace(leg, to_account=posting.account)


def draft_correction(correction: Correct, facts: Facts) -> Iterator[tuple[Leg, Units]]:
    """Give units back as they were before the mistake, first transfer status included."""
    mistake = facts.control.matter.opened if facts.control.matter else None
    if not isinstance(mistake, Movement):
        return
    giver, taker = facts.party_of(mistake.to_account), facts.party_of(mistake.from_account)
    first = isinstance(mistake, FirstTransfer)
    for held in joined(within(facts.holdings, mistake.block)):
        leg = Leg(
            effective_on=correction.on,
            type=RecordType.CORRECTION,
            party=giver,
            counterparty=taker if taker != giver else None,
            from_account=mistake.to_account,
            to_account=mistake.from_account,
            units=replace(held.units, first_transferred_on=None) if first else held.units,
            authorization=held.units.authorization,
            subtype=mistake.kind,
        )
        yield leg, held.units


def _range(block: Block | None) -> Range | None:
    return Range(str(block.series), block.first, block.last) if block else None
