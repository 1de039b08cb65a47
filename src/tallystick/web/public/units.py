"""Search, and the page of a range of units: its life and who has it."""

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Authorize, RecordApproach
from tallystick.core.identifiers import parse_full_id
from tallystick.io.catalogue import catalogue
from tallystick.law import systems
from tallystick.ledger.reading import Reader, reading
from tallystick.web.people.power import public
from tallystick.web.places import ledger_place
from tallystick.web.public.pages import page, party_name
from tallystick.web.public.steps import Step, steps

LONGEST_QUERY = 200
HITS_MAX = 50
_RANGE = re.compile(r"(\S+)\s+(\d{1,18})(?:\s*(?:-|–|to|至)\s*(\d{1,18}))?")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found."""

    kind: str
    name: str
    url: str


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find units by identifier, and Parties, approaches, authorizations, agreements, systems."""
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = units_named(asked)
    if found is not None:
        return redirect("unit", found.series, found.first, found.last)
    hits = find(asked) if asked else []
    context = {"asked": asked, "hits": hits[:HITS_MAX], "more": len(hits) > HITS_MAX}
    return page(request, "search.html", {**context, "page": "search"})


def units_named(text: str) -> Range | None:
    """Read an identifier with its five components, or a series with a serial or two."""
    try:
        series, serial = parse_full_id(text)
        return Range(str(series), serial, serial)
    except ValueError:
        match = _RANGE.fullmatch(text)
    if match is None:
        return None
    first, last = int(match[2]), int(match[3] or match[2])
    return Range(match[1], first, last) if 1 <= first <= last else None


def find(text: str) -> list[Hit]:
    """Look for a text in codes, ids and names, whatever its case."""
    wanted = text.casefold()
    with reading(ledger_place()) as reader:
        recorded = list(_recorded(reader))
    return [
        Hit(kind, f"{name} ({code})" if name != code else code, url)
        for kind, code, name, words, url in [*_catalogued(), *recorded]
        if wanted in words.casefold()
    ]


Place = tuple[str, str, str, str, str]


def _catalogued() -> list[Place]:
    return [
        *(
            (
                _("Party"),
                code,
                party_name(code),
                f"{code} {one.name.en} {one.name.zh}",
                reverse("party", args=[code]),
            )
            for code, one in PARTIES.items()
        ),
        *(
            (
                _("Agreement"),
                one.id,
                one.title.en if one.title else one.id,
                f"{one.id} {one.title.en if one.title else ''} {one.title.zh if one.title else ''}",
                reverse("agreement", args=[one.id]),
            )
            for one in catalogue().values()
        ),
        *(
            (
                _("System"),
                one.id,
                one.name_en,
                f"{one.id} {one.name_en} {one.name_zh}",
                reverse("system", args=[one.id]),
            )
            for one in systems().values()
        ),
    ]


def _recorded(reader: Reader) -> list[Place]:
    approaches = {one.id: one for one in reader.records(RecordApproach)}
    authorizations = {one.id: one for one in reader.records(Authorize)}
    return [
        *(
            (
                _("Cooperative approach"),
                one.id,
                one.title.en,
                f"{one.id} {one.title.en} {one.title.zh}",
                reverse("approach", args=[one.id]),
            )
            for one in approaches.values()
        ),
        *(
            (_("Authorization"), one.id, one.id, one.id, reverse("authorization", args=[one.id]))
            for one in authorizations.values()
        ),
    ]


def life_of(series: str, first: int, last: int) -> tuple[list[Step], list[str]]:
    """Return the steps of a range of units, and the Parties that first transferred what is left.

    Raises Http404 for units that the ledger does not know.
    """
    if not 1 <= first <= last < 1 << 62:
        raise Http404
    with reading(ledger_place()) as reader:
        entries = reader.lives([Range(series, first, last)])
        holders = reader.holders(series, first, last)
    if not entries:
        raise Http404
    return steps(entries), sorted({one.units.first_transferred_by or "" for one in holders} - {""})


@public
@require_safe
def unit(request: HttpRequest, series: str, first: int, last: int) -> HttpResponse:
    """Show the life of a range of units and who holds it."""
    life, parties = life_of(series, first, last)
    context = {
        "series": series,
        "first": first,
        "last": last,
        "quantity_t": last - first + 1,
        "steps": life,
        "first_transferred_by": [party_name(code) for code in parties],
        "page": "search",
    }
    return page(request, "unit.html", context)
