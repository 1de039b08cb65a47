"""Planning: the rows that a lawful posting comes to, with what the writing statement must check."""

from collections.abc import Callable, Iterable

from tallystick.article6.postings.control_records import Correct, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Issue, Movement
from tallystick.article6.postings.plain import Move, MoveUnits, Range, range_of
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    Record,
    RecordApproach,
)
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.article6.postings.units import Units
from tallystick.ledger.drafting import Drafted, draft
from tallystick.ledger.entries import Leg
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.plans import Kept, Lot, Payment, Plan, Shift

FindLots = Callable[[Range], Iterable[Units]]


def add(plan: Plan, posting: Posting, facts: Facts, lots: FindLots) -> list[Leg]:
    """Add to the plan's last posting what a posting comes to, and return the entries.

    `lots` finds those that share units with a range; together they hold all that the facts say
    is moved.
    """
    drafts = draft(posting, facts)
    for one in drafts:
        shift = _apply(plan, posting, one, facts, lots)
        for leg in one.legs:
            plan.enter(leg, None if one.how else shift)
    return [leg for one in drafts for leg in one.legs]


def _apply(
    plan: Plan, posting: Posting, drafted: Drafted, facts: Facts, lots: FindLots
) -> int | None:
    """Add what the entries do to holdings, and return the place of the shift, if it is one."""
    on = posting.on.isoformat()
    match posting:
        case Issue() if drafted.units is not None:
            plan.lots.append(_lot(posting, drafted, facts))
        case Movement() if drafted.units is not None:
            wanted = range_of(drafted.units.block)
            places = [plan.shift(_shift(posting, drafted, facts, lot)) for lot in lots(wanted)]
            return places[0]
        case Move() if posting.from_account:
            moved = posting.range
            plan.shift(
                Shift(
                    moved.series, moved.first, moved.last, None,
                    posting.from_account, posting.to_account, on,
                )
            )  # fmt: skip
        case Move():
            moved = posting.range
            plan.lots.append(Lot(moved.series, moved.first, moved.last, posting.to_account, on))
        case MoveUnits():
            moving = posting.amount
            plan.payments.append(
                Payment(posting.from_account, posting.to_account, moving.units, moving.unit_type)
            )
        case Correct():
            return _give_back(plan, drafted, lots)
        case Record():
            plan.kept = _kept(posting) or plan.kept
    return None


def _kept(record: Record) -> Kept | None:
    """What the database itself needs to know of a record, where it is anything."""
    match record:
        case OpenAccount():
            terminal = account_kinds()[record.account_kind].terminal
            return Kept(account=record.id, terminal=terminal)
        case Authorize():
            on, cap_t = record.on.isoformat(), record.authorized_quantity_t
            return Kept(authorization=record.id, authorized_on=on, cap_t=cap_t)
        case RecordForecast():
            return Kept(host=record.party, covers_t=record.covers_t)
        case RecordApproach():
            return Kept(approach=record.id, covered=bool(record.host_covered))
        case SetControls():
            limits = record.holding_t, record.transfer_t
            return Kept(limited=record.account, holding_t=limits[0], transfer_t=limits[1])
    return None


def _give_back(plan: Plan, drafted: Drafted, lots: FindLots) -> int | None:
    """Add what a correction does, and return the place of the shift, if it is one."""
    (leg,) = drafted.legs
    giver, taker, on = leg.from_account or "", leg.to_account or "", leg.effective_on.isoformat()
    if drafted.units is not None:
        wanted = range_of(drafted.units.block)
        places = [plan.shift(_back(leg, drafted.units, lot)) for lot in lots(wanted)]
        return places[0]
    if leg.range is not None:
        moved = leg.range
        return plan.shift(Shift(moved.series, moved.first, moved.last, None, giver, taker, on))
    if leg.amount is not None:
        plan.payments.append(Payment(giver, taker, leg.amount.units, leg.amount.unit_type))
    return None


def _back(leg: Leg, units: Units, lot: Units) -> Shift:
    """The part of a lot that a correction gives back."""
    since = units.first_transferred_on
    on = since.isoformat() if since else None
    return Shift(
        series=str(lot.block.series),
        first_serial=max(lot.block.first, units.block.first),
        last_serial=min(lot.block.last, units.block.last),
        lot=lot.block.first,
        giver=leg.from_account or "",
        taker=leg.to_account or "",
        moved_on=leg.effective_on.isoformat(),
        transferred_from=on,
        transferred_to=on,
        authorization=units.authorization,
        undoes=leg.subtype == FirstTransfer.kind,
    )


def _lot(posting: Issue, drafted: Drafted, facts: Facts) -> Lot:
    block, backing = posting.block, posting.underlying
    numbered = backing.numbered if backing else None
    units = facts.issued(posting)
    return Lot(
        series=str(block.series),
        first_serial=block.first,
        last_serial=block.last,
        account=posting.to_account,
        issued_on=posting.on.isoformat(),
        first_transferred_on=posting.on.isoformat() if drafted.how else None,
        authorization=units.authorization,
        metric=units.metric,
        mitigation_type=units.mitigation_type,
        unit_registry=backing.registry if backing else None,
        first_unit=backing.first_unit if backing else None,
        last_unit=backing.last_unit if backing else None,
        stem=numbered.stem if numbered else None,
        first_number=numbered.first if numbered else None,
        last_number=numbered.last if numbered else None,
        cap_t=facts.cap_t(units.authorization, posting.on),
    )


def _shift(posting: Movement, drafted: Drafted, facts: Facts, lot: Units) -> Shift:
    """The part of a lot that moves, first transferred while one version was in force."""
    units = drafted.units or lot
    since, governing = units.first_transferred_on, facts.governing(units, posting.on)
    start = min(governing.on, since) if governing and since else since
    return Shift(
        series=str(lot.block.series),
        first_serial=max(lot.block.first, units.block.first),
        last_serial=min(lot.block.last, units.block.last),
        lot=lot.block.first,
        giver=posting.from_account,
        taker=posting.to_account,
        moved_on=posting.on.isoformat(),
        transferred_from=start.isoformat() if start else None,
        transferred_to=since.isoformat() if since else None,
        transfers=drafted.how is not None,
        authorization=units.authorization,
        cap_t=facts.cap_t(units.authorization, posting.on) if drafted.how else None,
    )
