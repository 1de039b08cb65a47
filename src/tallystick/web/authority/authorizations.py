"""Authorizations of a Party: drafted with live findings, changed and revoked as new versions."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.article6.authorization.elements import ELEMENTS, Documents, elements_of
from tallystick.article6.authorization.history import state_on
from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.letter import stated
from tallystick.core.findings import worst
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.audit.trail import acting
from tallystick.web.authority import drafts
from tallystick.web.authority.authorization_form import AuthorizationForm, initial
from tallystick.web.authority.dossiers import (
    findings_on,
    histories_of,
    next_version,
    version_of,
    versions_of,
)
from tallystick.web.authority.keeping import versions as kept
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.scope import desk, known_user
from tallystick.web.authority.stating import as_file
from tallystick.web.authority.words import STANDINGS, STATES
from tallystick.web.languages import pick
from tallystick.web.people.power import needs
from tallystick.web.presenting import findings_told

NEW = "new"


@needs("adjustment.read")
@require_safe
def authorizations(request: HttpRequest, code: str) -> HttpResponse:
    """List the authorizations of a Party with their state today, and its drafts."""
    context = desk(request, code, "adjustment.read")
    rows = [_row(each, context["today"]) for each in histories_of(code)]
    drafted = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, is_open=True)
    shown = list(drafted) if context["can"]["authorization_draft"] else []
    return render(
        request, "authority/authorizations.html", {**context, "rows": rows, "drafts": shown}
    )


def _row(history: list[Authorize], today: date) -> dict[str, Any]:
    newest = history[-1]
    return {
        "id": newest.id,
        "approach": newest.approach,
        "version": newest.version,
        "on": newest.on,
        "state": STATES[state_on(history, today)](),
        "quantity_t": newest.authorized_quantity_t,
    }


@needs("adjustment.read")
@require_safe
def authorization(request: HttpRequest, code: str, identifier: str) -> HttpResponse:
    """Show an authorization: its elements, its versions and its letters."""
    context = desk(request, code, "adjustment.read")
    history = [one for one in versions_of(identifier) if one.party == code]
    if not history:
        raise Http404(identifier)
    newest = history[-1]
    standings = elements_of(Documents(newest)).standings
    context |= {
        "row": _row(history, context["today"]),
        "versions": [_row([one], max(one.on, context["today"])) for one in history],
        "letters": kept(code, Kind.AUTHORIZATION, identifier),
        "elements": [
            {
                "letter": one.letter,
                "label": pick(one.label),
                "standing": STANDINGS[standings[one.letter]](),
                "value": pick(stated(newest, one)),
                "source": f"4/CMA.6 para 5({one.letter})",
            }
            for one in ELEMENTS
        ],
    }
    return render(request, "authority/authorization.html", context)


@needs("authorization.draft")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, code: str, identifier: str = NEW) -> HttpResponse:
    """Write a draft: a first version, a change or a revocation of what is on record."""
    context = desk(request, code, "authorization.draft")
    if request.method != "POST":
        return _edit(request, context, _opened(code, identifier))
    form = AuthorizationForm(request.POST)
    if not form.is_valid():
        return _edit(request, context, form, status=422)
    file = form.to_file(next_version(code, form.cleaned_data["id"]))
    try:
        version_of(code, file)
        _save(request, code, file)
    except Damaged as damaged:
        return _edit(request, context, form, damaged.findings, 422)
    except drafts.OvertakenError:
        form.add_error(None, _("Somebody else saved this draft meanwhile; open it again."))
        return _edit(request, context, form, status=409)
    messages.success(request, _("The draft is saved; it waits for a signature."))
    return redirect("authorization_draft", code, file["id"])


def _save(request: HttpRequest, code: str, file: dict[str, Any]) -> None:
    given = request.POST.get("revision", "0")
    revision = int(given) if given.isascii() and given.isdigit() else 0
    by = known_user(request, "authorization.draft")
    with acting(request, "authorization.draft", subject=file["id"]):
        drafts.save(by, code, Kind.AUTHORIZATION, file["id"], file, revision)


def _opened(code: str, identifier: str) -> AuthorizationForm:
    """Open the draft, else begin the next version from the newest on record."""
    if identifier == NEW:
        return AuthorizationForm()
    found = drafts.find(code, Kind.AUTHORIZATION, identifier)
    if found is not None:
        form = AuthorizationForm(initial=initial(found.content))
        form.revision = found.revision
        return form
    history = [one for one in versions_of(identifier) if one.party == code]
    if not history:
        raise Http404(identifier)
    told = {**initial(as_file(history[-1])), "date": timezone.localdate(), "effective": None}
    return AuthorizationForm(initial=told)


def _edit(
    request: HttpRequest,
    context: dict[str, Any],
    form: AuthorizationForm,
    found: Any = (),
    status: int = 200,
) -> HttpResponse:
    revision = request.POST.get("revision") or form.revision
    judged = list(found)
    if not form.is_bound and form.revision:
        saved = drafts.find(context["party"], Kind.AUTHORIZATION, str(form.initial["id"]))
        judged = findings_on(version_of(context["party"], saved.content)) if saved else []
    context |= {
        "form": form,
        "revision": revision,
        "is_saved": bool(form.revision),
        "findings": findings_told(judged),
        "outcome": worst(judged).value,
    }
    return render(request, "authority/draft.html", context, status=status)


@needs("authorization.draft")
@require_POST
def findings(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is found against the form as it stands, while it is being filled in."""
    desk(request, code, "authorization.draft")
    form = AuthorizationForm(request.POST)
    try:
        if not form.is_valid():
            return render(request, "authority/_findings.html", {"is_unfinished": True})
        file = form.to_file(next_version(code, form.cleaned_data["id"]))
        found = findings_on(version_of(code, file))
    except Damaged as damaged:
        found = list(damaged.findings)
    told = {"findings": findings_told(found), "outcome": worst(found).value}
    return render(request, "authority/_findings.html", told)
