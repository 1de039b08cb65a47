"""Operations on cases: see them, open one as a concern, and take the steps that the rules let pass.

A key stands for one entry of a user, by the audit trail, in which every entry is written.
"""

import hashlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.article6.review import Case, Event, Kind, Opening
from tallystick.io.case_file import event_to_json, opening_to_json
from tallystick.ledger import Conflict, Refused
from tallystick.web.api.answers import GUARDED, WRITING, FindingOut, PartyCode
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import LARGEST, Name, Strict
from tallystick.web.api.problems import (
    KEY_CONFLICT,
    OVERTAKEN,
    REFUSED,
    Problem,
    forbidden,
    unknown,
)
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import AuditEntry, Door, Outcome
from tallystick.web.audit.trail import acting
from tallystick.web.opendata.cursors import read_cursor, write_cursor
from tallystick.web.opendata.listing import LIMIT, LIMIT_MAX
from tallystick.web.people.models import Organisation
from tallystick.web.reviewer.entering import (
    NEEDED,
    enter,
    offered,
    opened_so_far,
    speakers,
    voice,
)
from tallystick.web.reviewer.forms import TEXT_LENGTH_MAX
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import case_of, cases_of, visible

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH_MAX),
    Field(pattern=r"^[^\x00]+$"),
]
Make = Callable[[Sequence[Organisation]], Event]
"""Makes an entry, given for whom the caller may speak."""


class CaseOut(Schema):
    """A case with every entry; `seen` is how many entries there are."""

    number: int
    state: str
    opening: dict[str, Any]
    events: list[dict[str, Any]]
    seen: int
    offered: list[str] = Field(description="Steps that the caller may take now.")


