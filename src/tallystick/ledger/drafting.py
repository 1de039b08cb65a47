"""Drafting: the journal entries that a lawful posting comes to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
)
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.first_transfers import first_transfer
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Subtype,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.units import Units
from tallystick.core.actions import ActionType
from tallystick.ledger.entries import Leg, RecordType


@dataclass(frozen=True, slots=True)
class Drafted:
    """The entries of a posting on units that are alike, as they were and how first transferred."""

    legs: list[Leg]
    units: Units | None = None
    how: Subtype | None = None


def draft(posting: Posting, facts: Facts) -> list[Drafted]:
    """Write out what a posting comes to, first transfers and acquisitions included."""
    match posting:
        case UnitPosting():
            return [_of_units(posting, units, facts) for units in facts.concerned(posting)]
        case PlainPosting():
            return [Drafted([_plain(posting)])]
    return [Drafted([_record(posting)])]


def _plain(posting: PlainPosting) -> Leg:
    return Leg(
        effective_on=posting.on,
        type=RecordType(posting.kind),
        from_account=posting.from_account or None,
        to_account=posting.to_account,
        range=posting.range if isinstance(posting, Move) else None,
        amount=posting.amount if isinstance(posting, MoveUnits) else None,
    )


def _record(posting: Posting) -> Leg:
    match posting:
        case Authorize():
            return Leg(
                effective_on=posting.on,
                type=ActionType.AUTHORIZATION,
                party=posting.party,
                authorization=posting.id,
                authorized_on=posting.on,
            )
        case OpenAccount():
            return Leg(
                effective_on=posting.on,
                type=RecordType.ACCOUNT,
                party=posting.party,
                to_account=posting.id,
            )
        case RecordNdc() | AuthorizeApproach() | AuthorizeEntity() | Consent():
            kind = RecordType(posting.kind)
            return Leg(effective_on=posting.on, type=kind, party=posting.party)
    return Leg(effective_on=posting.on, type=RecordType(posting.kind))


def _of_units(posting: UnitPosting, before: Units, facts: Facts) -> Drafted:
    how = first_transfer(posting, before, facts)
    units = replace(before, first_transferred_on=posting.on) if how else before
    return Drafted(list(_legs(posting, units, how, facts)), before, how)


def _legs(posting: UnitPosting, units: Units, how: Subtype | None, facts: Facts) -> Iterator[Leg]:
    authorization = facts.governing(units, posting.on)
    leg = Leg(
        effective_on=posting.on,
        type=ActionType.TRANSFER,
        to_account=posting.to_account,
        units=units,
        authorization=units.authorization,
        authorized_on=authorization.on if authorization else None,
    )
    match posting:
        case Issue():
            yield from _issued(leg, how, facts)
        case FirstTransfer() | Transfer():
            yield from _transferred(leg, how, posting, facts)
        case Use() | Cancel():
            yield from _ended(leg, how, posting, facts)


def _issued(leg: Leg, how: Subtype | None, facts: Facts) -> Iterator[Leg]:
    """Issuance comes first, since nothing can be first transferred before it exists."""
    issued = replace(leg, type=ActionType.ISSUANCE, party=facts.party_of(leg.to_account or ""))
    if how is None or issued.units is None:
        yield issued
        return
    yield replace(issued, units=replace(issued.units, first_transferred_on=None))
    yield _in_place(leg, how, leg.to_account)


def _transferred(leg: Leg, how: Subtype | None, posting: Movement, facts: Facts) -> Iterator[Leg]:
    giver, taker = facts.party_of(posting.from_account), facts.party_of(posting.to_account)
    given = replace(
        leg,
        type=ActionType.FIRST_TRANSFER if how else ActionType.TRANSFER,
        party=giver,
        counterparty=taker if taker != giver else None,
        from_account=posting.from_account,
        subtype=how,
    )
    yield given
    if giver != taker:
        yield replace(
            given, type=ActionType.ACQUISITION, party=taker, counterparty=giver, subtype=None
        )


def _ended(leg: Leg, how: Subtype | None, posting: Use | Cancel, facts: Facts) -> Iterator[Leg]:
    """A use or cancellation that first transfers does so just before."""
    told = replace(leg, purpose=posting.purpose, entity=posting.entity)
    if how is not None:
        yield _in_place(told, how, posting.from_account)
    ended = replace(
        told, party=facts.party_of(posting.from_account), from_account=posting.from_account
    )
    if isinstance(posting, Use):
        yield replace(ended, type=ActionType.USE, use_year=posting.year)
        return
    kind = ActionType.VOLUNTARY_CANCELLATION if posting.voluntary else ActionType.CANCELLATION
    yield replace(ended, type=kind, subtype=posting.subtype)


def _in_place(leg: Leg, how: Subtype, account: str | None) -> Leg:
    """A first transfer that moves nothing is that of the Party the identifier names."""
    return replace(
        leg,
        type=ActionType.FIRST_TRANSFER,
        party=leg.units.first_transferred_by if leg.units else None,
        from_account=account,
        to_account=account,
        subtype=how,
    )
