"""Drafting: the entries that controls come to."""

from collections.abc import Iterator
from dataclasses import replace

from tallystick.article6.postings.control_moves import Corrected, mistaken
from tallystick.article6.postings.control_records import Correct, Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Movement
from tallystick.article6.postings.plain import Move, MoveUnits
from tallystick.article6.postings.units import Units, joined, within
from tallystick.ledger.entries import Leg, RecordType


def draft_control(posting: Freeze | Pledge | SetControls) -> Leg:
    """Write out what a restraint or controls come to.

    The database reads restraints from these entries: what `to_account` names is frozen whole.
    """
    leg = Leg(effective_on=posting.on, type=RecordType(posting.kind))
    match posting:
        case Freeze():
            return replace(leg, to_account=posting.account, range=posting.range)
        case Pledge():
            pledged = replace(leg, from_account=posting.account, range=posting.range)
            return replace(pledged, entity=posting.beneficiary)
    return replace(leg, to_account=posting.account)


def draft_correction(correction: Correct, facts: Facts) -> Iterator[tuple[Leg, Units | None]]:
    """Give units back as they were before the mistake, the last movement of a batch first."""
    for mistake in reversed(mistaken(facts.control)):
        leg = Leg(
            effective_on=correction.on,
            type=RecordType.CORRECTION,
            from_account=mistake.to_account,
            to_account=mistake.from_account,
        )
        if isinstance(mistake, Movement):
            yield from _units_back(leg, mistake, facts)
        else:
            yield _plain_back(leg, mistake), None


def _units_back(leg: Leg, mistake: Movement, facts: Facts) -> Iterator[tuple[Leg, Units]]:
    """Give ITMOs back, first transfer status included."""
    giver, taker = facts.party_of(mistake.to_account), facts.party_of(mistake.from_account)
    first = isinstance(mistake, FirstTransfer)
    for held in joined(within(facts.holdings, mistake.block)):
        given = replace(
            leg,
            party=giver,
            counterparty=taker if taker != giver else None,
            units=replace(held.units, first_transferred_on=None) if first else held.units,
            authorization=held.units.authorization,
            subtype=mistake.kind,
        )
        yield given, held.units


def _plain_back(leg: Leg, mistake: Corrected) -> Leg:
    match mistake:
        case Move():
            return replace(leg, range=mistake.range)
        case MoveUnits():
            return replace(leg, amount=mistake.amount)
    return leg