class CasesOut(Schema):
    """A page of cases, the newest first."""

    rows: list[CaseOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class EnteredOut(Schema):
    """The case after an entry, and what the rules could not determine."""

    case: CaseOut
    findings: list[FindingOut]


class ConcernIn(Strict):
    """What a Party is asked to answer."""

    against: PartyCode
    about: Words
    ids: Name | None = Field(default=None, description="Units it is about, if any.")


class StepIn(Strict):
    """What was done and why, and how many entries the caller has seen."""

    text: Words
    seen: int = Field(ge=1, le=LARGEST)


DONE = {200: EnteredOut, 201: EnteredOut, **WRITING}


@router.get("/cases", response={200: CasesOut, **GUARDED}, tags=["cases"], auth=KNOWN)
def cases(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = LIMIT,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Any:
    """List the cases that one may see; asks for `case.read`."""
    asks = caller(request)
    asks.hold("case.read")
    before = read_cursor(cursor, int)
    seen = CaseEntry.objects.filter(visible(asks.user)).order_by("-id")
    entries = list((seen.filter(pk__lt=before[0]) if before else seen)[: limit + 1])
    found = cases_of([one.subject for one in entries[:limit]])
    rows = [_told(request, found[one.subject]) for one in entries[:limit]]
    more = len(entries) > limit
    return {"rows": rows, "next": write_cursor(entries[limit - 1].pk) if more else None}


@router.get("/cases/{number}", response={200: CaseOut, **GUARDED}, tags=["cases"], auth=KNOWN)
def case(request: HttpRequest, number: Number) -> Any:
    """Return a case with every entry; asks for `case.read`."""
    caller(request).hold("case.read")
    return _told(request, _found(request, number))


@router.post("/cases", response=DONE, tags=["cases"], auth=KNOWN)
def open_case(request: HttpRequest, body: ConcernIn, key: IdempotencyKey) -> Any:
    """Open a case as a concern; asks for `case.open`."""
    number, on = opened_so_far() + 1, timezone.now().date()
    opening = Opening(against=body.against, about=body.about, ids=body.ids)

    def make(own: Sequence[Organisation]) -> Event:
        return Event(kind=Kind.OPEN, subject=str(number), on=on, by=voice(own[0]), opening=opening)

    return _entered(request, key, body, number, Kind.OPEN, make)


@router.post("/cases/{number}/{step}", response=DONE, tags=["cases"], auth=KNOWN)
def take_step(
    request: HttpRequest,
    number: Number,
    step: Annotated[
        Literal["answer", "resubmit", "return", "resolve", "withdraw", "significant", "persistent"],
        Path(),
    ],
    body: StepIn,
    key: IdempotencyKey,
) -> Any:
    """Answer, resubmit, send back, resolve or mark a case; asks for the step's permission."""
    wanted, on = Kind(step), timezone.now().date()
    asks = caller(request)
    asks.hold(NEEDED[wanted])
    found = _found(request, number)

    def make(own: Sequence[Organisation]) -> Event:
        fitting = (one.by for one in offered(asks.user, found, on) if one.kind is wanted)
        by = next(fitting, voice(own[0]))
        return Event(kind=wanted, subject=str(number), on=on, by=by, text=body.text)

    return _entered(request, key, body, number, wanted, make, seen=body.seen)


def _found(request: HttpRequest, number: int) -> Case:
    found = case_of(caller(request).user, str(number))
    if found is None:
        raise unknown(str(number))
    return found


def _told(request: HttpRequest, found: Case) -> dict[str, Any]:
    steps = offered(caller(request).user, found, timezone.now().date())
    return {
        "number": int(found.number),
        "state": found.state.value,
        "opening": opening_to_json(found.opening),
        "events": [event_to_json(one) for one in found.events],
        "seen": len(found.events),
        "offered": [one.kind.value for one in steps],
    }


def _entered(
    request: HttpRequest,
    key: str,
    body: ConcernIn | StepIn,
    number: int,
    kind: Kind,
    make: Make,
    *,
    seen: int | None = None,
) -> Any:
    """Enter once under the caller's key, in the audit trail, and answer with the case."""
    asks = caller(request)
    asks.hold(NEEDED[kind])
    own, own_key = speakers(asks.user, NEEDED[kind]), f"api {asks.person} {key}"
    detail = {"sha256": _digest(kind, body, seen and number), "case": number}
    before = _standing(own_key, str(detail["sha256"]))
    if before is not None:
        told_before = {"case": _told(request, _found(request, before)), "findings": []}
        return Status(HTTPStatus.OK, told_before)
    if not own:
        raise forbidden(NEEDED[kind])
    said: dict[str, Any] = {"door": Door.API, "key": own_key, "organisation": own[0]}
    try:
        with acting(request, f"case.{kind.value}", subject=f"case {number}", detail=detail, **said):
            findings = enter([make(own)], asks.user, seen=seen)
    except Refused as refusal:
        raise Problem(REFUSED, findings=refusal.findings) from refusal
    except Conflict as conflict:
        raise Problem(OVERTAKEN) from conflict
    told = [one.to_json() for one in findings]
    case_now = _told(request, _found(request, number))
    return Status(HTTPStatus.CREATED, {"case": case_now, "findings": told})


def _digest(kind: Kind, body: ConcernIn | StepIn, number: int | None) -> str:
    """Return the SHA-256 of what is asked, of a step with the case that it is of."""
    text = f"{kind.value} {number or ''} {body.model_dump_json()}"
    return hashlib.sha256(text.encode()).hexdigest()


def _standing(key: str, digest: str) -> int | None:
    """Return the case of what was entered under a key; raises the problem `KEY_TAKEN`."""
    failed = (Outcome.REFUSED, Outcome.FAILED)
    found = AuditEntry.objects.filter(key=key, detail__has_key="case").exclude(outcome__in=failed)
    entry = found.order_by("-id").first()
    if entry is None:
        return None
    if entry.outcome == Outcome.OPEN or entry.detail["sha256"] != digest:
        raise Problem(KEY_CONFLICT)
    return int(entry.detail["case"])
