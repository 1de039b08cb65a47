"""Which postings first transfer units, and how many (2/CMA.3 annex para 2, 4/CMA.6 part II)."""

from collections import Counter

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import (
    OMGE,
    Cancel,
    FirstTransfer,
    Issue,
    Subtype,
    Transfer,
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
            definition = _definition(posting, units, facts)
            return AT_ISSUANCE.get(definition) if definition else None
        case Transfer():  # 4/CMA.6 para 16, 7/CMA.4 annex I para 39
            return posting.subtype if _is_in_force(posting, units, facts) else None
        case Use() | Cancel():
            return _at_the_end(posting, units, facts)
    return None


def _at_the_end(posting: Use | Cancel, units: Units, facts: Facts) -> Subtype | None:
    """Say how a use or a cancellation first transfers units.

    Where it is the event specified, any cancellation is, since 2/CMA.3 annex para 2(b) names no
    purpose.
    """
    if isinstance(posting, Cancel) and posting.subtype in OMGE:
        return posting.subtype  # 4/CMA.6 para 17, 7/CMA.4 annex I para 40
    specified = FirstTransferDefinition.USE_OR_CANCELLATION
    if posting.purpose in OIMP or (
        isinstance(posting, Cancel)
        and _definition(posting, units, facts) is specified
        and _is_in_force(posting, units, facts)
    ):
        return Subtype.USE_OR_CANCELLATION
    return None


def _definition(posting: UnitPosting, units: Units, facts: Facts) -> FirstTransferDefinition | None:
    authorization = facts.authorization(units.authorization, posting.on)
    return authorization.definition if authorization else None


def _is_in_force(posting: UnitPosting, units: Units, facts: Facts) -> bool:
    """Whether units are authorized; those that are not have no first transfer (4/CMA.6 para 11)."""
    return facts.is_in_force(units.authorization, posting.on)


def newly_first_transferred(posting: UnitPosting, facts: Facts) -> dict[str, int]:
    """Count the units a posting first transfers, by authorization."""
    counted: Counter[str] = Counter()
    for units in facts.concerned(posting):
        if first_transfer(posting, units, facts) is not None:
            counted[units.authorization] += units.block.quantity
    return dict(counted)
