"""What the public pages share: how they are rendered, and what a query asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Text
from tallystick.law import agreement_words
from tallystick.web.languages import pick
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.opendata.listing import LIMIT, Asked


def page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a public page in the language of its address."""
    return render(request, f"public/{template}", context)


def day_asked(request: HttpRequest) -> date:
    """Return the day that `on` names, or today; raises Http404 for what is no day."""
    text = request.GET.get("on", "")
    try:
        return day(date.fromisoformat(text) if text else None)
    except ValueError as error:
        raise Http404(text) from error


def asked(request: HttpRequest, limit: int = LIMIT) -> Asked:
    """Return which part of a list a page shows."""
    party = request.GET.get("party", "") or None
    on = day_asked(request) if request.GET.get("on") else None
    return Asked(limit, request.GET.get("cursor"), party, on)


def word(text: str | None) -> str:
    """Return a word of agreement files in the language of the page, itself where it is none."""
    if text is None:
        return ""
    told = agreement_words().get(text)
    return pick(Text(*told)) if told else text.replace("_", " ")


def party_name(code: str) -> str:
    """Return the name of a Party, or its code where it is unknown."""
    return pick(PARTIES[code].name) if code in PARTIES else code


def titled(row: Mapping[str, Any], field: str = "title") -> str:
    """Return the title or name of a row in the language of the page."""
    return pick(Text(str(row[f"{field}_en"]), str(row[f"{field}_zh"])))
