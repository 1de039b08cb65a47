"""Operations on pledges and corrections: units held as security, and mistakes undone by two."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_records import Correct, Pledge, Release
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.api.answers import GUARDED
from tallystick.web.api.callers import KNOWN, caller, desk
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import LARGEST, Name
from tallystick.web.api.problems import forbidden, unknown
from tallystick.web.api.reads import account_of
from tallystick.web.api.records import Code, RecordsOut, page_of
from tallystick.web.api.records_in import RangeIn, RecordIn, record
from tallystick.web.api.writes import DONE, IdempotencyKey, proposed, write
from tallystick.web.entity.accounts import within_reach
from tallystick.web.entity.pledging import PERMISSION as PLEDGING
from tallystick.web.entity.pledging import may_release, pledges_seen
from tallystick.web.places import ledger_place
from tallystick.web.registry.correcting import PERMISSION as CORRECTING
from tallystick.web.registry.mistakes import gives_back, mistake_of, moved_by


class PledgeIn(RecordIn):
    """Units of an account that secure a claim until they are released."""

    id: Name
    account: Name
    range: RangeIn
    beneficiary: Name = Field(description="An account, whose holder can release, or any name.")
    reason: Name


class ReleaseIn(RecordIn):
    """Why a pledge ends."""

    reason: Name


class CorrectionIn(RecordIn):
    """What is to be undone, why, and until when another person can approve it."""

    id: Name = Field(description="A new id for the proposal.")
    posting: int = Field(ge=1, le=LARGEST, description="Number of the mistaken posting.")
    reason: Name
    deadline: datetime = Field(description="With a time zone.")


@router.get("/pledges", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN)
def pledges(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the pledges on accounts in reach and those that secure them; asks `units.pledge`."""
    asks = caller(request)
    asks.hold(PLEDGING)
    with reading(ledger_place()) as reader:
        return page_of(pledges_seen(asks.user, reader)[1], asked)


@router.post("/pledges", response=DONE, tags=["write"], auth=KNOWN)
def pledge(request: HttpRequest, body: PledgeIn, key: IdempotencyKey) -> Any:
    """Pledge units of an account; asks for `units.pledge` over it."""
    opened = account_of(body.account)
    caller(request).require(PLEDGING, party=opened.party if opened else "", account=body.account)
    asked = record(Pledge.kind, body)
    return write(request, PLEDGING, key, body.id, lambda _, __: asked)


@router.post("/pledges/{identifier}/release", response=DONE, tags=["write"], auth=KNOWN)
def release(
    request: HttpRequest,
    identifier: Annotated[Name, Path()],
    body: ReleaseIn,
    key: IdempotencyKey,
) -> Any:
    """Release a pledge, as who it secures or as the registry; asks for `units.pledge`."""
    asks = caller(request)
    asks.hold(PLEDGING)
    with reading(ledger_place()) as reader:
        own = within_reach(asks.user, PLEDGING, reader)
        found: list[Pledge] = reader.records(Pledge, identifier)
    if not any(own.keys() & {one.account, one.beneficiary} for one in found):
        raise unknown(identifier)
    if not may_release(asks.user, found[-1], own):
        raise forbidden(PLEDGING)
    asked = record(Release.kind, body, pledge=identifier)
    return write(request, PLEDGING, key, identifier, lambda _, __: asked)


@router.get(
    "/parties/{code}/corrections", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def corrections(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the proposals to correct postings of a Party's units; asks for `units.correct`."""
    desk(request, code, CORRECTING)
    with open_ledger(ledger_place()) as ledger:
        found = [
            (one.asked, moved_by(posting, ledger.standing([posting.movement])[posting.movement]))
            for one in ledger.proposals()
            if isinstance(posting := one.asked.posting, Correct)
        ]
    with reading(ledger_place()) as reader:
        return page_of([one for one, back in found if gives_back(reader, back, code)], asked)


@router.post("/parties/{code}/corrections", response=DONE, tags=["write"], auth=KNOWN)
def correct(request: HttpRequest, code: Code, body: CorrectionIn, key: IdempotencyKey) -> Any:
    """Propose to undo a posting, which another person approves; asks for `units.correct`."""
    asks = desk(request, code, CORRECTING)
    with reading(ledger_place()) as reader:
        kept = reader.posting(body.posting)
        if kept is None:
            raise unknown(str(body.posting))
        if not gives_back(reader, mistake_of(kept).back, code):
            raise forbidden(CORRECTING)
    carried = record(Correct.kind, RecordIn(on=body.on), movement=kept.key, reason=body.reason)

    def make(_: Ledger, before: Posting | None) -> Propose:
        return proposed(asks, body.id, carried, body.deadline, before)

    return write(request, CORRECTING, key, body.id, make)
