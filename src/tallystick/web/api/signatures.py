"""Operations of those who sign: a draft becomes a version, a second key is turned or taken back."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Schema

from tallystick.article6.authorization.components import Consent, Decision
from tallystick.article6.postings.records import Authorize
from tallystick.web.api.answers import CSV_TOO, GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.drafts import SeenIn
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import Name, Strict
from tallystick.web.api.problems import OVERTAKEN, Problem, unknown
from tallystick.web.api.records import Code
from tallystick.web.api.writes import DONE, IdempotencyKey, posting_key, write
from tallystick.web.authority.dossiers import version_of
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.signing import SIGN, consent_of, finish, two_keyed
from tallystick.web.opendata.listing import Columns, sliced

Id = Annotated[Name, Path()]


class ConsentRow(Schema):
    """Another Party's authorization that waits for this Party's key, and what it has said."""

    id: str
    party: str
    approach: str
    version: int
    decision: str | None
    said_on: date | None


class KeyIn(Strict):
    """Whether the second key is turned or taken back."""

    decision: Literal["approves", "withdraws"]


CONSENTS = Columns("consents", ConsentRow)


@router.post(
    "/parties/{code}/authorization-drafts/{identifier}/signature",
    response=DONE,
    tags=["write"],
    auth=KNOWN,
)
def sign(
    request: HttpRequest, code: Code, identifier: Id, body: SeenIn, key: IdempotencyKey
) -> Any:
    """Sign a draft as it was seen: record the version, keep its letter; `authorization.sign`."""
    asks = desk(request, code, SIGN)
    kept = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, subject=identifier).first()
    if kept is None:
        raise unknown(identifier)
    if kept.revision != body.revision:
        raise Problem(OVERTAKEN)
    asked = version_of(code, kept.content)
    answer = write(request, SIGN, key, identifier, lambda _ledger, _before: asked)
    finish(posting_key(request, key), kept, asked, asks.user)
    return answer


@router.get(
    "/parties/{code}/consents",
    response={200: page_model(CONSENTS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def consents(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List authorizations that demand this Party's key; asks for `authorization.sign`."""
    desk(request, code, SIGN)
    found = [_asked(one, said) for one, said in two_keyed(code)]
    return listed(request, CONSENTS, sliced(found, asked.asked()))


def _asked(one: Authorize, said: Consent | None) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("id", "party", "approach", "version")}
    decision, said_on = (said.decision.value, said.on) if said else (None, None)
    return {**told, "decision": decision, "said_on": said_on}


@router.post("/parties/{code}/consents/{identifier}", response=DONE, tags=["write"], auth=KNOWN)
def consent(
    request: HttpRequest, code: Code, identifier: Id, body: KeyIn, key: IdempotencyKey
) -> Any:
    """Turn the second key of another Party's authorization, or take it back; asks to sign."""
    asks = desk(request, code, SIGN)
    if identifier not in {one.id for one, _said in two_keyed(code)}:
        raise unknown(identifier)
    decision = Decision(body.decision)
    today = timezone.now().date()
    said = consent_of(code, identifier, decision, today, asks.user)

    def make(_ledger: Any, before: Any) -> Any:
        is_same = isinstance(before, Consent) and (before.authorization, before.decision) == (
            identifier,
            decision,
        )
        return before if is_same else said

    return write(request, SIGN, key, identifier, make)
