"""Drafting: the entries that controls come to."""

from dataclasses import replace

from tallystick.article6.postings.control_records import Correct, Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Movement
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Units, joined, within
from tallystick.ledger.entries import Leg, RecordType


def draft_control(posting: Posting, facts: Facts) -> list[Leg] | None:
    """Write out what a control comes to; None for a posting that is none."""
    match posting:
        case Freeze() | Pledge() | SetControls():
            kind = RecordType(posting.kind)
            return [Leg(effective_on=posting.on, type=kind, to_account=posting.account)]
        case Correct():
            return _back(posting, facts)
    return None


def _back(correction: Correct, facts: Facts) -> list[Leg]:
    """Give units back as they were before the mistake, first transfer status included."""
    mistake = facts.control.matter.opened if facts.control.matter else None
    if not isinstance(mistake, Movement):
        return []
    giver, taker = facts.party_of(mistake.to_account), facts.party_of(mistake.from_account)
    return [
        Leg(
            effective_on=correction.on,
            type=RecordType.CORRECTION,
            party=giver,
            counterparty=taker if taker != giver else None,
            from_account=mistake.to_account,
            to_account=mistake.from_account,
            units=_before(mistake, held.units),
            authorization=held.units.authorization,
            subtype=mistake.kind,
        )
        for held in joined(within(facts.holdings, mistake.block))
    ]


def _before(mistake: Movement, units: Units) -> Units:
    first = isinstance(mistake, FirstTransfer)
    return replace(units, first_transferred_on=None) if first else units
