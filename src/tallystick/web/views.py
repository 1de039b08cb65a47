"""The public pages."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick import __version__, law
from tallystick.ledger import LedgerError, open_ledger
from tallystick.web import presenting
from tallystick.web.citations import anchor
from tallystick.web.languages import choices, is_chinese
from tallystick.web.overview import overview


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Show each transfer's way, both Parties' balances and the findings."""
    context = {**presenting.page(overview(settings.LEDGER)), "page": "transfers"}
    return _page(request, "web/transfers.html", context)


@require_safe
def law_page(request: HttpRequest) -> HttpResponse:
    """Gloss every paragraph that a number or a finding can link to."""
    decisions: dict[str, list[dict[str, str]]] = {}
    for paragraph in law.paragraphs().values():
        decisions.setdefault(paragraph.id.split(" ")[0], []).append(
            {
                "id": paragraph.id,
                "anchor": anchor(paragraph.id),
                "status": paragraph.status,
                "gloss": paragraph.gloss_zh if is_chinese() else paragraph.gloss_en,
            }
        )
    listed = [
        {"name": name, "anchor": f"decision-{anchor(name)}", "paragraphs": paragraphs}
        for name, paragraphs in decisions.items()
    ]
    return _page(request, "web/law.html", {"decisions": listed, "page": "law"})


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the ledger can be read."""
    try:
        with open_ledger(settings.LEDGER) as ledger:
            ledger.accounts()
    except LedgerError:
        return JsonResponse({"status": "down"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "up", "version": __version__})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address leads nowhere, and where to go on."""
    return _page(request, "web/not_found.html", {}, HTTPStatus.NOT_FOUND)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    common = {"version": __version__, "languages": choices(request)}
    return render(request, template, {**common, **context}, status=status)
