"""Pages of the agreements in the catalogue."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tallystick import law
from tallystick.core.findings import Text
from tallystick.io.catalogue import catalogue, catalogued
from tallystick.linking.agreement import Agreement, Clause, Names, Recognition
from tallystick.linking.agreement.plain import plain_record
from tallystick.linking.agreement.words import Area, Binding
from tallystick.linking.catalogue import coverage_matrix, most_alike, similarity
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.web.languages import pick
from tallystick.web.opendata import catalogue_lists
from tallystick.web.people.power import public
from tallystick.web.presenting import findings_told
from tallystick.web.public.pages import day_asked, page, party_name, titled, word

ALIKE = 5


@public
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """List all agreements with their status on a day, by status or form if asked."""
    on = day_asked(request)
    rows = [_row(one, on) for one in catalogue().values()]
    status, form = request.GET.get("status", ""), request.GET.get("form", "")
    shown = [row for row in rows if status in {"", row["status"]} and form in {"", row["form"]}]
    context = {
        "rows": shown,
        "count": len(rows),
        "on": on,
        "statuses": _options({row["status"] for row in rows}, status),
        "forms": _options({row["form"] for row in rows}, form),
        "page": "agreements",
    }
    return page(request, "agreements.html", context)


def _options(words: set[str], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": one, "name": word(one), "chosen": one == chosen}
        for one in sorted(words, key=word)
    ]


def _row(one: Agreement, on: date) -> dict[str, Any]:
    row = catalogue_lists.agreement(one, on)
    told = {name: word(row[name]) for name in ("form", "subject", "status")}
    names = [party_name(code) for code in row["parties"]]
    return {**row, "title": titled(row), "told": told, "names": names}


@public
@require_safe
def agreement(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an agreement on a day: status, kind of link, clauses, restrictions, sources."""
    one, on = found(identifier), day_asked(request)
    others = tuple(other for other in catalogue().values() if other.id != one.id)
    checked = check(one, Circumstances(on=on, others=others, systems=frozenset(law.systems())))
    context = {
        "row": _row(one, on),
        "on": on,
        "history": [_event(event) for event in one.history],
        "topology": {
            name: word(value) if isinstance(value, str) else None
            for name, value in checked.topology.to_json().items()
        },
        "verdict": checked.verdict.value,
        "findings": findings_told(checked.findings),
        "clauses": [_clause(clause) for clause in one.clauses],
        "missing": [word(area.value) for area in checked.clauses.missing],
        "directions": [_direction(direction) for direction in one.recognition],
        "alike": [_alike(one, other.id, on) for other in most_alike(one, others, on)[:ALIKE]],
        "systems": sorted(one.systems_held & law.systems().keys()),
        "notes": one.notes,
        "sources": one.sources,
        "page": "agreements",
    }
    return page(request, "agreement.html", context)


def found(identifier: str) -> Agreement:
    """Return an agreement by id or alias; raises Http404."""
    try:
        return catalogued(identifier)
    except KeyError as error:
        raise Http404(identifier) from error


def _event(event: Any) -> dict[str, Any]:
    return {
        "on": str(event.on or event.by or ""),
        "status": word(event.status.value),
        "note": event.note or "",
        "source": event.source or "",
    }


def _named(names: Names | None) -> str:
    return pick(Text(names.en, names.zh or names.en)) if names else ""


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "area": word(clause.area.value),
        "ref": clause.ref or "",
        "binding": word(clause.binding.value) if clause.binding else "",
        "summary": _named(clause.summary),
        "params": _params(clause),
        "confidence": (clause.confidence or "") and str(clause.confidence),
    }


def _params(clause: Clause) -> list[tuple[str, str]]:
    """Return what a clause fixes, as pairs of words."""
    if clause.params is None:
        return []
    return [(word(name), _text(value)) for name, value in plain_record(clause.params).items()]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{word(name)} {_text(one)}" for name, one in value.items())
    return word(value) if isinstance(value, str) else str(value).lower()


def _direction(direction: Recognition) -> dict[str, Any]:
    return {
        "origin": direction.origin,
        "destination": direction.destination,
        "units": ", ".join(direction.units),
        "restrictions": [
            f"{word(one.kind)}: {_text(plain_record(one))}" for one in direction.restrictions
        ],
    }


def _alike(one: Agreement, other: str, on: date) -> dict[str, Any]:
    share = similarity(one, catalogued(other), on) or 0
    return {
        "id": other,
        "title": titled(catalogue_lists.agreement(catalogued(other), on)),
        "percent": round(100 * share),
    }


@public
@require_safe
def compare_agreements(request: HttpRequest) -> HttpResponse:
    """Show which areas agreements cover and how strongly their words bind, side by side."""
    on = day_asked(request)
    chosen = [found(name) for name in request.GET.getlist("id")[:4] if name]
    matrix = coverage_matrix(chosen, on)
    rows = [
        {"area": word(area.value), "cells": [_cell(matrix[one.id], area) for one in chosen]}
        for area in Area
        if any(area in matrix[one.id] for one in chosen)
    ]
    context = {
        "chosen": [_row(one, on) for one in chosen],
        "all": [
            {"id": one.id, "title": titled(catalogue_lists.agreement(one, on))}
            for one in catalogue().values()
        ],
        "rows": rows,
        "on": on,
        "page": "agreements",
    }
    return page(request, "compare_agreements.html", context)


def _cell(covered: Any, area: Area) -> str:
    if area not in covered:
        return ""
    binding: Binding | None = covered[area]
    return word(binding.value) if binding else "?"
