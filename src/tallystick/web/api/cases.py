"""Operations on cases: see them, open one as a concern, take the steps that the rules let pass."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.article6.review import Case, Event, Kind, Opening
from tallystick.io.case_file import event_to_json, opening_to_json
from tallystick.web.api.answers import GUARDED, WRITING, FindingOut, PartyCode
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.entering import Entry, entered
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST, Name, Strict
from tallystick.web.api.problems import unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.people.models import Organisation
from tallystick.web.reviewer.attempting import Make
from tallystick.web.reviewer.entering import NEEDED, offered, opened_so_far, voice
from tallystick.web.reviewer.forms import TEXT_LENGTH_MAX
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import case_of, cases_of, visible

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH_MAX),
    Field(pattern=r"^[^\x00]+$"),
]


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
def cases(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the cases that one may see; asks for `case.read`."""
    asks = caller(request)
    asks.hold("case.read")
    page = newest_first(CaseEntry.objects.filter(visible(asks.user)), asked, _subject)
    found = cases_of([one["subject"] for one in page.rows])
    rows = [_told(request, found[one["subject"]]) for one in page.rows]
    return {"rows": rows, "next": page.next}


def _subject(entry: CaseEntry) -> dict[str, Any]:
    return {"subject": entry.subject}


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

    def make(own: Sequence[Organisation]) -> list[Event]:
        by = voice(own[0])
        return [Event(kind=Kind.OPEN, subject=str(number), on=on, by=by, opening=opening)]

    return _entered(request, key, _entry(Kind.OPEN, number, body.model_dump_json(), make))


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

    def make(own: Sequence[Organisation]) -> list[Event]:
        fitting = (one.by for one in offered(asks.user, found, on) if one.kind is wanted)
        by = next(fitting, voice(own[0]))
        return [Event(kind=wanted, subject=str(number), on=on, by=by, text=body.text)]

    asked = f"{number} {body.model_dump_json()}"
    return _entered(request, key, _entry(wanted, number, asked, make, seen=body.seen))


def _entry(kind: Kind, number: int, asked: str, make: Make, *, seen: int | None = None) -> Entry:
    return Entry(
        action=f"case.{kind.value}",
        subject=f"case {number}",
        name=number,
        needed=NEEDED[kind],
        asked=asked,
        make=make,
        seen=seen,
    )


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


def _entered(request: HttpRequest, key: str, entry: Entry) -> Any:
    """Enter once under the caller's key, and answer with the case."""
    done = entered(request, key, entry)
    told = {
        "case": _told(request, _found(request, int(done.name))),
        "findings": [one.to_json() for one in done.findings],
    }
    return Status(HTTPStatus.CREATED if done.is_new else HTTPStatus.OK, told)
