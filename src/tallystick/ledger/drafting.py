"""Drafting: the journal entries that a lawful posting comes to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
)
from tallystick.article6.postings.control_records import Correct, Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.first_transfers import first_transfer
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Subtype,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.article6.postings.units import Units
from tallystick.core.actions import ActionType
from tallystick.ledger.control.drafting import draft_control, draft_correction
from tallystick.ledger.entries import Leg, RecordType

MakeLeg = Callable[..., Leg]


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
        case Correct():
            return [Drafted([leg], units) for leg, units in draft_correction(posting, facts)]
        case Freeze() | Pledge() | SetControls():
            return [Drafted([draft_control(posting)])]
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
        case RecordNdc() | RecordForecast() | AuthorizeApproach() | AuthorizeEntity() | Consent():
            kind = RecordType(posting.kind)
            return Leg(effective_on=posting.on, type=kind, party=posting.party)
    return Leg(effective_on=posting.on, type=RecordType(posting.kind))


def _of_units(posting: UnitPosting, before: Units, facts: Facts) -> Drafted:
    how = first_transfer(posting, before, facts)
    units = replace(before, first_transferred_on=posting.on) if how else before
    return Drafted(list(_legs(posting, units, how, facts)), before, how)


def _legs(posting: UnitPosting, units: Units, how: Subtype | None, facts: Facts) -> Iterator[Leg]:
    authorization = facts.governing(units, posting.on)
    leg = partial(
        Leg,
        effective_on=posting.on,
        units=units,
        authorization=units.authorization,
        authorized_on=authorization.on if authorization else None,
    )
    match posting:
        case Issue():
            yield from _issued(leg, posting, units, how, facts)
        case FirstTransfer() | Transfer():
            yield from _transferred(leg, posting, units, how, facts)
        case Use() | Cancel():
            yield from _ended(leg, posting, units, how, facts)


def _issued(
    leg: MakeLeg, posting: Issue, units: Units, how: Subtype | None, facts: Facts
) -> Iterator[Leg]:
    """Issuance comes first, since nothing can be first transferred before it exists."""
    account = posting.to_account
    new = replace(units, first_transferred_on=None) if how else units
    yield leg(
        type=ActionType.ISSUANCE, party=facts.party_of(account), to_account=account, units=new
    )
    if how is not None:
        yield leg(**_in_place(units, how, account))


def _transferred(
    leg: MakeLeg,
    posting: FirstTransfer | Transfer,
    units: Units,
    how: Subtype | None,
    facts: Facts,
) -> Iterator[Leg]:
    """A first transfer abroad is the movement itself, one to the Adaptation Fund just before it."""
    giver, taker = facts.party_of(posting.from_account), facts.party_of(posting.to_account)
    given = posting.subtype if isinstance(posting, Transfer) else None
    if given and how:
        yield leg(**_in_place(units, how, posting.from_account))
    ways = {"from_account": posting.from_account, "to_account": posting.to_account}
    kind = ActionType.FIRST_TRANSFER if how and not given else ActionType.TRANSFER
    other = taker if giver != taker else None
    yield leg(type=kind, party=giver, counterparty=other, subtype=given or how, **ways)
    if other:
        yield leg(type=ActionType.ACQUISITION, party=taker, counterparty=giver, **ways)


def _ended(
    leg: MakeLeg, posting: Use | Cancel, units: Units, how: Subtype | None, facts: Facts
) -> Iterator[Leg]:
    """A use or cancellation that first transfers does so just before."""
    told = partial(leg, purpose=posting.purpose, entity=posting.entity)
    if how is not None:
        yield told(**_in_place(units, how, posting.from_account))
    ended = partial(
        told,
        party=facts.party_of(posting.from_account),
        from_account=posting.from_account,
        to_account=posting.to_account,
    )
    if isinstance(posting, Use):
        yield ended(type=ActionType.USE, use_year=posting.year)
        return
    kind = ActionType.VOLUNTARY_CANCELLATION if posting.voluntary else ActionType.CANCELLATION
    yield ended(type=kind, subtype=posting.subtype)


def _in_place(units: Units, how: Subtype, account: str) -> dict[str, Any]:
    """A first transfer that moves nothing is that of the Party the identifier names."""
    return {
        "type": ActionType.FIRST_TRANSFER,
        "party": units.first_transferred_by,
        "from_account": account,
        "to_account": account,
        "subtype": how,
    }
