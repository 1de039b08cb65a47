"""Operations on one's own tokens: listed and ended.

None is made here, since whoever has got hold of a token must not be able to make it last.
"""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema, Status

from tallystick.web.api.answers import GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.models import Token
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST
from tallystick.web.api.problems import unknown
from tallystick.web.api.tokens import end
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.opendata.listing import Columns

PERMISSION = "token.make"


class TokenRow(Schema):
    """A token of one's own that stands; its secret is not kept."""

    id: int
    name: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


TOKENS = Columns("tokens", TokenRow)


@router.get("/tokens", response={200: page_model(TOKENS), **GUARDED}, tags=["people"], auth=KNOWN)
def tokens(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List one's own tokens that stand, the newest first; asks for `token.make`."""
    own = Token.objects.filter(user=_maker(request).user, ended_at__isnull=True)
    return listed(request, TOKENS, newest_first(own, asked, _told))


@router.delete("/tokens/{number}", response={204: None, **GUARDED}, tags=["people"], auth=KNOWN)
def end_token(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    """End one of one's own tokens; asks for `token.make`."""
    asks = _maker(request)
    if not Token.objects.filter(pk=number, user=asks.user, ended_at__isnull=True).exists():
        raise unknown(str(number))
    with acting(request, "token.end", door=Door.API, subject=str(number)):
        end(asks.user, number)
    return Status(HTTPStatus.NO_CONTENT, None)


def _maker(request: HttpRequest) -> Caller:
    asks = caller(request)
    asks.hold(PERMISSION)
    return asks


def _told(one: Token) -> dict[str, Any]:
    kept = TokenRow.model_fields.keys() - {"id"}
    return {"id": one.pk, **{name: getattr(one, name) for name in kept}}
