"""Operations on webhooks: subscribe, list one's own, end."""

import secrets
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.core.findings import Text
from tallystick.ledger.reading import reading
from tallystick.web.api.answers import GUARDED, WRITING
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.once import Order, once
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST, Strict
from tallystick.web.api.problems import INVALID, Problem, unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.people.models import User
from tallystick.web.places import ledger_place
from tallystick.web.webhooks.addresses import RefusedAddressError, target
from tallystick.web.webhooks.jobs import plan_telling
from tallystick.web.webhooks.models import Subscription

PERMISSION = "webhook.keep"
SECRET_BYTES = 32
OWN_MAX = 20


class HookIn(Strict):
    """Where postings are told."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[!-~]+$")]
    from_start: bool = Field(default=False, description="Tell everything, not only what is new.")


class HookOut(Schema):
    """A subscription and how far it has been told."""

    id: int
    url: str
    told_index: int = Field(description="Index in the log of the last posting that was taken.")
    failures: int
    last_error: str


class NewHookOut(HookOut):
    """A new subscription with the secret of its signatures, told to whoever made it only."""

    secret: str


class HooksOut(Schema):
    """A page of one's own subscriptions, the newest first."""

    rows: list[HookOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


@router.post(
    "/webhooks",
    response={200: NewHookOut, 201: NewHookOut, **WRITING},
    tags=["webhooks"],
    auth=KNOWN,
)
def subscribe(request: HttpRequest, body: HookIn, key: IdempotencyKey) -> Any:
    """Tell an address of every posting, in the order of the log, signed; asks `webhook.keep`."""
    user = _keeper(request).user
    order = Order(action=PERMISSION, subject=body.url, asked=body.model_dump_json())
    number, is_new = once(request, key, order, lambda: _subscribed(user, body).pk)
    made = Subscription.objects.get(pk=number)
    plan_telling()
    code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return Status(code, {**_told(made), "secret": made.secret})


def _subscribed(user: User, body: HookIn) -> Subscription:
    """Keep a subscription; raises the problem `INVALID` for an address nothing is sent to."""
    if Subscription.objects.filter(user=user, ended_at__isnull=True).count() >= OWN_MAX:
        raise Problem(INVALID, Text("end another webhook first", "请先终止其他网络钩子"))
    try:
        target(body.url)
    except RefusedAddressError as error:
        detail = Text(f"nothing is sent to this address: {error}", f"不向此地址发送：{error}")
        raise Problem(INVALID, detail) from error
    return Subscription.objects.create(
        user=user,
        url=body.url,
        secret=secrets.token_urlsafe(SECRET_BYTES),
        told_index=-1 if body.from_start else _last_index(),
    )


@router.get("/webhooks", response={200: HooksOut, **GUARDED}, tags=["webhooks"], auth=KNOWN)
def hooks(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List one's own webhooks that stand."""
    own = Subscription.objects.filter(user=_keeper(request).user, ended_at__isnull=True)
    page = newest_first(own, asked, _told)
    return {"rows": page.rows, "next": page.next}


@router.delete("/webhooks/{number}", response={204: None, **GUARDED}, tags=["webhooks"], auth=KNOWN)
def unsubscribe(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    """End one of one's own webhooks."""
    own = Subscription.objects.filter(pk=number, user=_keeper(request).user, ended_at__isnull=True)
    with acting(request, PERMISSION, door=Door.API, subject=str(number)):
        ended = own.update(ended_at=timezone.now())
    if not ended:
        raise unknown(str(number))
    return Status(HTTPStatus.NO_CONTENT, None)


def _keeper(request: HttpRequest) -> Caller:
    """Return the caller, who needs `webhook.keep` and for tokens its scope."""
    asks = caller(request)
    asks.hold(PERMISSION)
    return asks


def _last_index() -> int:
    with reading(ledger_place()) as reader:
        return reader.log_size() - 1


def _told(one: Subscription) -> dict[str, Any]:
    kept = ("url", "told_index", "failures", "last_error")
    return {"id": one.pk, **{name: getattr(one, name) for name in kept}}
