"""Which postings first transfer units, and how many (2/CMA.3 annex para 2, 4/CMA.6 part II)."""

from collections import Counter

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import (
    OMGE,
    Cancel,
    FirstTransfer,
    Issue,
    Subtype,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.units import Units
from tallystick.core.actions import OIMP, FirstTransferDefinition

AT_ISSUANCE = {
    FirstTransferDefinition.AUTHORIZATION: Subtype.AUTHORIZATION,
    FirstTransferDefinition.ISSUANCE: Subtype.ISSUANCE,
}
"""Definitions that take effect when units come into being: before, there is nothing to book."""


def first_transfer(posting: UnitPosting, units: Units, facts: Facts) -> Subtype | None:
    """Say how a posting first transfers units, or None when it does not.

    Every unit is first transferred once, by the earliest event that does it (4/CMA.6 para 12).
    """
    if units.first_transferred_on is not None:
        return None
    match posting:
        case FirstTransfer():
            return Subtype.INTERNATIONAL
        case Issue():
            authorization = facts.authorization(units.authorization, posting.on)
            definition = authorization.definition if authorization else None
            return AT_ISSUANCE.get(definition) if definition else None
        case Cancel() if posting.subtype in OMGE:  # 4/CMA.6 para 17, 7/CMA.4 annex I para 40
            return posting.subtype
        case Use() | Cancel() if posting.purpose in OIMP:
            return Subtype.USE_OR_CANCELLATION
    return None


def newly_first_transferred(posting: UnitPosting, facts: Facts) -> dict[str, int]:
    """Count the units a posting first transfers, by authorization."""
    counted: Counter[str] = Counter()
    for units in facts.concerned(posting):
        if first_transfer(posting, units, facts) is not None:
            counted[units.authorization] += units.block.quantity
    return dict(counted)
