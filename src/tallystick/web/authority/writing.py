"""Writing to the ledger from a page: once under its key, in the audit trail, refusals in words."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Finding
from tallystick.ledger import Conflict, Ledger, Receipt, Refused, open_ledger
from tallystick.ledger.control.conflict import KEY_TAKEN
from tallystick.web.approvals.waiting import person
from tallystick.web.audit.trail import acting
from tallystick.web.authority.scope import known_user
from tallystick.web.places import ledger_place, shared_ledger

DAYS_TO_DECIDE = 7
"""How long a proposal waits for a second person, if the proposer says nothing else."""

Make = Callable[[Posting | None], Posting]
"""Makes a posting, given what stands under its key already."""


def new_key() -> str:
    """Return a key for a form, which all sendings of the form share."""
    return str(uuid4())


def own_key(request: HttpRequest, permission: str) -> str:
    """Return the ledger's key of a form, never that of another user; ValueError for none."""
    key = UUID(request.POST.get("key", ""))
    return f"page {person(known_user(request, permission))} {key}"


def write(request: HttpRequest, permission: str, key: str, subject: str, make: Make) -> Receipt:
    """Post what is made; the same key with the same body posts once.

    Raises Refused with findings, also where the key stands for something else.
    """
    try:
        with (
            open_ledger(ledger_place()) as ledger,
            acting(request, permission, key=key, subject=subject, is_posting=True),
        ):
            return shared_ledger().post(make(ledger.standing([key]).get(key)), key=key)
    except Conflict as conflict:
        raise Refused([KEY_TAKEN.found(key=key)]) from conflict


def foreseen(ledger: Ledger, posting: Posting) -> Sequence[Finding]:
    """Say what the ledger would answer, with nothing written."""
    try:
        with ledger.rehearsal():
            return ledger.post(posting, key=f"rehearsal {uuid4()}").findings
    except Refused as refusal:
        return refusal.findings


def proposal(posting: Posting, name: str, proposer: str, before: Posting | None) -> Propose:
    """Wrap a posting for a second person to decide; asked again, it is what it was before."""
    at = before.at if isinstance(before, Propose) else datetime.now(UTC)
    return Propose(
        on=at.date(),
        id=name,
        posting=posting,
        proposer=proposer,
        at=at,
        deadline=at + timedelta(days=DAYS_TO_DECIDE),
    )
