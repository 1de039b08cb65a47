"""Operations on a Party's authorizations: their state, their elements, and drafts of versions."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Schema

from tallystick.article6.authorization.elements import ELEMENTS, Documents, elements_of
from tallystick.article6.authorization.history import state_on
from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.letter import stated
from tallystick.core.findings import Finding, Text, worst
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.api.answers import (
    CSV_TOO,
    GUARDED,
    WRITING,
    FindingOut,
    listed,
    page_model,
)
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.drafts import DraftIn, DraftOut, content, draft_told, save_draft
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import Name, Strict
from tallystick.web.api.problems import INVALID, UNREADABLE, Problem, ProblemOut, unknown
from tallystick.web.api.records import Code
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.authority.dossiers import (
    findings_on,
    histories_of,
    next_version,
    version_of,
    versions_of,
)
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.submitting import Subject
from tallystick.web.languages import pick
from tallystick.web.opendata import rows
from tallystick.web.opendata.ledger_lists import authorization as version_told
from tallystick.web.opendata.listing import Columns, sliced

HOME = "/parties/{code}/authorizations"
DRAFTS = "/parties/{code}/authorization-drafts"
PERMISSION = "authorization.draft"
Id = Annotated[Name, Path()]


class StateRow(Schema):
    """An authorization as its newest version leaves it today."""

    id: str
    approach: str
    version: int
    on: date
    state: str
    quantity_t: int | None


class ElementOut(Schema):
    """What an authorization says on an element of 4/CMA.6 para 5, in the request's language."""

    letter: str
    label_en: str
    label_zh: str
    standing: str
    value: str
    source: str


class AuthorizationOut(StateRow):
    """An authorization with its elements and its versions."""

    elements: list[ElementOut]
    versions: list[rows.AuthorizationRow]


class WaitingRow(Schema):
    """A draft of a version that waits to be finished and signed."""

    id: str
    revision: int
    saved_by: str


class FileIn(Strict):
    """A version in the form of the authorization file."""

    file: dict[str, Any]


class JudgedOut(Schema):
    """What is found in a version that is not saved."""

    verdict: str
    findings: list[FindingOut]


STATES = Columns("authorization-states", StateRow)
WAITING = Columns("authorization-drafts", WaitingRow)


@router.get(
    HOME,
    response={200: page_model(STATES), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def states(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the authorizations of a Party with their state; asks for `adjustment.read`."""
    desk(request, code, "adjustment.read")
    found = [_state(each) for each in histories_of(code)]
    return listed(request, STATES, sliced(found, asked.asked()))


def _state(history: list[Authorize]) -> dict[str, Any]:
    newest = history[-1]
    return {
        "id": newest.id,
        "approach": newest.approach,
        "version": newest.version,
        "on": newest.on,
        "state": state_on(history, timezone.localdate()).value,
        "quantity_t": newest.authorized_quantity_t,
    }


@router.get(
    f"{HOME}/{{identifier}}", response={200: AuthorizationOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def elements(request: HttpRequest, code: Code, identifier: Id) -> Any:
    """Return an authorization of a Party element by element; asks for `adjustment.read`."""
    desk(request, code, "adjustment.read")
    history = [one for one in versions_of(identifier) if one.party == code]
    if not history:
        raise unknown(identifier)
    standings = elements_of(Documents(history[-1])).standings
    told = [
        {
            "letter": one.letter,
            "label_en": one.label.en,
            "label_zh": one.label.zh,
            "standing": standings[one.letter].value,
            "value": pick(stated(history[-1], one)),
            "source": f"4/CMA.6 para 5({one.letter})",
        }
        for one in ELEMENTS
    ]
    versions = [version_told(one) for one in history]
    return {**_state(history), "elements": told, "versions": versions}


@router.get(
    DRAFTS,
    response={200: page_model(WAITING), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def drafted(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the open drafts of authorizations; asks for `authorization.draft`."""
    desk(request, code, PERMISSION)
    found = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, is_open=True)
    page = newest_first(found.select_related("saved_by"), asked, _waiting)
    return listed(request, WAITING, page)


def _waiting(one: Draft) -> dict[str, Any]:
    return {"id": one.subject, "revision": one.revision, "saved_by": str(one.saved_by)}


@router.get(
    f"{DRAFTS}/{{identifier}}", response={200: DraftOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def draft(request: HttpRequest, code: Code, identifier: Id) -> Any:
    """Return an open draft and what is found in it; asks for `authorization.draft`."""
    desk(request, code, PERMISSION)
    of = Subject(code, Kind.AUTHORIZATION, identifier)
    return draft_told(of, judged(code, content(of)))


@router.post(
    f"{DRAFTS}/{{identifier}}",
    response={200: DraftOut, **WRITING, 413: ProblemOut},
    tags=["write"],
    auth=KNOWN,
)
def save(
    request: HttpRequest, code: Code, identifier: Id, body: DraftIn, key: IdempotencyKey
) -> Any:
    """Save a draft of the next version of an authorization; asks for `authorization.draft`."""
    desk(request, code, PERMISSION)
    if body.file.get("id", identifier) != identifier:
        raise Problem(INVALID, Text(f"id: it is {identifier}", f"id：应为 {identifier}"))
    file = {**body.file, "id": identifier, "version": next_version(code, identifier)}
    found = judged(code, file)
    of = Subject(code, Kind.AUTHORIZATION, identifier)
    save_draft(request, key, of, (file, body.revision), PERMISSION)
    return draft_told(of, found)


@router.post(
    "/parties/{code}/authorization/check",
    response={200: JudgedOut, **GUARDED, 413: ProblemOut},
    tags=["check"],
    auth=KNOWN,
)
def check_version(request: HttpRequest, code: Code, body: FileIn) -> Any:
    """Say what is found in a version, with nothing saved; asks for `authorization.draft`."""
    desk(request, code, PERMISSION)
    identifier = str(body.file.get("id", ""))
    found = judged(code, {**body.file, "version": next_version(code, identifier)})
    return {"verdict": worst(found).value, "findings": [one.to_json() for one in found]}


def judged(code: str, file: dict[str, Any]) -> list[Finding]:
    """Judge a version in the form of its file; raises the problem `UNREADABLE`."""
    try:
        return findings_on(version_of(code, file))
    except Damaged as damaged:
        raise Problem(UNREADABLE, findings=damaged.findings) from damaged
