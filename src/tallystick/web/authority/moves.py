"""Issuing, transferring, using and cancelling units: a preview first, then one posting."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tallystick.article6.postings.movements import UnitPosting
from tallystick.core.findings import Finding, refused, worst
from tallystick.ledger import Ledger, Refused, open_ledger
from tallystick.web.approvals.views import WORDS
from tallystick.web.approvals.waiting import person
from tallystick.web.authority import move_forms
from tallystick.web.authority.scope import accounts_within, can_do, known_user
from tallystick.web.authority.writing import foreseen, new_key, own_key, proposal, write
from tallystick.web.people.power import View, needs, require
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told

APPROVAL = "APPROVAL"
"""The rule that sends a posting to a second person."""

Form = move_forms.UnitsForm


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of action on units: its form and the permission over the giving account."""

    kind: str
    form: type[Form]
    permission: str


def view(way: Way) -> View:
    """Return the page of a kind of action."""

    @needs(way.permission)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def move(request: HttpRequest) -> HttpResponse:
        """Show the form, then what would happen, then make it happen once."""
        with open_ledger(ledger_place()) as ledger:
            own = accounts_within(request, way.permission, ledger)
            form = way.form(
                own, request.POST if request.method == "POST" else None, initial=request.GET.dict()
            )
            if request.method != "POST" or not form.is_valid():
                return _show(request, way, form)
            asked = form.posting()
            _require(request, way, asked, ledger)
            if "do" not in request.POST:
                me = person(known_user(request, "units.transfer"))
                return _show(request, way, form, *looked_ahead(ledger, asked, me))
        return _done(request, way, form, asked)

    return move


def _require(request: HttpRequest, way: Way, asked: UnitPosting, ledger: Ledger) -> None:
    """Ask for the permission over the account that gives, or is issued to."""
    name = getattr(asked, "from_account", asked.to_account)
    party = next((one.party for one in ledger.accounts() if one.id == name), "")
    require(request.user, way.permission, party=party, account=name)


def looked_ahead(ledger: Ledger, asked: UnitPosting, me: str) -> tuple[list[Finding], bool]:
    """Say what the ledger would find, and whether a second person has to approve."""
    found = list(foreseen(ledger, asked))
    others = [one for one in found if one.code != APPROVAL]
    waits = len(others) < len(found)
    if waits:
        carried = proposal(asked, f"rehearsal {new_key()}", me, None)
        others = [*others, *foreseen(ledger, carried)]
    return others, waits


def _show(
    request: HttpRequest,
    way: Way,
    form: Form,
    found: list[Finding] | None = None,
    waits: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": WORDS[way.kind](),
        "way": way.kind,
        "can": can_do(request),
        "key": request.POST.get("key") or new_key(),
        "is_previewed": found is not None,
        "findings": findings_told(found or ()),
        "outcome": worst(found or ()).value,
        "is_refused": refused(found or ()),
        "waits": waits,
        "quantity_t": form.block().quantity if found is not None else None,
    }
    wrong = form.is_bound and not form.is_valid()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong or refused(found or ()) else HTTPStatus.OK
    return render(request, "authority/move.html", context, status=status)


def _done(request: HttpRequest, way: Way, form: Form, asked: UnitPosting) -> HttpResponse:
    """Post or propose, once under the form's key; a refusal shows the form again."""
    try:
        key = own_key(request, way.permission)
    except ValueError:
        return _show(request, way, form)
    me, name = person(known_user(request, way.permission)), key.rpartition(" ")[2]
    propose = request.POST["do"] == "propose"
    try:
        receipt = write(
            request,
            way.permission,
            key,
            name if propose else str(asked.block),
            lambda before: proposal(asked, f"P-{UUID(name)}", me, before) if propose else asked,
        )
    except Refused as refusal:
        return _show(request, way, form, list(refusal.findings))
    said = _("Proposed; it waits for a second person.") if propose else _("Posted.")
    for finding in findings_told(receipt.findings):
        messages.warning(request, f"{finding['code']}: {finding['message']}")
    messages.success(request, said)
    return redirect("holdings")


def _way(kind: str, form: type[Form], permission: str) -> tuple[str, Any]:
    return kind, view(Way(kind, form, permission))


VIEWS = dict(
    (
        _way("issuance", move_forms.IssueForm, "units.issue"),
        _way("first_transfer", move_forms.FirstTransferForm, "units.transfer"),
        _way("transfer", move_forms.TransferForm, "units.transfer"),
        _way("use", move_forms.UseForm, "units.use"),
        _way("cancellation", move_forms.CancelForm, "units.cancel"),
    )
)
"""The page of each kind of action."""
