"""Operations of auditors on the log: its checkpoints, and runs of its verification."""

from contextlib import closing
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema, Status

from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.tables import seals
from tallystick.ledger.log.verify import STAGES
from tallystick.ledger.opening import store_at
from tallystick.web.api.answers import CSV_TOO, GUARDED, WRITING, listed, page_model
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.once import Order, once
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST
from tallystick.web.api.problems import unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.places import ledger_place
from tallystick.web.reviewer.models import Verifying
from tallystick.web.reviewer.verifying import checkpoint_told, start

PERMISSION = "ledger.verify"


class CheckpointRow(Schema):
    """A signed checkpoint of the log (c2sp.org/tlog-checkpoint)."""

    origin: str
    size: int
    root: str
    note: str


class RunRow(Schema):
    """A run of the verification of the whole ledger; `answer` is empty until it has ended."""

    id: int
    actor: str
    asked_at: datetime
    done: int
    stages: int
    ended_at: datetime | None
    answer: dict[str, Any]


CHECKPOINTS = Columns("checkpoints", CheckpointRow)
RUNS = Columns("verifications", RunRow)


@router.get(
    "/log/checkpoints",
    response={200: page_model(CHECKPOINTS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["audit"],
    auth=KNOWN,
)
def checkpoints(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the checkpoints of the log, the newest first; asks for `ledger.verify`."""
    _auditor(request)
    with closing(store_at(ledger_place())) as store:
        notes, origin = [one.note for one in seals(store)], origin_of(store)
    rows = [{"origin": origin or "", **checkpoint_told(note)} for note in reversed(notes)]
    return listed(request, CHECKPOINTS, sliced(rows, asked.asked()))


@router.post(
    "/log/verifications",
    response={200: RunRow, 201: RunRow, **WRITING},
    tags=["audit"],
    auth=KNOWN,
)
def verify(request: HttpRequest, key: IdempotencyKey) -> Any:
    """Have the whole ledger verified in the background; asks for `ledger.verify`."""
    asks = _auditor(request)
    order = Order(action=PERMISSION, subject="", asked="")
    number, is_new = once(request, key, order, lambda: start(asks.user).pk)
    told = _told(Verifying.objects.select_related("actor").get(pk=number))
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, told)


@router.get(
    "/log/verifications",
    response={200: page_model(RUNS), **GUARDED},
    tags=["audit"],
    auth=KNOWN,
)
def verifications(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the runs of the verification, the newest first; asks for `ledger.verify`."""
    _auditor(request)
    page = newest_first(Verifying.objects.select_related("actor"), asked, _told)
    return {"rows": page.rows, "next": page.next}


@router.get(
    "/log/verifications/{number}", response={200: RunRow, **GUARDED}, tags=["audit"], auth=KNOWN
)
def verification(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    """Return how far a run has come and what it found; asks for `ledger.verify`."""
    _auditor(request)
    found = Verifying.objects.select_related("actor").filter(pk=number).first()
    if found is None:
        raise unknown(str(number))
    return _told(found)


def _auditor(request: HttpRequest) -> Caller:
    asks = caller(request)
    asks.hold(PERMISSION)
    return asks


def _told(one: Verifying) -> dict[str, Any]:
    kept = ("asked_at", "done", "ended_at", "answer")
    told = {name: getattr(one, name) for name in kept}
    return {"id": one.pk, "actor": str(one.actor), "stages": STAGES, **told}
