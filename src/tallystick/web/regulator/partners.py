"""The search for a partner: every other system, how alike it is and what a link would save."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick import law
from tallystick.linking.compatibility import parameters
from tallystick.linking.compatibility import partners as rank
from tallystick.linking.systems import profiles
from tallystick.market.simulation import frontier, pair_gains
from tallystick.web.opendata import catalogue_lists
from tallystick.web.people.power import needs
from tallystick.web.public.pages import titled
from tallystick.web.public.systems import VERDICTS


@needs("link.read")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Rank the partners of a system; which system is asked for by its id."""
    named = {one.id: titled(catalogue_lists.system(one), "name") for one in law.systems().values()}
    system = request.GET.get("system", "")
    if system and system not in profiles():
        raise Http404(system)
    rows = [
        {**row, "name": named.get(row["id"], row["id"]), "told": VERDICTS[row["verdict"]]()}
        for row in (ranked(system) if system else ())
    ]
    context = {"system": system, "all": named.items(), "rows": rows}
    return render(request, "regulator/partners.html", context)


@cache
def ranked(system: str) -> Sequence[dict[str, Any]]:
    """Return the partners of a system, the most alike first; what ships does not change."""
    known = profiles()
    found = rank(known[system], known.values(), parameters(()))
    gains = pair_gains(system, known)
    ahead = frontier({one.id: one.similarity.low for one in found}, gains)
    return [
        one.to_json()
        | {"gain": told.own if (told := gains[one.id]) else None, "is_ahead": one.id in ahead}
        for one in found
    ]
