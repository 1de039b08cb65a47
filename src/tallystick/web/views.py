"""The public pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tallystick import law
from tallystick.web import presenting
from tallystick.web.citations import anchor
from tallystick.web.context import THEMES
from tallystick.web.languages import is_chinese
from tallystick.web.opendata.cursors import BadCursorError
from tallystick.web.overview import overview
from tallystick.web.people.power import public

STATUSES = {
    "confirmed": lambda: _("confirmed"),
    "corrected": lambda: _("corrected"),
    "new": lambda: _("added"),
    "unverified": lambda: _("not verified"),
    "design": lambda: _("our design"),
}
"""How well it is known what a paragraph says."""

A_YEAR = 365 * 24 * 3600


@public
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Show each transfer's way, both Parties' balances and the findings."""
    try:
        seen = overview(settings.LEDGER, request.GET.get("cursor"))
    except BadCursorError as error:
        raise Http404 from error
    context = {**presenting.page(seen), "page": "transfers"}
    return render(request, "web/transfers.html", context)


@public
@require_safe
def law_page(request: HttpRequest) -> HttpResponse:
    """Gloss every paragraph that a number or a finding can link to."""
    decisions: dict[str, list[dict[str, str]]] = {}
    for paragraph in law.paragraphs().values():
        decisions.setdefault(paragraph.id.split(" ")[0], []).append(
            {
                "id": paragraph.id,
                "anchor": anchor(paragraph.id),
                "status": STATUSES[paragraph.status](),
                "gloss": paragraph.gloss_zh if is_chinese() else paragraph.gloss_en,
            }
        )
    listed = [
        {"name": name, "anchor": f"decision-{anchor(name)}", "paragraphs": paragraphs}
        for name, paragraphs in decisions.items()
    ]
    return render(request, "web/law.html", {"decisions": listed, "page": "law"})


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep which colours one wants, and go back to where one was."""
    to = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()):
        to = "/"
    response = HttpResponseRedirect(to)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        response.set_cookie(
            "tallystick_theme", wanted, max_age=A_YEAR, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("tallystick_theme")
    return response
