"""Operations of verifiers and joint bodies: what they state, note and refer."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.web.api.answers import CSV_TOO, GUARDED, WRITING, listed, page_model
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.cases import Words
from tallystick.web.api.once import Order, once
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST, Name, Strict
from tallystick.web.api.problems import forbidden
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.opendata.listing import Columns
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.entering import speakers
from tallystick.web.reviewer.models import Remark, RemarkKind
from tallystick.web.reviewer.remarking import NOTES, add, remarks_of

STATE, OVERSEE = "verification.submit", "agreement.oversee"
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


class RemarkRow(Schema):
    """What a body states, notes or refers; `quantity_t` is what a statement verifies."""

    id: int
    kind: str
    organisation: str
    actor: str
    subject: str
    text: str
    quantity_t: int | None
    document_sha256: str
    made_at: datetime


class StatementIn(Strict):
    """What a verifier has verified; of a document only its SHA-256 is kept."""

    subject: Name = Field(description="Approach or activity.")
    quantity_t: int = Field(ge=0, le=LARGEST)
    text: Words
    document_sha256: Sha256 = ""


class NoteIn(Strict):
    """What a joint body notes about a posting or refers to the Parties."""

    kind: Literal["note", "referral"]
    subject: Name = Field(description="Agreement or number of a posting.")
    text: Words


REMARKS = Columns("remarks", RemarkRow)
LISTED: dict[Any, Any] = {200: page_model(REMARKS), **GUARDED}
ADDED: dict[Any, Any] = {200: RemarkRow, 201: RemarkRow, **WRITING}


@router.get("/statements", response=LISTED, openapi_extra=CSV_TOO, tags=["cases"], auth=KNOWN)
def statements(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the statements of one's verification bodies; asks for `verification.submit`."""
    return _listed(request, STATE, [RemarkKind.STATEMENT], asked)


@router.post("/statements", response=ADDED, tags=["cases"], auth=KNOWN)
def state(request: HttpRequest, body: StatementIn, key: IdempotencyKey) -> Any:
    """State what was verified; asks for `verification.submit`."""
    return _added(request, STATE, {**body.model_dump(), "kind": RemarkKind.STATEMENT}, key)


@router.get("/notes", response=LISTED, openapi_extra=CSV_TOO, tags=["cases"], auth=KNOWN)
def notes(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List what one's joint bodies have noted and referred; asks for `agreement.oversee`."""
    return _listed(request, OVERSEE, NOTES, asked)


@router.post("/notes", response=ADDED, tags=["cases"], auth=KNOWN)
def note(request: HttpRequest, body: NoteIn, key: IdempotencyKey) -> Any:
    """Note something, or refer it to the Parties; asks for `agreement.oversee`."""
    return _added(request, OVERSEE, body.model_dump(), key)


def _listed(
    request: HttpRequest, permission: str, kinds: list[RemarkKind], asked: PageQuery
) -> Any:
    asks = caller(request)
    asks.hold(permission)
    page = newest_first(remarks_of(asks.user, permission, kinds), asked, _told)
    return listed(request, REMARKS, page)


def _added(request: HttpRequest, permission: str, told: dict[str, Any], key: str) -> Any:
    asks = caller(request)
    asks.hold(permission)
    order = Order(
        action=permission,
        subject=told["subject"],
        asked=str(sorted(told.items())),
        organisation=_body(asks.user, permission),
    )
    number, is_new = once(request, key, order, lambda: add(asks.user, permission, told).pk)
    made = _told(Remark.objects.select_related("organisation", "actor").get(pk=number))
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, made)


def _body(user: Someone, permission: str) -> Any:
    own = speakers(user, permission)
    if not own:
        raise forbidden(permission)
    return own[0]


def _told(one: Remark) -> dict[str, Any]:
    kept = RemarkRow.model_fields.keys() - {"id", "organisation", "actor"}
    told = {name: getattr(one, name) for name in kept}
    return {**told, "id": one.pk, "organisation": str(one.organisation), "actor": str(one.actor)}
