"""The map of flows and agreements: an SVG made here, with a table that says the same."""

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from math import log10
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tallystick.article6.parties import PARTIES
from tallystick.io.catalogue import catalogue
from tallystick.ledger.reading import reading
from tallystick.linking.status import standing
from tallystick.web.opendata.catalogue_lists import day, states
from tallystick.web.people.power import public
from tallystick.web.places import ledger_place
from tallystick.web.public.digest import flows
from tallystick.web.public.pages import page, party_name

SEATS = {"EUE": "BEL"}
"""Where on the map an organisation without a territory of its own begins and ends its flows."""

BEND = 0.2
"""How far a flow bows out, as a share of its length, so that both directions can be told apart."""

SHADES = (1, 3, 6, 12)
"""From how many agreements on a country is shaded darker."""


@cache
def world() -> dict[str, Any]:
    """Return the outlines and centres of countries, with their source."""
    text = files("tallystick.web.public").joinpath("data/world.json").read_text(encoding="utf-8")
    outlines: dict[str, Any] = json.loads(text)
    return outlines


@public
@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    """Draw transfers between Parties and count the agreements of each."""
    with reading(ledger_place()) as reader:
        found = flows(reader, ledger_place())
    counted, shapes = _agreements(), world()
    listed = sorted((found or {}).items(), key=lambda one: -one[1])
    context = {
        "width": shapes["width"],
        "height": shapes["height"],
        "source": shapes["source"],
        "countries": [
            _country(code, shape["path"], counted[code])
            for code, shape in shapes["countries"].items()
            if shape["path"]
        ],
        "flows": [_flow(pair, quantity) for pair, quantity in listed],
        "counted": [
            {"code": code, "name": party_name(code), "count": count}
            for code, count in counted.most_common()
        ],
        "pending": found is None,
        "page": "map",
    }
    return page(request, "map.html", context)


def _agreements() -> Counter[str]:
    """Count the agreements of each Party that are signed and have not ended."""
    on = day(None)
    return Counter(
        code
        for one in catalogue().values()
        if standing(one, on).is_signed
        for code in states(one)
        if code in PARTIES
    )


def _country(code: str, path: str, count: int) -> dict[str, Any]:
    shade = sum(count >= least for least in SHADES)
    return {"code": code, "path": path, "shade": shade, "name": party_name(code), "count": count}


def _flow(pair: tuple[str, str], quantity_t: int) -> dict[str, Any]:
    giving, receiving = pair
    return {
        "giving": party_name(giving),
        "giving_code": giving,
        "receiving": party_name(receiving),
        "receiving_code": receiving,
        "quantity_t": quantity_t,
        "curve": curve(giving, receiving),
        "weight": min(6, 1 + int(log10(max(quantity_t, 1)))),
    }


def curve(giving: str, receiving: str) -> str:
    """Return the path of a flow; empty where a place is not on the map."""
    start, end = _centre(giving), _centre(receiving)
    if start is None or end is None:
        return ""
    (x1, y1), (x2, y2) = start, end
    middle_x = (x1 + x2) / 2 + BEND * (y2 - y1)
    middle_y = (y1 + y2) / 2 - BEND * (x2 - x1)
    return f"M{x1:.1f} {y1:.1f}Q{middle_x:.1f} {middle_y:.1f} {x2:.1f} {y2:.1f}"


def _centre(code: str) -> tuple[float, float] | None:
    shape = world()["countries"].get(SEATS.get(code, code))
    return (shape["centre"][0], shape["centre"][1]) if shape else None
