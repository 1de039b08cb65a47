"""Operations that write: postings, proposals and their decisions, authorizations.

Each asks for `Idempotency-Key`: the same key with the same body returns the first answer, with
another body it is a conflict. Keys of one user never meet those of another.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Header, Path, Schema, Status
from pydantic import StringConstraints

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import UnitPosting
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Text
from tallystick.ledger import Conflict, Ledger, Receipt, Refused, open_ledger
from tallystick.ledger import Status as Posted
from tallystick.ledger.control.conflict import KEY_TAKEN
from tallystick.web.api.answers import WRITING, FindingOut
from tallystick.web.api.callers import KNOWN, Caller, caller
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import (
    PERMISSIONS,
    AuthorizationIn,
    Name,
    PostingIn,
    Strict,
    authorization,
    giver,
    posting,
)
from tallystick.web.api.problems import INVALID, KEY_CONFLICT, REFUSED, Problem, unknown
from tallystick.web.api.reads import account_of
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.places import ledger_place, shared_ledger
from tallystick.web.registry.mistakes import moved_by

KeyText = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
IdempotencyKey = Annotated[KeyText, Header(alias="Idempotency-Key")]
Make = Callable[[Ledger, Posting | None], Posting]
"""Makes a posting, given the ledger and what stands under its key already."""


class ReceiptOut(Schema):
    """The answer to a posting: its number, and what the rules could not determine."""

    id: int
    status: Literal["posted", "already_posted"]
    findings: list[FindingOut]


class ProposalIn(Strict):
    """A posting that waits for another person's approval, until a deadline."""

    id: Name = Field(description="A new id for the proposal.")
    posting: PostingIn
    deadline: datetime = Field(description="With a time zone; until when it can be approved.")


class DecisionIn(Strict):
    """What is decided, and why."""

    decision: Literal["approve", "reject", "withdraw"]
    reason: Name


DONE = {200: ReceiptOut, 201: ReceiptOut, **WRITING}
WITHDRAWN_BY = {**PERMISSIONS, Correct.kind: "units.correct"}
"""What whoever takes back a proposal of a kind still has to hold."""

DECISIONS: dict[str, type[Decision]] = {"approve": Approve, "reject": Reject, "withdraw": Withdraw}


@router.post("/postings", response=DONE, tags=["write"], auth=KNOWN)
def post(request: HttpRequest, body: PostingIn, key: IdempotencyKey) -> Any:
    """Issue, first-transfer, transfer, use or cancel a block of units."""
    asked = posting(body)
    permission = PERMISSIONS[asked.kind]
    require_giver(caller(request), permission, asked)
    return write(request, permission, key, str(asked.block), lambda _, before: asked)


@router.post("/authorizations", response=DONE, tags=["write"], auth=KNOWN)
def authorize(request: HttpRequest, body: AuthorizationIn, key: IdempotencyKey) -> Any:
    """Record a version of an authorization; asks for `authorization.sign`."""
    asked = authorization(body)
    caller(request).require("authorization.sign", party=asked.party)
    return write(request, "authorization.sign", key, asked.id, lambda _, before: asked)


@router.post("/proposals", response=DONE, tags=["write"], auth=KNOWN)
def propose(request: HttpRequest, body: ProposalIn, key: IdempotencyKey) -> Any:
    """Propose a posting, which another person approves or rejects before the deadline."""
    carried = posting(body.posting)
    permission = PERMISSIONS[carried.kind]
    asks = caller(request)
    require_giver(asks, permission, carried)

    def make(_: Ledger, before: Posting | None) -> Propose:
        return proposed(asks, body.id, carried, body.deadline, before)

    return write(request, permission, key, body.id, make)


def proposed(
    asks: Caller, name: str, carried: Posting, deadline: datetime, before: Posting | None
) -> Propose:
    """Return a proposal of the caller's; asked again under its key, it keeps its instant."""
    at = before.at if isinstance(before, Propose) else datetime.now(UTC)
    return Propose(
        on=at.astimezone(UTC).date(),
        id=name,
        posting=carried,
        proposer=asks.person,
        at=at,
        deadline=deadline,
    )


@router.post("/proposals/{identifier}/decision", response=DONE, tags=["write"], auth=KNOWN)
def decide(
    request: HttpRequest,
    identifier: Annotated[Name, Path()],
    body: DecisionIn,
    key: IdempotencyKey,
) -> Any:
    """Approve, reject or withdraw a proposal; asks for `units.approve`, or to have proposed it."""
    proposal = _proposal(identifier)
    asks, carried = caller(request), proposal.posting
    withdraws = body.decision == "withdraw" and proposal.proposer == asks.person
    permission = WITHDRAWN_BY[carried.kind] if withdraws else "units.approve"
    for name in _givers(carried):
        _require_over(asks, permission, name)
    kind = DECISIONS[body.decision]

    def make(_: Ledger, before: Posting | None) -> Decision:
        at = before.at if isinstance(before, Decision) else datetime.now(UTC)
        on = at.astimezone(UTC).date()
        return kind(on=on, proposal=identifier, person=asks.person, at=at, reason=body.reason)

    return write(request, permission, key, identifier, make)


def _proposal(identifier: str) -> Propose:
    with open_ledger(ledger_place()) as ledger:
        found = [one.asked for one in ledger.proposals() if one.asked.id == identifier]
    if not found or not isinstance(found[0].posting, UnitPosting | Correct):
        raise unknown(identifier)
    return found[0]


def _givers(carried: Posting) -> set[str]:
    """Return the accounts that a proposal would take units from, or issue them to."""
    if isinstance(carried, UnitPosting):
        return {giver(carried)}
    assert isinstance(carried, Correct)  # noqa: S101 (`_proposal` returns no other)
    with open_ledger(ledger_place()) as ledger:
        opened = ledger.standing([carried.movement])[carried.movement]
    return {one.giver or "" for one in moved_by(carried, opened)}


def require_giver(asks: Caller, permission: str, asked: UnitPosting) -> None:
    """Ask for a permission over the account that gives, or is issued to."""
    _require_over(asks, permission, giver(asked))


def _require_over(asks: Caller, permission: str, name: str) -> None:
    record = account_of(name)
    asks.require(permission, party=record.party if record else "", account=name)


def posting_key(request: HttpRequest, key: str) -> str:
    """Return the key under which the ledger keeps a posting of the caller."""
    return f"api {caller(request).person} {key}"


def write(request: HttpRequest, action: str, key: str, subject: str, make: Make) -> Any:
    """Post under the user's key, in the audit trail, and answer."""
    own_key = posting_key(request, key)
    try:
        with (
            acting(request, action, door=Door.API, key=own_key, subject=subject, is_posting=True),
            open_ledger(ledger_place()) as ledger,
        ):
            receipt = _post(ledger, own_key, make)
    except Refused as refusal:
        raise Problem(REFUSED, findings=refusal.findings) from refusal
    except Conflict as conflict:
        raise Problem(KEY_CONFLICT, findings=[KEY_TAKEN.found(key=key)]) from conflict
    is_new = receipt.status is Posted.POSTED
    told = [finding.to_json() for finding in receipt.findings]
    code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return Status(code, {"id": receipt.id, "status": receipt.status.value, "findings": told})


def _post(ledger: Ledger, key: str, make: Make) -> Receipt:
    try:
        asked = make(ledger, ledger.standing([key]).get(key))
    except ValueError as error:
        text = str(error)
        raise Problem(INVALID, Text(text, f"内容自相矛盾：{text}")) from error
    return shared_ledger().post(asked, key=key)
