"""Operations that read the audit trail, as its page does: searched, by pages, and as a sheet."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Schema

from tallystick.web.api.answers import CSV_TOO, GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.audit.models import AuditEntry
from tallystick.web.audit.searching import TEXT_LENGTH_MAX, Search, narrowed, readable
from tallystick.web.opendata.listing import Columns

PERMISSION = "audit.read"


class AuditRow(Schema):
    """Who did what to which object, from where and when."""

    id: int
    begun_at: datetime
    ended_at: datetime | None
    actor: str | None
    organisation: str | None
    action: str
    subject: str
    address: str | None
    door: str
    outcome: str = Field(description="done, refused or failed; empty while it is not known.")


class TrailQuery(PageQuery):
    """Words and days that narrow the trail down."""

    q: str = Field(default="", max_length=TEXT_LENGTH_MAX, description="Person, object, address.")
    action: str = Field(default="", max_length=TEXT_LENGTH_MAX, description="How actions begin.")
    outcome: Literal["", "done", "refused", "failed"] = ""
    since: date | None = None
    until: date | None = None


TRAIL = Columns("audit", AuditRow)


@router.get(
    "/audit",
    response={200: page_model(TRAIL), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["audit"],
    auth=KNOWN,
)
def trail(request: HttpRequest, asked: Query[TrailQuery]) -> Any:
    """List the entries of the organisations one may see, the newest first; asks `audit.read`."""
    asks = caller(request)
    asks.hold(PERMISSION)
    search = Search(asked.model_dump(include=set(Search.base_fields)))
    found = narrowed(readable(asks.user), search)
    return listed(request, TRAIL, newest_first(found, asked, _told))


def _told(one: AuditEntry) -> dict[str, Any]:
    kept = AuditRow.model_fields.keys() - {"actor", "organisation"}
    return {
        **{name: getattr(one, name) for name in kept},
        "actor": str(one.actor) if one.actor else None,
        "organisation": str(one.organisation) if one.organisation else None,
    }
