"""Operations on what organisations write: drafts of agreements, and contracts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status
from pydantic import StringConstraints

from tallystick.web.api.answers import GUARDED, WRITING
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import LARGEST, Strict
from tallystick.web.api.problems import KEY_CONFLICT, OVERTAKEN, Problem, unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.authority import proceeds
from tallystick.web.entity import contracts
from tallystick.web.opendata.listing import sliced
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import reach
from tallystick.web.regulator import drafts
from tallystick.web.texts.editing import TextKind
from tallystick.web.texts.keeping import KeyTakenError, newest, own_key, save, versions
from tallystick.web.texts.models import NAME_LENGTH_MAX, TextVersion

LONGEST = 500_000
View = Callable[..., Any]
Owner = Annotated[int, Path(ge=1, le=LARGEST)]
TextName = Annotated[str, Path(pattern=rf"^[A-Za-z0-9_-]{{1,{NAME_LENGTH_MAX}}}$")]
Text = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00]*$")]


class VersionOut(Schema):
    """A version of a text, without the text."""

    organisation: int
    name: str
    version: int
    author: str
    saved_at: datetime


class VersionsOut(Schema):
    """A page of the newest version of each text of one's organisations."""

    rows: list[VersionOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class TextOut(VersionOut):
    """A version of a text, what is found in it, and which versions there are."""

    text: str
    verdict: str
    findings: list[dict[str, Any]]
    versions: list[int]


class JudgedOut(Schema):
    """What is found in a text that is not saved, in the language of the request."""

    verdict: str
    findings: list[dict[str, Any]]


class StartOut(Schema):
    """A text to begin with."""

    start: str
    label: str
    text: str


class StartsOut(Schema):
    """What a new text can begin with."""

    rows: list[StartOut]


class TextIn(Strict):
    """A text to be judged."""

    text: Text


class SaveIn(TextIn):
    """The next version of a text."""

    after: int = Field(ge=0, le=LARGEST, description="Newest version seen; 0 for a new text.")


def add_kind(kind: TextKind, folder: str) -> None:
    """Add the operations on a kind of text, below a folder."""
    own, place = Router(auth=KNOWN, tags=["texts"]), "/{organisation}/{name}"
    saved = {200: TextOut, 201: TextOut, **WRITING}
    for verb, path, method, view, good in (
        ("list", "", "GET", _list, {200: VersionsOut, **GUARDED}),
        ("starts", "/starts", "GET", _starts, {200: StartsOut, **GUARDED}),
        ("check", "/check", "POST", _check, {200: JudgedOut, **GUARDED}),
        ("read", place, "GET", _read, {200: TextOut, **GUARDED}),
        ("save", place, "POST", _save, saved),
    ):
        name = f"{verb}_{kind.name}"
        own.api_operation([method], path, response=good, operation_id=name)(view(kind))
    router.add_router(folder, own)


def _list(kind: TextKind) -> View:
    def listed(request: HttpRequest, asked: Query[PageQuery]) -> Any:
        """List the texts of one's organisations, the newest version of each."""
        found = [_version(one) for one in newest(_own(request, kind), kind.name)]
        page = sliced(found, asked.asked())
        return {"rows": page.rows, "next": page.next}

    return listed


def _starts(kind: TextKind) -> View:
    def starts(request: HttpRequest) -> Any:
        """List what a new text can begin with."""
        _own(request, kind)
        told = kind.starts.items()
        return {"rows": [{"start": one, "label": of[0](), "text": of[1]()} for one, of in told]}

    return starts


def _check(kind: TextKind) -> View:
    def check(request: HttpRequest, body: TextIn) -> Any:
        """Say what is found in a text, with nothing saved."""
        _own(request, kind)
        return _judged(kind, body.text)

    return check


def _read(kind: TextKind) -> View:
    def read(
        request: HttpRequest,
        organisation: Owner,
        name: TextName,
        version: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    ) -> Any:
        """Return a version of a text, the newest if none is named, and what is found in it."""
        found = _versions(request, kind, organisation, name)
        for one in found:
            if version in {None, one.number}:
                return _whole(kind, one, found)
        raise unknown(str(version))

    return read


def _save(kind: TextKind) -> View:
    def save_text(
        request: HttpRequest,
        organisation: Owner,
        name: TextName,
        body: SaveIn,
        key: IdempotencyKey,
    ) -> Any:
        """Save the next version of a text of one's organisation, or the first of a new one."""
        return _saved(request, kind, (organisation, name), body, key)

    return save_text


def _own(request: HttpRequest, kind: TextKind) -> frozenset[int]:
    """Return the organisations whose texts the caller writes."""
    asks = caller(request)
    asks.hold(kind.permission)
    return reach(asks.user, kind.permission).organisations


def _versions(
    request: HttpRequest, kind: TextKind, organisation: int, name: str
) -> list[TextVersion]:
    caller(request).require(kind.permission, organisation=organisation)
    found = versions(organisation, kind.name, name)
    if not found:
        raise unknown(name)
    return found


def _saved(
    request: HttpRequest, kind: TextKind, place: tuple[int, str], body: SaveIn, key: str
) -> Any:
    """Save once under the caller's key, in the audit trail, over the version that was seen."""
    (number, name), asks = place, caller(request)
    asks.require(kind.permission, organisation=number)
    whose = Organisation.objects.filter(pk=number).first()
    if whose is None:
        raise unknown(str(number))
    api_key, before = f"api {key}", versions(number, kind.name, name)
    is_new = not TextVersion.objects.filter(key=own_key(asks.user, api_key)).exists()
    if is_new and (before[0].number if before else 0) != body.after:
        raise Problem(OVERTAKEN)
    said: dict[str, Any] = {"door": Door.API, "key": api_key, "organisation": whose}
    try:
        with acting(request, kind.permission, subject=name, **said):
            one = save(whose, kind.name, name, text=body.text, author=asks.user, key=api_key)
    except KeyTakenError as error:
        raise Problem(KEY_CONFLICT) from error
    told = _whole(kind, one, versions(number, kind.name, name))
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, told)


def _version(one: TextVersion) -> dict[str, Any]:
    return {
        "organisation": one.organisation_id,
        "name": one.name,
        "version": one.number,
        "author": str(one.author),
        "saved_at": one.saved_at,
    }


def _whole(kind: TextKind, one: TextVersion, found: Sequence[TextVersion]) -> dict[str, Any]:
    numbers = [each.number for each in found]
    return {**_version(one), "text": one.text, "versions": numbers, **_judged(kind, one.text)}


def _judged(kind: TextKind, text: str) -> dict[str, Any]:
    told = kind.judge(text)
    return {"verdict": told["verdict"], "findings": told["findings"]}


add_kind(drafts.KIND, "/agreement-drafts")
add_kind(contracts.KIND, "/contracts")
add_kind(proceeds.KIND, "/proceeds-pledges")
