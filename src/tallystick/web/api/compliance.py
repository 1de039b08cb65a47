"""Operations on compliance cases: see them, open one, and enter what the rules let pass."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick.article6.integrity import Case, Measure
from tallystick.ledger import Conflict, Refused
from tallystick.web.api.answers import GUARDED, WRITING, PartyCode
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST, Name, Strict
from tallystick.web.api.problems import KEY_CONFLICT, REFUSED, Problem, forbidden, unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.compliance.entering import NEEDED, enter, offered, own_key, voices
from tallystick.web.compliance.models import ComplianceEntry
from tallystick.web.compliance.stored import Entry, Kind, entries_of, fold, visible
from tallystick.web.reviewer.forms import TEXT_LENGTH_MAX

LARGEST_NUMBER = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH_MAX),
    Field(pattern=r"^[^\x00]+$"),
]
Money = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}(\.[0-9]{1,6})?$")]


class MeasureIn(Strict):
    """A remedy of the catalogue with the quantity, the money or the day that its kind states."""

    remedy: Name
    due: date
    quantity_t: int | None = Field(default=None, ge=1, le=LARGEST)
    amount: Money | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    until: date | None = None


class ClaimIn(Strict):
    """Which Party owes what, in the eyes of another."""

    against: PartyCode
    facts: Words


class ClaimEntryIn(Strict):
    """What is entered, and how many entries the caller has seen."""

    kind: Literal["answer", "refer", "decide", "measure", "done", "close", "withdraw"]
    text: Words
    seen: int = Field(ge=1, le=LARGEST)
    committee: Name | None = Field(default=None, description="Of a referral.")
    consent: Name | None = Field(default=None, description="Of a referral, as a document.")
    measure: MeasureIn | None = Field(default=None, description="Of a measure.")
    done: int = Field(default=0, ge=0, le=LARGEST, description="Number of the measure done.")


class ClaimOut(Schema):
    """A case with every entry; `seen` is how many there are."""

    number: int
    state: str
    opened_by: str
    against: PartyCode
    facts: str
    outstanding: int = Field(description="How many measures are still to be carried out.")
    entries: list[dict[str, Any]]
    seen: int
    offered: list[str] = Field(description="What the caller may enter now.")


class ClaimsOut(Schema):
    """A page of cases, the newest first."""

    rows: list[ClaimOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


DONE = {200: ClaimOut, 201: ClaimOut, **WRITING}


@router.get("/compliance-cases", response={200: ClaimsOut, **GUARDED}, tags=["cases"], auth=KNOWN)
def claims(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the compliance cases that one may see; asks for `case.read`."""
    asks = caller(request)
    asks.hold("case.read")
    seen = ComplianceEntry.objects.filter(visible(asks.user))
    page = newest_first(seen, asked, lambda one: _told(asks, one.number))
    return {"rows": page.rows, "next": page.next}


@router.get(
    "/compliance-cases/{number}", response={200: ClaimOut, **GUARDED}, tags=["cases"], auth=KNOWN
)
def claim(request: HttpRequest, number: Number) -> Any:
    """Return a compliance case with every entry; asks for `case.read`."""
    asks = caller(request)
    asks.hold("case.read")
    _seen(asks, number)
    return _told(asks, number)


@router.post("/compliance-cases", response=DONE, tags=["cases"], auth=KNOWN)
def open_claim(request: HttpRequest, body: ClaimIn, key: IdempotencyKey) -> Any:
    """Open a case against a Party; asks for `case.open`."""
    asks = caller(request)
    asks.hold("case.open")
    by = voices(asks.user, Kind.OPEN)[0]
    on = timezone.now().date()
    entry = Entry(kind=Kind.OPEN, on=on, by=by, text=body.facts, against=body.against)
    return _entered(request, entry, None, key)


@router.post("/compliance-cases/{number}/entries", response=DONE, tags=["cases"], auth=KNOWN)
def enter_claim(
    request: HttpRequest, number: Number, body: ClaimEntryIn, key: IdempotencyKey
) -> Any:
    """Answer, refer, decide, order or carry out measures, close; each asks what its page asks."""
    asks, kind, on = caller(request), Kind(body.kind), timezone.now().date()
    asks.hold(NEEDED[kind])
    case = _seen(asks, number)
    by = dict(offered(asks.user, case, on)).get(kind) or _before(asks, number, key)
    if by is None:
        raise forbidden(NEEDED[kind])
    if kind is Kind.DONE and not 1 <= body.done <= len(case.measures):
        raise unknown(str(body.done))
    entry = Entry(
        kind=kind,
        on=on,
        by=by,
        text=body.text,
        committee=body.committee or "",
        consent=body.consent or "",
        measure=_measure(body.measure) if body.measure and kind is Kind.MEASURE else None,
        done=body.done if kind is Kind.DONE else 0,
    )
    return _entered(request, entry, number, key, body.seen)


def _measure(told: MeasureIn) -> Measure:
    amount = Decimal(told.amount) if told.amount else None
    return Measure(**{**told.model_dump(), "amount": amount})


def _before(asks: Caller, number: int, key: str) -> str | None:
    """Return in whose name the caller made this entry before, None where it is new."""
    kept = ComplianceEntry.objects.filter(key=own_key(asks.user, f"api {key}"), number=number)
    return next((str(one.body["by"]) for one in kept), None)


def _seen(asks: Caller, number: int) -> Case:
    """Return a case that the caller may see; any other is unknown."""
    if not ComplianceEntry.objects.filter(visible(asks.user), number=number).exists():
        raise unknown(str(number))
    return fold(number, entries_of(number))


def _entered(
    request: HttpRequest, entry: Entry, number: int | None, key: str, seen: int = 0
) -> Any:
    """Enter once under the caller's key, in the audit trail, and answer with the case."""
    asks = caller(request)
    kept_as = f"api {key}"
    is_new = not ComplianceEntry.objects.filter(key=own_key(asks.user, kept_as)).exists()
    subject = f"compliance case {number or 'new'}"
    try:
        with acting(request, f"compliance.{entry.kind.value}", subject=subject, door=Door.API):
            done = enter(entry, number, actor=asks.user, key=kept_as, seen=seen)
    except Refused as refusal:
        raise Problem(REFUSED, findings=refusal.findings) from refusal
    except Conflict as conflict:
        raise Problem(KEY_CONFLICT) from conflict
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, _told(asks, done))


def _told(asks: Caller, number: int) -> dict[str, Any]:
    entries, on = entries_of(number), timezone.now().date()
    case = fold(number, entries)
    state = case.state(on)
    return {
        "number": number,
        "state": state.value if state else "",
        "opened_by": case.opened_by,
        "against": case.against,
        "facts": case.facts,
        "outstanding": len(case.outstanding(on)),
        "entries": [one.to_json() for one in entries],
        "seen": len(entries),
        "offered": [kind.value for kind, _ in offered(asks.user, case, on)],
    }
