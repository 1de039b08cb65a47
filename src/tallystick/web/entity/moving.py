"""Transfer and cancellation: a preview of what the ledger finds, then the movement or a proposal.

Where the account that gives demands it, what is sent is a proposal that a second person approves.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tallystick.article6.postings.control_approval_rules import earliest_approval
from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.records import OpenAccount, Posting
from tallystick.ledger import Conflict, Ledger, Receipt, Refused, open_ledger
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.reading import Reader, reading
from tallystick.web.approvals.waiting import person
from tallystick.web.audit.trail import acting
from tallystick.web.entity.accounts import account_asked, within_reach
from tallystick.web.entity.asking import (
    NotUnitsError,
    Wanted,
    cancellation_of,
    ending_of,
    or_proposed,
    rehearse,
    transfer_of,
)
from tallystick.web.entity.forms import Cancelling, Moving, Transferring
from tallystick.web.languages import pick
from tallystick.web.people.models import User
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place, shared_ledger
from tallystick.web.presenting import findings_told

KEY_LENGTH_MAX = 100


@dataclass(frozen=True, slots=True)
class Movement:
    """A way of moving units: its permission, its words, and how it is asked of the ledger."""

    permission: str
    title: Callable[[], str]
    lead: Callable[[], str]
    posting: Callable[[Reader, Wanted], Posting]


TRANSFER = Movement(
    "units.transfer",
    lambda: _("Transfer units"),
    lambda: _("Between Parties the first transfer of units is booked as such by itself."),
    transfer_of,
)
CANCELLATION = Movement(
    "units.cancel",
    lambda: _("Cancel units"),
    lambda: _("Cancelled units never move again; a certificate with its proof stays."),
    cancellation_of,
)


@needs(TRANSFER.permission)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest) -> HttpResponse:
    """Move units to another account."""
    with reading(ledger_place()) as reader:
        givers = sorted(within_reach(request.user, TRANSFER.permission, reader))
        form = Transferring(givers, request.POST or None, initial=request.GET.dict())
        return _answer(request, TRANSFER, form, reader)


@needs(CANCELLATION.permission)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest) -> HttpResponse:
    """Bring units to their end, with a certificate."""
    with reading(ledger_place()) as reader:
        givers = within_reach(request.user, CANCELLATION.permission, reader)
        takers = _takers(reader, {one.party for one in givers.values()})
        told = request.POST or None
        form = Cancelling(sorted(givers), takers, told, initial=request.GET.dict())
        return _answer(request, CANCELLATION, form, reader)


def _takers(reader: Reader, parties: set[str]) -> list[tuple[str, str]]:
    """Return the accounts of Parties that take cancelled units, with what they are for."""
    opened: list[OpenAccount] = reader.records(OpenAccount)
    return [
        (one.id, f"{one.id} ({pick(account_kinds()[one.account_kind].label)})")
        for one in opened
        if one.party in parties and ending_of(one.account_kind)
    ]


def _answer(request: HttpRequest, movement: Movement, form: Moving, reader: Reader) -> HttpResponse:
    """Show the form, the preview of what it asks, or do it."""
    key = request.POST.get("key", "")[:KEY_LENGTH_MAX] or secrets.token_hex(16)
    context: dict[str, Any] = {"form": form, "key": key}
    context |= {"title": movement.title(), "lead": movement.lead()}
    step = request.POST.get("step", "")
    if request.method != "POST" or not form.is_valid() or step == "change":
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
        return render(request, "entity/move.html", context, status=status)
    wanted = form.wanted()
    account_asked(request.user, movement.permission, reader, wanted.giver)
    try:
        posting = movement.posting(reader, wanted)
    except NotUnitsError:
        form.add_error("series", _("The ledger knows no such units under Article 6."))
        return render(request, "entity/move.html", context, status=HTTPStatus.BAD_REQUEST)
    asked = _asked(request, posting, reader, wanted.giver, key)
    if step == "confirm":
        done = _done(request, movement, wanted, asked, key)
        if done is not None:
            return done
    return render(request, "entity/preview.html", {**context, **_preview(asked, wanted, key)})


def _asked(request: HttpRequest, posting: Posting, reader: Reader, giver: str, key: str) -> Posting:
    """Return the posting, or the proposal of it where a second person has to approve."""
    if not isinstance(request.user, User):
        raise PermissionDenied("units.transfer")
    return or_proposed(posting, reader, giver, name=f"page-{key}", by=person(request.user))


def _preview(asked: Posting, wanted: Wanted, key: str) -> dict[str, Any]:
    with open_ledger(ledger_place()) as ledger:
        found = rehearse(ledger, asked, f"preview {key}")
        ready = earliest_approval(asked, _control(ledger)) if isinstance(asked, Propose) else None
    return {
        "wanted": wanted,
        "kind": (asked.posting if isinstance(asked, Propose) else asked).kind,
        "quantity_t": wanted.range.quantity,
        "findings": findings_told(found.findings),
        "is_refused": found.is_refused,
        "ready": ready,
        "deadline": asked.deadline if isinstance(asked, Propose) else None,
    }


def _control(ledger: Ledger) -> ControlFacts:
    return ControlFacts(settings={one.account: one for one in ledger.controls()})


def _done(
    request: HttpRequest, movement: Movement, wanted: Wanted, asked: Posting, key: str
) -> HttpResponse | None:
    """Post under the key of the form, in the audit trail; None where a rule refuses."""
    own_key = f"page user-{request.user.pk} {key}"
    subject = f"{wanted.giver} → {wanted.taker}: {wanted.range}"
    try:
        with (
            acting(request, movement.permission, key=own_key, subject=subject, is_posting=True),
            open_ledger(ledger_place()) as ledger,
        ):
            receipt = _posted(ledger, asked, own_key)
    except Refused as refusal:
        for finding in refusal.findings:
            messages.error(request, f"{pick(finding.message)} {pick(finding.fix)}")
        return None
    except Conflict:
        messages.error(request, _("This form was sent before with other content; look again."))
        return redirect("entity_account", wanted.giver)
    if isinstance(asked, Propose):
        messages.success(request, _("Proposed; a second person now approves or refuses it."))
        return redirect("entity_account", wanted.giver)
    messages.success(request, _("It was done."))
    if movement is CANCELLATION:
        return redirect("certificate", receipt.id)
    return redirect("entity_account", wanted.giver)


def _posted(ledger: Ledger, asked: Posting, key: str) -> Receipt:
    """Post; a proposal that was made before under this key keeps its instant."""
    before = ledger.standing([key]).get(key)
    if isinstance(before, Propose) and isinstance(asked, Propose) and before.id == asked.id:
        same = before.posting == asked.posting
        return shared_ledger().post(before if same else asked, key=key)
    return shared_ledger().post(asked, key=key)
