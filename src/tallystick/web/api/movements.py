"""Operations that move units as the pages do: looked ahead first, then moved or proposed.

The ledger's records decide whether a transfer is the first, and whether a second person approves.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal
from uuid import uuid4

from django.http import HttpRequest
from ninja import Field, Schema

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Posting
from tallystick.core.actions import Purpose
from tallystick.core.findings import Finding, Text, refused
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.api.answers import GUARDED, FindingOut
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import (
    LARGEST,
    PERMISSIONS,
    Day,
    Name,
    PostingIn,
    Strict,
    posting,
)
from tallystick.web.api.problems import INVALID, Problem
from tallystick.web.api.reads import account_of
from tallystick.web.api.writes import DONE, IdempotencyKey, require_giver, write
from tallystick.web.authority.moves import looked_ahead
from tallystick.web.entity.asking import NotUnitsError, Wanted, or_proposed, rehearse
from tallystick.web.entity.moving import CANCELLATION, TRANSFER, Movement
from tallystick.web.places import ledger_place


class TransferIn(Strict):
    """Which units go from which account to which, on which day."""

    on: Day
    from_account: Name
    to_account: Name
    series: Name
    first: int = Field(ge=1, le=LARGEST)
    last: int = Field(ge=1, le=LARGEST)

    def wanted(self) -> Wanted:
        """Return what is asked for; raises the problem `INVALID` for a range without units."""
        if self.last < self.first:
            said = Text("last: it is below first", "last：不得小于 first")
            raise Problem(INVALID, said)
        return Wanted(
            giver=self.from_account,
            taker=self.to_account,
            range=Range(self.series, self.first, self.last),
            on=self.on,
        )


class CancellationIn(TransferIn):
    """Also for what other purpose, and for whom."""

    purpose: Literal["IMP", "OP"] | None = None
    entity: Name | None = None

    def wanted(self) -> Wanted:
        """Return what is asked for; raises the problem `INVALID` for a range without units."""
        purpose = Purpose(self.purpose) if self.purpose else None
        return replace(super().wanted(), purpose=purpose, entity=self.entity)


class PreviewOut(Schema):
    """What the ledger would answer, with nothing written."""

    kind: str = Field(description="What it would be booked as.")
    waits: bool = Field(description="Whether a second person has to approve.")
    is_refused: bool
    quantity_t: int
    findings: list[FindingOut]


PREVIEWED: dict[Any, Any] = {200: PreviewOut, **GUARDED}


@router.post("/posting/preview", response=PREVIEWED, tags=["check"], auth=KNOWN)
def preview_posting(request: HttpRequest, body: PostingIn) -> Any:
    """Say what the ledger would answer to a posting; asks for its permission."""
    asked, asks = posting(body), caller(request)
    require_giver(asks, PERMISSIONS[asked.kind], asked)
    with open_ledger(ledger_place()) as ledger:
        found, waits = looked_ahead(ledger, asked, asks.person)
    return _preview(asked.kind, found, asked.block.quantity, waits=waits)


@router.post("/transfers", response=DONE, tags=["write"], auth=KNOWN)
def transfer(request: HttpRequest, body: TransferIn, key: IdempotencyKey) -> Any:
    """Transfer units, between Parties as a first transfer where it is; asks `units.transfer`."""
    return _moved(request, TRANSFER, body.wanted(), key)


@router.post("/transfers/preview", response=PREVIEWED, tags=["check"], auth=KNOWN)
def preview_transfer(request: HttpRequest, body: TransferIn) -> Any:
    """Say what would become of a transfer; asks for `units.transfer`."""
    return _looked_ahead(request, TRANSFER, body.wanted())


@router.post("/cancellations", response=DONE, tags=["write"], auth=KNOWN)
def cancel(request: HttpRequest, body: CancellationIn, key: IdempotencyKey) -> Any:
    """Cancel units in the way their receiving account is for; asks for `units.cancel`."""
    return _moved(request, CANCELLATION, body.wanted(), key)


@router.post("/cancellations/preview", response=PREVIEWED, tags=["check"], auth=KNOWN)
def preview_cancellation(request: HttpRequest, body: CancellationIn) -> Any:
    """Say what would become of a cancellation; asks for `units.cancel`."""
    return _looked_ahead(request, CANCELLATION, body.wanted())


def _looked_ahead(request: HttpRequest, movement: Movement, wanted: Wanted) -> Any:
    asked = _asked(request, movement, wanted, "preview")
    with open_ledger(ledger_place()) as ledger:
        found = rehearse(ledger, asked, f"preview {uuid4()}").findings
    kind = (asked.posting if isinstance(asked, Propose) else asked).kind
    waits = isinstance(asked, Propose)
    return _preview(kind, found, wanted.range.quantity, waits=waits)


def _preview(
    kind: str, found: Sequence[Finding], quantity_t: int, *, waits: bool
) -> dict[str, Any]:
    told = [one.to_json() for one in found]
    judged = {"is_refused": refused(found), "findings": told}
    return {"kind": kind, "waits": waits, "quantity_t": quantity_t, **judged}


def _moved(request: HttpRequest, movement: Movement, wanted: Wanted, key: str) -> Any:
    asked = _asked(request, movement, wanted, key)

    def make(_: Ledger, before: Posting | None) -> Posting:
        return before if before is not None and _is_same(before, wanted) else asked

    return write(request, movement.permission, key, str(wanted.range), make)


def _asked(request: HttpRequest, movement: Movement, wanted: Wanted, key: str) -> Posting:
    """Return what the ledger is asked for: the movement, or its proposal where that is demanded."""
    asks, record = caller(request), account_of(wanted.giver)
    party = record.party if record else ""
    asks.require(movement.permission, party=party, account=wanted.giver)
    name = f"{asks.person}-{key}"
    with reading(ledger_place()) as reader:
        try:
            moved = movement.posting(reader, wanted)
        except NotUnitsError as error:
            said = Text("series: no such units under Article 6", "series：没有第六条下的此类单位")
            raise Problem(INVALID, said) from error
        except ValueError as error:
            raise Problem(INVALID, Text(str(error), f"内容自相矛盾：{error}")) from error
        return or_proposed(moved, reader, wanted.giver, name=name, by=asks.person)


def _is_same(before: Posting, wanted: Wanted) -> bool:
    """Whether a posting that stands is this movement, which may have been a first transfer."""
    carried: Any = before.posting if isinstance(before, Propose) else before
    units = getattr(carried, "block", None) or getattr(carried, "range", None)
    if units is None:
        return False
    told = (str(units.series), units.first, units.last, carried.on)
    ends = getattr(carried, "from_account", ""), carried.to_account
    asked = wanted.range
    purpose = getattr(carried, "purpose", None), getattr(carried, "entity", None)
    return (*told, *ends, *purpose) == (
        asked.series,
        asked.first,
        asked.last,
        wanted.on,
        wanted.giver,
        wanted.taker,
        wanted.purpose,
        wanted.entity,
    )
