"""What a ledger tells safeguards: who received units, and for whom units came to their end."""

from dataclasses import replace

from tallystick.article6.safeguards import SafeguardsRecord
from tallystick.article6.safeguards.claims import Ended, EndPurpose
from tallystick.article6.safeguards.speciality import Received
from tallystick.core.actions import TERMINAL, ActionType
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import Entry
from tallystick.ledger.ledger import Ledger

UNIT = "ITMO"
"""What the ledger calls units under an authorization, as claims name them."""


def received(ledger: Ledger, host: str) -> tuple[Received, ...]:
    """Return what others received of a host by first transfers, oldest first."""
    return tuple(
        Received(one.counterparty, one.effective_on, one.block.quantity)
        for one in standing_journal(ledger, host)
        if one.type is ActionType.FIRST_TRANSFER and one.counterparty and one.block
    )


def ended(ledger: Ledger) -> tuple[Ended, ...]:
    """Return the units that were used or cancelled, for the entity or else the Party that had them.

    Where an entry names no year of use, its year is that of the day on which it took effect.
    """
    return tuple(
        Ended(
            id=one.key,
            claimant=claimant,
            year=one.use_year or one.effective_on.year,
            quantity_t=one.block.quantity,
            unit=UNIT,
            purpose=_purpose(one),
        )
        for one in standing_journal(ledger)
        if one.type in TERMINAL and one.block and (claimant := one.entity or one.party)
    )


def known(ledger: Ledger, record: SafeguardsRecord) -> SafeguardsRecord:
    """Return the record with what the ledger tells and the record does not.

    Recipients are counted for agreements that name their host and list nothing received. Units that
    came to their end are taken from one record only, so that none backs a claim twice.
    """
    terms = [
        replace(one, received=received(ledger, one.host))
        if one.host and one.received is None
        else one
        for one in record.terms or ()
    ]
    return replace(
        record,
        ended=ended(ledger) if record.ended is None else record.ended,
        terms=None if record.terms is None else terms,
    )


def _purpose(entry: Entry) -> EndPurpose:
    """Say what units ended for; what was cancelled for nothing else was cancelled voluntarily."""
    if entry.subtype and "OMGE" in entry.subtype:
        return EndPurpose.OMGE
    return EndPurpose(entry.purpose.value) if entry.purpose else EndPurpose.VOLUNTARY
