"""Pages that simulate an agreement and lay winners and losers beside its clauses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tallystick.io.agreement_file import AgreementFile, read_agreement_file, read_agreement_text
from tallystick.io.catalogue import catalogue, catalogue_aliases, catalogue_paths
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.opendata import catalogue_lists
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.people.power import needs, reach
from tallystick.web.public.pages import titled
from tallystick.web.regulator.drafts import KIND
from tallystick.web.regulator.outcome import simulated
from tallystick.web.texts import editing
from tallystick.web.texts.findings import AS_FILE, located_findings
from tallystick.web.texts.keeping import newest

RESULT = "result"
"""The value of `part` that asks for the result alone, which takes its time."""


@needs("agreement.simulate")
@require_safe
def simulations(request: HttpRequest) -> HttpResponse:
    """Choose what to simulate: an agreement of the catalogue or one of one's drafts."""
    chosen = request.GET.get("agreement", "")
    if chosen:
        return redirect("simulation_of_agreement", chosen)
    on = day(None)
    drafts = newest(reach(request.user, KIND.permission).organisations, KIND.name)
    context = {
        "agreements": [
            {"id": one.id, "title": titled(catalogue_lists.agreement(one, on))}
            for one in catalogue().values()
            if one.recognition
        ],
        "drafts": [
            {"name": one.name, "number": one.number, "url": _address(one)} for one in drafts
        ],
    }
    return render(request, "regulator/simulations.html", context)


def _address(one: Any) -> str:
    place = [one.organisation_id, one.name, one.number]
    return reverse("simulation_of_draft", args=place)


@needs("agreement.simulate")
@require_safe
def of_agreement(request: HttpRequest, identifier: str) -> HttpResponse:
    """Simulate an agreement of the catalogue."""
    paths = catalogue_paths()
    path = paths.get(identifier) or paths.get(catalogue_aliases().get(identifier, ""))
    if path is None:
        raise Http404(identifier)
    file = read_agreement_file(path)
    title = titled(catalogue_lists.agreement(file.agreement, day(None)))
    return _page(request, title, reverse("agreement", args=[file.agreement.id]), file)


@needs("agreement.simulate")
@require_safe
def of_draft(request: HttpRequest, organisation: int, name: str, number: int) -> HttpResponse:
    """Simulate a version of a draft of one's own organisation."""
    one = editing.chosen(editing.kept(request, KIND, organisation, name), str(number))
    back = f"{reverse(KIND.name, args=[organisation, name])}?version={number}"
    title = _("%(name)s, version %(number)s") % {"name": name, "number": number}
    try:
        file = read_agreement_text(one.text, AS_FILE)
    except Damaged as damaged:
        found = {"findings": located_findings(damaged.findings), "is_refused": True}
        context = {"title": title, "back": back, **found, "is_whole": True}
        return render(request, "regulator/simulation.html", context)
    return _page(request, title, back, file)


def _page(request: HttpRequest, title: str, back: str, file: AgreementFile) -> HttpResponse:
    """Return the page at once, and the result when its part is asked for."""
    part = request.GET.get("part", "")
    context: dict[str, Any] = {"title": title, "back": back, "uses_htmx": True}
    if part:
        context |= simulated(file, day(None)) | {"is_whole": True}
    if part == RESULT and request.headers.get("HX-Request") == "true":
        return render(request, "regulator/simulated.html", context)
    return render(request, "regulator/simulation.html", context)
