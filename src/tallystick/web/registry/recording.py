"""Recording on a page: the form, what the ledger would say, and then one record under its key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tallystick.article6.postings.records import Record
from tallystick.core.findings import Finding
from tallystick.ledger import Refused, open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.authority.scope import desk
from tallystick.web.authority.writing import foreseen, own_key, write
from tallystick.web.people.power import View, needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told
from tallystick.web.registry.belonging import belongs
from tallystick.web.registry.fields import RecordForm
from tallystick.web.registry.known import known
from tallystick.web.registry.showing import show


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of record: its name in addresses, its permission and form, its paragraph.

    `back` is the name of the page that shows what is on record.
    """

    name: str
    permission: str
    form: type[RecordForm]
    title: Callable[[], str]
    source: str
    back: str


def page(act: Act) -> View:
    """Return the page of a kind of record."""

    @needs(act.permission)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def record(request: HttpRequest, code: str) -> HttpResponse:
        """Show the form, then what would be found, then record it once."""
        context = desk(request, code, act.permission)
        form = _form(act, code, request)
        if not form.is_bound or not form.is_valid():
            return _show(request, context, act, form)
        asked = form.posting()
        with reading(ledger_place()) as reader:
            if not belongs(reader, asked, code):
                raise PermissionDenied(act.permission)
        if "do" not in request.POST:
            with open_ledger(ledger_place()) as ledger:
                found = list(foreseen(ledger, asked))
            return _show(request, context, act, form, found)
        return _recorded(request, context, act, form, asked)

    return record


def _form(act: Act, code: str, request: HttpRequest) -> RecordForm:
    with reading(ledger_place()) as reader:
        offered = known(reader, code)
    if request.method == "POST":
        return act.form(offered, request.POST)
    form = act.form(offered, initial=request.GET.dict())
    form.initial = {**form.shown(), **form.initial}
    return form


def _show(
    request: HttpRequest,
    context: dict[str, Any],
    act: Act,
    form: RecordForm,
    found: list[Finding] | None = None,
) -> HttpResponse:
    told = {"form": form, "title": act.title(), "source": act.source, "back": act.back}
    return show(request, "registry/record.html", {**context, **told}, found)


def _recorded(
    request: HttpRequest, context: dict[str, Any], act: Act, form: RecordForm, asked: Record
) -> HttpResponse:
    """Record once under the form's key; a refusal shows the form again."""
    try:
        key = own_key(request, act.permission)
        receipt = write(request, act.permission, key, asked.subject, lambda _before: asked)
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return _show(request, context, act, form)
    except Refused as refusal:
        return _show(request, context, act, form, list(refusal.findings))
    form.recorded()
    for finding in findings_told(receipt.findings):
        messages.warning(request, f"{finding['code']}: {finding['message']}")
    messages.success(request, _("It is on record."))
    return redirect(act.back, context["party"])
