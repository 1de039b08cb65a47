"""Operations on a Party's registry: accounts, who holds them, controls, freezes, entities, NDCs."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Schema

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.postings.control_records import Freeze, SetControls, Unfreeze
from tallystick.article6.postings.records import (
    OpenAccount,
    Posting,
    Record,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.term_records import Identify, RecordForecast
from tallystick.core.findings import Text
from tallystick.ledger.bodies import plain
from tallystick.ledger.reading import reading
from tallystick.web.api import records_in
from tallystick.web.api.answers import GUARDED
from tallystick.web.api.callers import KNOWN, caller, desk
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.problems import INVALID, Problem, forbidden
from tallystick.web.api.records_in import record
from tallystick.web.api.writes import DONE, IdempotencyKey, write
from tallystick.web.opendata.listing import sliced
from tallystick.web.people.models import Organisation
from tallystick.web.places import ledger_place
from tallystick.web.registry.account_forms import give, holders
from tallystick.web.registry.belonging import belongs
from tallystick.web.registry.known import known
from tallystick.web.registry.lists import entities_of

Code = Annotated[str, Path(pattern=r"^[A-Z]{3}$")]


class RecordsOut(Schema):
    """A page of records as the ledger keeps them."""

    rows: list[dict[str, Any]]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


@router.post("/parties/{code}/accounts", response=DONE, tags=["write"], auth=KNOWN)
def open_account(
    request: HttpRequest, code: Code, body: records_in.AccountIn, key: IdempotencyKey
) -> Any:
    """Open an account of the Party or of an entity under it; asks for `account.open`."""
    holder = _holder(request, code, body.holder)
    said = body.model_copy(update={"holder": None})
    answer = write_own(
        request, code, "account.open", record(OpenAccount.kind, said, party=code), key
    )
    if holder is not None:
        give(body.id, holder)
    return answer


def _holder(request: HttpRequest, code: str, number: int | None) -> Organisation | None:
    """Return the organisation that is to hold an account; only who may open one learns of it."""
    caller(request).require("account.open", party=code)
    found = holders(code).filter(pk=number).first() if number else None
    if number and found is None:
        detail = Text(
            f"no entity {number} stands under {code}", f"{code} 下没有编号为 {number} 的实体"
        )
        raise Problem(INVALID, detail)
    return found if isinstance(found, Organisation) else None


@router.post("/parties/{code}/identities", response=DONE, tags=["write"], auth=KNOWN)
def identify(
    request: HttpRequest, code: Code, body: records_in.IdentityIn, key: IdempotencyKey
) -> Any:
    """Record what the check of a holder's identity came to; asks for `account.open`."""
    return write_own(request, code, "account.open", record(Identify.kind, body), key)


@router.post("/parties/{code}/controls", response=DONE, tags=["write"], auth=KNOWN)
def control(
    request: HttpRequest, code: Code, body: records_in.ControlsIn, key: IdempotencyKey
) -> Any:
    """Set limits, delay, second person and trusted accounts; asks for `account.control`."""
    return write_own(request, code, "account.control", record(SetControls.kind, body), key)


@router.post("/parties/{code}/freezes", response=DONE, tags=["write"], auth=KNOWN)
def freeze(request: HttpRequest, code: Code, body: records_in.FreezeIn, key: IdempotencyKey) -> Any:
    """Freeze an account of the Party or units on its accounts; asks for `units.restrain`."""
    return write_own(request, code, "units.restrain", record(Freeze.kind, body), key)


@router.post("/parties/{code}/unfreezes", response=DONE, tags=["write"], auth=KNOWN)
def unfreeze(
    request: HttpRequest, code: Code, body: records_in.UnfreezeIn, key: IdempotencyKey
) -> Any:
    """Lift a freeze; asks for `units.restrain`."""
    return write_own(request, code, "units.restrain", record(Unfreeze.kind, body), key)


@router.post("/parties/{code}/entities", response=DONE, tags=["write"], auth=KNOWN)
def authorize_entity(
    request: HttpRequest, code: Code, body: records_in.EntityIn, key: IdempotencyKey
) -> Any:
    """Authorize an entity in an approach; asks for `entity.authorize`."""
    asked = record(AuthorizeEntity.kind, body, party=code)
    return write_own(request, code, "entity.authorize", asked, key)


@router.post("/parties/{code}/ndcs", response=DONE, tags=["write"], auth=KNOWN)
def record_ndc(
    request: HttpRequest, code: Code, body: records_in.NdcIn, key: IdempotencyKey
) -> Any:
    """Record the NDC with its emissions by year; asks for `ndc.record`."""
    asked = record(RecordNdc.kind, body, party=code, note={"source": body.source})
    return write_own(request, code, "ndc.record", asked, key)


@router.post("/parties/{code}/forecasts", response=DONE, tags=["write"], auth=KNOWN)
def record_forecast(
    request: HttpRequest, code: Code, body: records_in.ForecastIn, key: IdempotencyKey
) -> Any:
    """Record a forecast, which first transfers can be held to; asks for `ndc.record`."""
    asked = record(RecordForecast.kind, body, party=code)
    return write_own(request, code, "ndc.record", asked, key)


@router.post("/parties/{code}/approaches", response=DONE, tags=["write"], auth=KNOWN)
def record_approach(
    request: HttpRequest, code: Code, body: records_in.ApproachIn, key: IdempotencyKey
) -> Any:
    """Record a cooperative approach of the Party; asks for `approach.record`."""
    return write_own(request, code, "approach.record", record(RecordApproach.kind, body), key)


def write_own(request: HttpRequest, code: str, permission: str, asked: Record, key: str) -> Any:
    """Record what is the Party's own, if the caller may act for the Party."""
    desk(request, code, permission)
    with reading(ledger_place()) as reader:
        if not belongs(reader, asked, code):
            raise forbidden(permission)
    return write(request, permission, key, asked.subject, lambda _, __: asked)


@router.get(
    "/parties/{code}/accounts", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def accounts(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the accounts of a Party as they were opened; asks for `account.read`."""
    caller(request).require("account.read", party=code)
    with reading(ledger_place()) as reader:
        return page_of(known(reader, code).accounts.values(), asked)


@router.get(
    "/parties/{code}/controls", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def controls(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List what the accounts of a Party demand now; asks for `account.read`."""
    caller(request).require("account.read", party=code)
    with reading(ledger_place()) as reader:
        return page_of(known(reader, code).controls.values(), asked)


@router.get(
    "/parties/{code}/freezes", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def freezes(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the freezes of a Party's accounts and units that stand; asks for `account.read`."""
    caller(request).require("account.read", party=code)
    with reading(ledger_place()) as reader:
        return page_of(known(reader, code).freezes.values(), asked)


@router.get(
    "/parties/{code}/entities", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def entities(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the entities that a Party has authorized; asks for `adjustment.read`."""
    caller(request).require("adjustment.read", party=code)
    return page_of(entities_of(code), asked)


@router.get(
    "/parties/{code}/ndcs", response={200: RecordsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def ndcs(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List every record of a Party's NDC, oldest first; asks for `adjustment.read`."""
    caller(request).require("adjustment.read", party=code)
    with reading(ledger_place()) as reader:
        return page_of(reader.records(RecordNdc, code), asked)


def page_of(found: Iterable[Posting], asked: PageQuery) -> dict[str, Any]:
    """Return a page of records as the ledger keeps them."""
    page = sliced([plain(one) for one in found], asked.asked())
    return {"rows": page.rows, "next": page.next}
