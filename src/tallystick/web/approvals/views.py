"""The page where a second person approves or refuses what a first one proposed."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tallystick.article6.postings.control_approvals import Approve, Reject, State
from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.control_moves import Passage, passages
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Conflict, Refused, open_ledger
from tallystick.web.approvals.waiting import Waiting, person, waiting
from tallystick.web.audit.trail import acting
from tallystick.web.languages import pick
from tallystick.web.people.models import User
from tallystick.web.people.power import needs, reach
from tallystick.web.places import shared_ledger

STATES = {
    State.PROPOSED: lambda: _("waits"),
    State.POSTED: lambda: _("approved"),
    State.VOIDED: lambda: _("refused or withdrawn"),
    State.EXPIRED: lambda: _("expired"),
}
WORDS = {
    "issuance": lambda: _("Issuance"),
    "first_transfer": lambda: _("First transfer"),
    "transfer": lambda: _("Transfer"),
    "use": lambda: _("Use"),
    "cancellation": lambda: _("Cancellation"),
    "move": lambda: _("Movement of units"),
    "correction": lambda: _("Correction"),
}
SHOWN = 50


@needs("units.approve")
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """List what waits for approval and what became of the last proposals."""
    within = reach(request.user, "units.approve")
    with open_ledger(settings.LEDGER) as ledger:
        found = list(waiting(ledger, within, timezone.now()))
    found.sort(key=lambda one: one.state is not State.PROPOSED)
    me = person(request.user) if isinstance(request.user, User) else ""
    context = {"proposals": [_shown(one, me) for one in found[:SHOWN]]}
    return render(request, "web/approvals/approvals.html", context)


def _shown(one: Waiting, me: str) -> dict[str, Any]:
    asked = one.proposal.asked
    word = WORDS.get(asked.posting.kind)
    return {
        "id": asked.id,
        "what": word() if word else asked.posting.kind,
        "proposer": _("you") if asked.proposer == me else asked.proposer,
        "at": asked.at,
        "ready": one.ready,
        "deadline": asked.deadline,
        "state": STATES[one.state](),
        "is_open": one.state is State.PROPOSED and asked.proposer != me,
        "facts": list(map(_fact, one.passages)),
        "mistake": _undone(one.mistake) if one.mistake else None,
        "reason": asked.posting.reason if isinstance(asked.posting, Correct) else "",
    }


def _fact(moved: Passage) -> dict[str, str]:
    return {
        "label": f"{moved.giver or '–'} → {moved.taker}",
        "text": f"{moved.quantity:,} " + " – ".join(map(str, moved.place.values())),
    }


def _undone(mistake: Posting) -> dict[str, Any]:
    """Return what a correction undoes, to be looked at beside what goes back."""
    word = WORDS.get(mistake.kind)
    facts = list(map(_fact, passages(mistake, ControlFacts())))
    return {"what": word() if word else mistake.kind, "on": mistake.on, "facts": facts}


@needs("units.approve")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or refuse a proposal within reach; the ledger's rules have the last word."""
    name, reason = request.POST.get("proposal", ""), request.POST.get("reason", "").strip()
    kind = {"approve": Approve, "reject": Reject}.get(request.POST.get("decision", ""))
    if kind is None or not reason or not isinstance(request.user, User):
        messages.error(request, _("Choose what to decide, and say why."))
        return redirect("approvals")
    now, within = datetime.now(UTC), reach(request.user, "units.approve")
    key = f"{kind.kind} {name} by {person(request.user)} at {now.isoformat()}"
    try:
        with (
            open_ledger(settings.LEDGER) as ledger,
            acting(request, "units.approve", key=key, subject=name, is_posting=True),
        ):
            if name not in {one.proposal.asked.id for one in waiting(ledger, within, now)}:
                raise PermissionDenied("units.approve")
            said = kind(
                on=now.date(), proposal=name, person=person(request.user), at=now, reason=reason
            )
            shared_ledger().post(said, key=key)
    except Refused as error:
        for finding in error.findings:
            messages.error(request, f"{pick(finding.message)} {pick(finding.fix)}")
    except Conflict:
        messages.error(request, _("This was decided in the meantime."))
    else:
        messages.success(request, _("Your decision is on record."))
    return redirect("approvals")
