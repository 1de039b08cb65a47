"""Pledges of an entity: units of its accounts that secure a claim, and those that secure its own.

Who has pledged does not release: the beneficiary does, where it is an account, or the registry of
the Party.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tallystick.article6.postings.control_records import Pledge
from tallystick.article6.postings.records import OpenAccount, Record
from tallystick.ledger import Refused, open_ledger
from tallystick.ledger.reading import Reader, reading
from tallystick.web.authority.writing import foreseen, own_key, write
from tallystick.web.entity.accounts import within_reach
from tallystick.web.people.power import Someone, may, needs
from tallystick.web.places import ledger_place
from tallystick.web.registry.fields import RecordForm
from tallystick.web.registry.known import Known
from tallystick.web.registry.showing import show
from tallystick.web.registry.term_forms import PledgeForm, ReleaseForm

PERMISSION, TEMPLATE = "units.pledge", "entity/pledge.html"


def pledges_seen(user: Someone, reader: Reader) -> tuple[Known, list[Pledge]]:
    """Return what a user may pledge and release, and every pledge that concerns the user."""
    own = within_reach(user, PERMISSION, reader)
    standing = [one for one in reader.restraints() if isinstance(one, Pledge)]
    seen = [one for one in standing if own.keys() & {one.account, one.beneficiary}]
    offered = {one.id: one for one in seen if may_release(user, one, own)}
    return Known("", own, (), {}, {}, pledges=offered), seen


def may_release(user: Someone, pledge: Pledge, own: Mapping[str, OpenAccount]) -> bool:
    """Whether a user acts for who is secured, or for the registry of the account's Party."""
    account = own.get(pledge.account)
    is_registry = account is not None and may(user, PERMISSION, party=account.party)
    return is_registry or pledge.beneficiary in own


@needs(PERMISSION)
@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """List the pledges on one's accounts and those that secure them."""
    with reading(ledger_place()) as reader:
        offered, seen = pledges_seen(request.user, reader)
    rows = [{"pledge": one, "may_release": one.id in offered.pledges} for one in seen]
    return render(request, "entity/pledges.html", {"rows": rows, "accounts": offered.accounts})


@needs(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest) -> HttpResponse:
    """Pledge units of an account that one acts for."""
    return _answer(request, PledgeForm, lambda: _("Pledge units"))


@needs(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest) -> HttpResponse:
    """Release a pledge as who it secures, or as the registry."""
    return _answer(request, ReleaseForm, lambda: _("Release a pledge"))


def _answer(request: HttpRequest, kind: type[RecordForm], title: Callable[[], str]) -> HttpResponse:
    """Show the form, what the ledger would find, or record it once."""
    with reading(ledger_place()) as reader:
        offered, _seen = pledges_seen(request.user, reader)
    told = request.POST if request.method == "POST" else None
    form = kind(offered, told, initial=request.GET.dict())
    context: dict[str, Any] = {"form": form, "title": title()}
    if told is None or not form.is_valid():
        return show(request, TEMPLATE, context)
    asked = form.posting()
    if "do" in request.POST:
        return _recorded(request, context, asked)
    with open_ledger(ledger_place()) as ledger:
        return show(request, TEMPLATE, context, list(foreseen(ledger, asked)))


def _recorded(request: HttpRequest, context: dict[str, Any], asked: Record) -> HttpResponse:
    """Record once under the form's key; a refusal shows the form again."""
    try:
        key = own_key(request, PERMISSION)
        write(request, PERMISSION, key, asked.subject, lambda _before: asked)
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return show(request, TEMPLATE, context)
    except Refused as refusal:
        return show(request, TEMPLATE, context, list(refusal.findings))
    messages.success(request, _("It is on record."))
    return redirect("pledges")
