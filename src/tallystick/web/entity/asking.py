"""From what a form says to what the ledger is asked, and a rehearsal of the ledger's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Route,
    Subtype,
    Transfer,
)
from tallystick.article6.postings.plain import Move, Range
from tallystick.article6.postings.records import OpenAccount, Posting
from tallystick.core.actions import Purpose
from tallystick.core.findings import Finding
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Refused
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.reading import Reader

DECISION_DAYS = 7
"""How long a second person has for a decision once any delay is over; ours."""

ENDINGS: dict[Route, dict[str, Any]] = {
    Route.VOLUNTARY_CANCELLATION: {"voluntary": True},
    Route.VOLUNTARY_OMGE: {"voluntary": True, "subtype": Subtype.VOLUNTARY_OMGE},
    Route.CANCELLATION_OIMP: {},
    Route.CANCELLATION: {},
}
"""What a cancellation says to take each route; the first that an account takes counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Units that are to go from one account to another, and for what if they come to their end."""

    giver: str
    taker: str
    range: Range
    on: date
    purpose: Purpose | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the ledger would answer now."""

    findings: Sequence[Finding]
    is_refused: bool


class NotUnitsError(ValueError):
    """Units that the ledger does not know under Article 6 cannot be cancelled here."""


def block_of(reader: Reader, wanted: Range) -> tuple[Block | None, bool]:
    """Return the units as a block of ITMOs and whether all are first transferred; None if none."""
    held = reader.holders(wanted.series, wanted.first, wanted.last)
    if not held:
        return None, False
    block = Block(held[0].block.series, wanted.first, wanted.last)
    return block, all(one.units.first_transferred_on for one in held)


def transfer_of(reader: Reader, wanted: Wanted) -> Posting:
    """Return the transfer that is meant: the first between Parties, a later one, or of others."""
    block, is_transferred = block_of(reader, wanted.range)
    ends: dict[str, Any] = {
        "from_account": wanted.giver,
        "to_account": wanted.taker,
        "on": wanted.on,
    }
    if block is None:
        return Move(range=wanted.range, **ends)
    parties = [_party(reader, name) for name in (wanted.giver, wanted.taker)]
    is_abroad = all(parties) and parties[0] != parties[1]
    if is_abroad and not is_transferred:
        return FirstTransfer(block=block, **ends)
    return Transfer(block=block, **ends)


def _party(reader: Reader, name: str) -> str:
    found: list[OpenAccount] = reader.records(OpenAccount, name)
    return found[-1].party if found else ""


def cancellation_of(reader: Reader, wanted: Wanted) -> Cancel:
    """Return the cancellation that the receiving account is for.

    Raises NotUnitsError for units outside Article 6, ValueError for a purpose that does not fit.
    """
    block, _ = block_of(reader, wanted.range)
    if block is None:
        raise NotUnitsError(str(wanted.range))
    opened: list[OpenAccount] = reader.records(OpenAccount, wanted.taker)
    route = ending_of(opened[-1].account_kind) if opened else None
    told = ENDINGS[route] if route else {}
    return Cancel(
        block=block,
        from_account=wanted.giver,
        to_account=wanted.taker,
        on=wanted.on,
        purpose=wanted.purpose,
        entity=wanted.entity or None,
        **told,
    )


def ending_of(kind: str) -> Route | None:
    """Return the way by which an account of a kind takes cancelled units; None if by none."""
    known = account_kinds().get(kind)
    return next((route for route in ENDINGS if known and route in known.takes), None)


def controls_of(reader: Reader, account: str) -> SetControls | None:
    """Return what an account demands of movements now."""
    found: list[SetControls] = reader.records(SetControls, account)
    return found[-1] if found else None


def proposed(posting: Posting, controls: SetControls, *, name: str, by: str) -> Propose:
    """Return the proposal of a posting that a second person has to approve, made now."""
    now = datetime.now(UTC)
    deadline = now + timedelta(hours=controls.delay_hours, days=DECISION_DAYS)
    return Propose(id=name, posting=posting, proposer=by, at=now, deadline=deadline, on=now.date())


def or_proposed(posting: Posting, reader: Reader, giver: str, *, name: str, by: str) -> Posting:
    """Return the posting, or its proposal where the giving account demands a second person."""
    controls = controls_of(reader, giver)
    if controls is None or not controls.approval:
        return posting
    return proposed(posting, controls, name=name, by=by)


def rehearse(ledger: Ledger, posting: Posting, key: str) -> Rehearsed:
    """Ask the ledger and undo it: what would it say?"""
    try:
        with ledger.rehearsal():
            return Rehearsed(ledger.post(posting, key=key).findings, is_refused=False)
    except Refused as refusal:
        return Rehearsed(refusal.findings, is_refused=True)
