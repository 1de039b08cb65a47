"""Operations on people: oneself, the matrix of power, members, and invitations to roles."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.core.findings import Text
from tallystick.web.api.answers import CSV_TOO, GUARDED, PUBLIC, WRITING, listed, page_model
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.once import Order, once
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST, Strict
from tallystick.web.api.problems import INVALID, Problem, unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.people.governing import (
    PERMISSION,
    end_role,
    members_of,
    open_invitations,
    withdraw,
    within_reach,
)
from tallystick.web.people.inviting import invite
from tallystick.web.people.models import Grant, Invitation, Membership, Organisation, Role
from tallystick.web.people.notices import send_invitation
from tallystick.web.people.power import powers, reach

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[!-~]+@[!-~]+$")]
RoleCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")]


class ReachOut(Schema):
    """How far a permission reaches."""

    permission: str
    everywhere: bool
    parties: list[str]
    organisations: list[int]


class MeOut(Schema):
    """Who asks, and what they may do by this token or session."""

    id: str = Field(description="The opaque id by which the ledger knows them.")
    email: str
    name: str
    may: list[ReachOut]


class CellRow(Schema):
    """A cell of the matrix: a role has a permission, as far as the scope says."""

    role: str
    permission: str
    scope: str


class MemberRow(Schema):
    """A standing role of a person in an organisation."""

    id: int
    email: str
    name: str
    role: str
    organisation: int
    organisation_name: str
    party: str
    since: datetime


class InvitationRow(Schema):
    """An invitation that can still be taken."""

    id: int
    email: str
    role: str
    organisation: int
    organisation_name: str
    expires_at: datetime


class InvitedOut(InvitationRow):
    """An invitation; its link is told once, when it is made, and mailed."""

    link: str | None


class InvitationIn(Strict):
    """Whom to invite, to which role of which organisation."""

    email: Email
    role: RoleCode
    organisation: int = Field(ge=1, le=LARGEST)


ROLES, MEMBERS = Columns("roles", CellRow), Columns("people", MemberRow)
INVITATIONS = Columns("invitations", InvitationRow)


@router.get("/me", response={200: MeOut, **GUARDED}, tags=["people"], auth=KNOWN)
def me(request: HttpRequest) -> Any:
    """Return who asks and what they may do; any token or session will do."""
    asks = caller(request)
    may = [
        {
            "permission": code,
            "everywhere": within.everywhere,
            "parties": sorted(within.parties),
            "organisations": sorted(within.organisations),
        }
        for code, within in sorted(powers(asks.user).items())
        if asks.scopes is None or code in asks.scopes
    ]
    return {"id": asks.person, "email": asks.user.email, "name": asks.user.name, "may": may}


@router.get(
    "/roles",
    response={200: page_model(ROLES), **PUBLIC},
    openapi_extra=CSV_TOO,
    tags=["people"],
)
def roles(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List every cell of the matrix of roles and permissions."""
    cells = Grant.objects.order_by("role_id", "permission").values("role_id", "permission", "scope")
    rows = [
        {"role": one["role_id"], "permission": one["permission"], "scope": one["scope"]}
        for one in cells
    ]
    return listed(request, ROLES, sliced(rows, asked.asked()))


@router.get(
    "/people",
    response={200: page_model(MEMBERS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["people"],
    auth=KNOWN,
)
def people(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the members of the organisations one may see; asks for `people.read`."""
    found = members_of(within_reach(reach(_reader(request).user, "people.read")))
    return listed(request, MEMBERS, newest_first(found, asked, _member))


def _member(one: Membership) -> dict[str, Any]:
    told = {"email": one.user.email, "name": one.user.name, "since": one.since}
    return {"id": one.pk, "role": one.role.code, **told, **_place(one.organisation)}


def _place(one: Organisation) -> dict[str, Any]:
    return {"organisation": one.pk, "organisation_name": one.name, "party": one.party}


@router.delete("/people/{number}", response={204: None, **GUARDED}, tags=["people"], auth=KNOWN)
def end_membership(request: HttpRequest, number: Number) -> Any:
    """End a role of another person; it stays on record. Asks for `people.invite`."""
    asks = _inviter(request)
    found = Membership.objects.select_related("user", "role", "organisation")
    one = found.filter(pk=number, ended_at=None).first()
    if one is None:
        raise unknown(str(number))
    said: dict[str, Any] = {"organisation": one.organisation, "door": Door.API}
    with acting(request, "people.end", subject=f"{one.user.email}: {one.role}", **said):
        end_role(asks.user, one)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get(
    "/invitations",
    response={200: page_model(INVITATIONS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["people"],
    auth=KNOWN,
)
def invitations(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the open invitations to organisations one may see; asks for `people.read`."""
    found = open_invitations(within_reach(reach(_reader(request).user, "people.read")))
    return listed(request, INVITATIONS, newest_first(found, asked, _invitation))


def _invitation(one: Invitation) -> dict[str, Any]:
    told = {"email": one.email, "role": one.role.code, "expires_at": one.expires_at}
    return {"id": one.pk, **told, **_place(one.organisation)}


@router.post(
    "/invitations",
    response={200: InvitedOut, 201: InvitedOut, **WRITING},
    tags=["people"],
    auth=KNOWN,
)
def invite_person(request: HttpRequest, body: InvitationIn, key: IdempotencyKey) -> Any:
    """Invite a person to a role in an organisation within reach; asks for `people.invite`."""
    asks = _inviter(request)
    offered = within_reach(reach(asks.user, PERMISSION))
    place = offered.filter(pk=body.organisation).first()
    role = Role.objects.filter(pk=body.role).first()
    if place is None or role is None:
        raise unknown(str(body.organisation) if place is None else body.role)
    links: list[str] = []

    def act() -> int:
        made = invite(body.email, role, place, by=asks.user, now=timezone.now())
        links.append(send_invitation(made, request.build_absolute_uri("/")))
        return int(made.invitation.pk)

    order = Order(
        action=PERMISSION,
        subject=f"{body.email}: {role.code}",
        asked=body.model_dump_json(),
        organisation=place,
    )
    try:
        number, is_new = once(request, key, order, act)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise Problem(INVALID, Text(said, said)) from error
    told = _invitation(Invitation.objects.select_related("organisation").get(pk=number))
    link = links[0] if links else None
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, {**told, "link": link})


@router.delete(
    "/invitations/{number}", response={204: None, **GUARDED}, tags=["people"], auth=KNOWN
)
def withdraw_invitation(request: HttpRequest, number: Number) -> Any:
    """Withdraw an open invitation; asks for `people.invite`."""
    asks = _inviter(request)
    found = Invitation.objects.select_related("organisation")
    one = found.filter(pk=number, accepted_at=None, withdrawn_at=None).first()
    if one is None:
        raise unknown(str(number))
    said: dict[str, Any] = {"organisation": one.organisation, "door": Door.API}
    with acting(request, "people.withdraw", subject=one.email, **said):
        withdraw(asks.user, one)
    return Status(HTTPStatus.NO_CONTENT, None)


def _reader(request: HttpRequest) -> Caller:
    asks = caller(request)
    asks.hold("people.read")
    return asks


def _inviter(request: HttpRequest) -> Caller:
    asks = caller(request)
    asks.hold(PERMISSION)
    return asks
