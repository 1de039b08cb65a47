"""The operation that lists what waits for a second person, as the page of approvals does."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from tallystick.ledger import open_ledger
from tallystick.web.api.answers import CSV_TOO, GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.approvals.waiting import Waiting, waiting
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.people.power import reach
from tallystick.web.places import ledger_place

PERMISSION = "units.approve"


class ApprovalRow(Schema):
    """A proposal that a caller may decide, what it would move, and from when on it can be."""

    id: str
    kind: str
    state: str = Field(description="proposed while it waits; what became of it otherwise.")
    proposer: str
    is_own: bool = Field(description="Whether the caller proposed it, and so cannot approve it.")
    at: datetime
    ready: datetime
    deadline: datetime
    quantity: int
    givers: list[str]
    takers: list[str]
    places: list[str]


APPROVALS = Columns("approvals", ApprovalRow)


@router.get(
    "/approvals",
    response={200: page_model(APPROVALS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def approvals(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List proposals within one's power to approve, the newest first; asks `units.approve`."""
    asks = caller(request)
    asks.hold(PERMISSION)
    with open_ledger(ledger_place()) as ledger:
        found = list(waiting(ledger, reach(asks.user, PERMISSION), datetime.now(UTC)))
    rows = [_told(one, asks.person) for one in found]
    return listed(request, APPROVALS, sliced(rows, asked.asked()))


def _told(one: Waiting, me: str) -> dict[str, Any]:
    asked, moved = one.proposal.asked, one.passages
    return {
        "id": asked.id,
        "kind": asked.posting.kind,
        "state": one.state.value,
        "proposer": asked.proposer,
        "is_own": asked.proposer == me,
        "at": asked.at,
        "ready": one.ready,
        "deadline": asked.deadline,
        "quantity": sum(each.quantity for each in moved),
        "givers": [each.giver for each in moved if each.giver],
        "takers": [each.taker for each in moved],
        "places": [" ".join(map(str, each.place.values())) for each in moved],
    }
