"""Pages of the emissions trading systems."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tallystick import law
from tallystick.core.findings import Text
from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Agreement
from tallystick.linking.compatibility import Comparison, compare, parameters
from tallystick.linking.systems import profiles
from tallystick.web.languages import is_chinese, pick
from tallystick.web.opendata import catalogue_lists
from tallystick.web.opendata.listing import Asked
from tallystick.web.people.power import public
from tallystick.web.public.pages import page, party_name, titled, word

STATUSES = {
    "verified": lambda: _("verified"),
    "partly_verified": lambda: _("partly verified"),
    "conflicting": lambda: _("sources differ"),
    "memory": lambda: _("not verified"),
    "unknown": lambda: _("unknown"),
}
OUTCOMES = {
    "pass": lambda: _("meets"),
    "partial": lambda: _("meets in part"),
    "fail": lambda: _("fails"),
    "not_determinable": lambda: _("not determinable"),
}
VERDICTS = {
    "full_link": lambda: _("full link"),
    "restricted_link": lambda: _("restricted link"),
    "no_link": lambda: _("no link"),
    "not_determinable": lambda: _("not determinable"),
}


@public
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """List all systems."""
    listed = catalogue_lists.systems("", Asked(limit=len(law.systems()))).rows
    rows = [
        {
            **row,
            **{name: value_told(row[name]) for name in ("status", "unit")},
            "name": titled(row, "name"),
            "party_name": party_name(row["party"] or ""),
        }
        for row in listed
    ]
    return page(request, "systems.html", {"rows": rows, "page": "systems"})


@public
@require_safe
def system(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a system with every fact, how well it is known, and the agreements it is in."""
    one = law.systems().get(identifier)
    if one is None:
        raise Http404
    row = catalogue_lists.system(one)
    linked = [each for each in catalogue().values() if identifier in each.systems_held]
    context = {
        "row": {**row, "name": titled(row, "name"), "party_name": party_name(one.party or "")},
        "facts": [_fact(name, fact) for name, fact in one.facts.items() if fact.value],
        "unknown": [_label(name) for name, fact in one.facts.items() if not fact.value],
        "agreements": [_agreement(each) for each in linked],
        "source": one.source,
        "note": one.note,
        "page": "systems",
    }
    return page(request, "system.html", context)


def _agreement(one: Agreement) -> dict[str, str]:
    row = catalogue_lists.agreement(one, catalogue_lists.day(None))
    return {"id": one.id, "title": titled(row)}


def _fact(name: str, fact: law.Fact) -> dict[str, str]:
    return {
        "name": _label(name),
        "value": value_told(fact.value),
        "status": STATUSES[fact.status](),
    }


def value_told(value: str | None) -> str:
    """Return the value of a fact in the language of the page; codes and numbers as they are."""
    if value is None:
        return ""
    if is_chinese() and value in law.system_words():
        return law.system_words()[value]
    return word(value) if value in law.agreement_words() else value


def _label(name: str) -> str:
    return word(name)


@public
@require_safe
def compare_systems(request: HttpRequest) -> HttpResponse:
    """Compare two systems feature by feature."""
    known = profiles()
    left, right = request.GET.get("left", ""), request.GET.get("right", "")
    context: dict[str, Any] = {
        "left": left,
        "right": right,
        "all": [
            {"id": one.id, "name": titled(catalogue_lists.system(one), "name")}
            for one in law.systems().values()
        ],
        "page": "systems",
    }
    if left in known and right in known:
        context["compared"] = compared(compare(known[left], known[right], parameters(())))
    elif left or right:
        raise Http404
    return page(request, "compare_systems.html", context)


def compared(found: Comparison) -> dict[str, Any]:
    """Return a comparison in the words of the page."""
    told = found.to_json()
    rows = [
        {
            "name": pick(Text(row["title"], row["title_zh"])),
            "left": _cell(row["left"]),
            "right": _cell(row["right"]),
            "outcome": row["outcome"],
            "told": OUTCOMES.get(row["outcome"], lambda: "")(),
            "source": row["source"],
        }
        for row in told["features"]
    ]
    change = told["cheapest_change"]
    steps = [one["change"] for one in change["changes"]] if change else []
    low, high = told["score"]
    verdict = VERDICTS[told["verdict"]]()
    return {"rows": rows, "low": low, "high": high, "verdict": verdict, "steps": steps}


def _cell(value: Any) -> dict[str, str]:
    """Return the value of a feature in the language of the page, and of its own where it is not."""
    raw = "" if value is None else str(value)
    told = value_told(raw)
    return {"text": told.replace("_", " "), "lang": "en" if told == raw else ""}
