"""Public operations beyond the lists: search, the life of units, coverage, what is cited."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Schema

from tallystick import law
from tallystick.linking.agreement.words import Area
from tallystick.linking.catalogue import coverage_matrix
from tallystick.web.api.answers import ABOUT_ONE, CSV_TOO, PUBLIC, FindingOut, listed, page_model
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import LARGEST, Name
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.overview import overview
from tallystick.web.places import ledger_place
from tallystick.web.public.agreements import found
from tallystick.web.public.units import HITS_MAX, find, life_of, units_named

Serial = Annotated[int, Path(ge=1, le=LARGEST)]
SIDE_BY_SIDE_MAX = 4


class RangeOut(Schema):
    """A range of units."""

    series: str
    first: int
    last: int


class HitOut(Schema):
    """Something found, in the language of the request, and its page."""

    kind: str
    name: str
    url: str


class SearchOut(Schema):
    """What a text finds; `units` where it is an identifier of units."""

    units: RangeOut | None
    hits: list[HitOut]
    more: bool


class StepOut(Schema):
    """One thing that happened to units, with the paragraph that asks for it."""

    on: date
    name: str
    who: str
    detail: str
    quantity_t: int | None
    series: str
    first: int | None
    last: int | None
    source: str
    posting: int


class UnitsOut(RangeOut):
    """The life of a range of units."""

    quantity_t: int
    first_transferred_by: list[str]
    steps: list[StepOut]


class CoverageOut(Schema):
    """By agreement, the areas it covers and how strongly its words bind; null is not known."""

    on: date
    areas: list[str]
    agreements: dict[str, dict[str, str | None]]


class ParagraphRow(Schema):
    """A paragraph that rules and numbers cite, and how well it is known what it says."""

    id: str
    status: str
    gloss_en: str
    gloss_zh: str


class CrossCheckOut(Schema):
    """Whether what every Party would file agrees with what the others would."""

    verdict: str
    pending: bool = Field(description="Whether a large ledger is still being worked out.")
    is_illustrative: bool = Field(description="Whether anything was invented for an example.")
    findings: list[FindingOut]


PARAGRAPHS = Columns("paragraphs", ParagraphRow)


@router.get("/search", response={200: SearchOut, **PUBLIC}, tags=["read"])
def search(request: HttpRequest, q: Annotated[Name, Query()]) -> Any:
    """Find units by identifier, and Parties, approaches, authorizations, agreements, systems."""
    asked = q.strip()
    units, hits = units_named(asked), find(asked)
    told = {"series": units.series, "first": units.first, "last": units.last} if units else None
    shown = [asdict(one) for one in hits[:HITS_MAX]]
    return {"units": told, "hits": shown, "more": len(hits) > HITS_MAX}


@router.get("/units/{series}/{first}/{last}", response={200: UnitsOut, **ABOUT_ONE}, tags=["read"])
def units(
    request: HttpRequest, series: Annotated[Name, Path()], first: Serial, last: Serial
) -> Any:
    """Return the life of a range of units, and who first transferred what is left of it."""
    steps, parties = life_of(series, first, last)
    return {
        "series": series,
        "first": first,
        "last": last,
        "quantity_t": last - first + 1,
        "first_transferred_by": parties,
        "steps": [asdict(one) for one in steps],
    }


@router.get("/coverage", response={200: CoverageOut, **ABOUT_ONE}, tags=["read"])
def coverage(
    request: HttpRequest,
    agreement: Annotated[list[Name], Query(min_length=1, max_length=SIDE_BY_SIDE_MAX)],
    on: date | None = None,
) -> Any:
    """Lay up to four agreements side by side: which areas they cover, and how strongly."""
    chosen = [found(name) for name in agreement]
    matrix = coverage_matrix(chosen, day(on))
    told = {
        name: {area.value: binding.value if binding else None for area, binding in covered.items()}
        for name, covered in matrix.items()
    }
    areas = [area.value for area in Area if any(area in covered for covered in matrix.values())]
    return {"on": day(on), "areas": areas, "agreements": told}


@router.get(
    "/paragraphs",
    response={200: page_model(PARAGRAPHS), **PUBLIC},
    openapi_extra=CSV_TOO,
    tags=["read"],
)
def paragraphs(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List every paragraph that is cited, with a gloss in our own words."""
    names = ParagraphRow.model_fields
    rows = [{name: getattr(one, name) for name in names} for one in law.paragraphs().values()]
    return listed(request, PARAGRAPHS, sliced(rows, asked.asked()))


@router.get("/crosscheck", response={200: CrossCheckOut, **PUBLIC}, tags=["read"])
def crosscheck(request: HttpRequest) -> Any:
    """Check what every Party would file against what all others would."""
    seen = overview(ledger_place())
    checked = seen.checked
    return {
        "verdict": seen.verdict.value,
        "pending": checked is None,
        "is_illustrative": seen.is_illustrative,
        "findings": [one.to_json() for one in checked.findings] if checked else [],
    }
