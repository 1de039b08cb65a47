"""Operations on technical expert reviews: begun, revised for and concluded, in printed words."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from pydantic import StringConstraints

from tallystick import law
from tallystick.article6.review import Review, Topic, requests, status
from tallystick.core.identifiers import APPROACH_ID
from tallystick.web.api.answers import (
    CSV_TOO,
    GUARDED,
    WRITING,
    FindingOut,
    PartyCode,
    listed,
    page_model,
)
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.cases import Words
from tallystick.web.api.entering import Entry, entered
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import Name, Strict
from tallystick.web.api.problems import unknown
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.opendata.listing import Columns, Page
from tallystick.web.reviewer.attempting import Make
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.reviewing import begun, concluded, review_of, revised
from tallystick.web.reviewer.stored import cases_about, reviews_of, visible

ReviewName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
InPath = Annotated[ReviewName, Path()]
ApproachId = Annotated[str, StringConstraints(pattern=rf"^{APPROACH_ID}$")]


class ReviewRow(Schema):
    """A review with the printed status that stands on it."""

    name: str
    party: str
    approaches: list[str]
    begun_on: date
    week_ends_on: date | None
    printed: str
    printed_zh: str


class RecommendationOut(Schema):
    """What a review recommends on a topic."""

    topic: str
    text: str


class ReviewOut(ReviewRow):
    """A review with its report, the cases of its Party and what these ask for."""

    report: str | None
    revised: list[str] = Field(description="The Party's revised initial reports.")
    recommendations: list[RecommendationOut]
    cases: list[int]
    findings: list[FindingOut]


class BeginIn(Strict):
    """Which review begins."""

    name: ReviewName
    party: PartyCode
    approaches: list[ApproachId] = Field(default_factory=list, max_length=100)
    week_ends_on: date | None = None


class RecommendationIn(Strict):
    """What is recommended on a topic within the scope of a review."""

    topic: Topic
    text: Words


class ConclusionIn(Strict):
    """The published report of a review and its recommendations."""

    report: Name
    recommendations: list[RecommendationIn] = Field(default_factory=list, max_length=100)


class RevisionIn(Strict):
    """The revised initial report."""

    file: Name | None = None


REVIEWS = Columns("reviews", ReviewRow)
DONE: dict[Any, Any] = {200: ReviewOut, 201: ReviewOut, **WRITING}


@router.get(
    "/reviews",
    response={200: page_model(REVIEWS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["cases"],
    auth=KNOWN,
)
def reviews(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the reviews that one may see, the newest first; asks for `case.read`."""
    asks = caller(request)
    asks.hold("case.read")
    seen = CaseEntry.objects.filter(visible(asks.user, is_review=True))
    page = newest_first(seen, asked, lambda one: {"name": one.subject})
    found = reviews_of([one["name"] for one in page.rows])
    rows = [_row(found[one["name"]]) for one in page.rows]
    return listed(request, REVIEWS, Page(rows, page.next))


@router.get("/reviews/{name}", response={200: ReviewOut, **GUARDED}, tags=["cases"], auth=KNOWN)
def review(request: HttpRequest, name: InPath) -> Any:
    """Return a review with its cases and what they lead to; asks for `case.read`."""
    caller(request).hold("case.read")
    return _told(_found(request, name))


@router.post("/reviews", response=DONE, tags=["cases"], auth=KNOWN)
def begin(request: HttpRequest, body: BeginIn, key: IdempotencyKey) -> Any:
    """Begin a review of the reports of a Party; asks for `review.track`."""
    today = timezone.now().date()
    event = begun(body.name, body.party, frozenset(body.approaches), body.week_ends_on, today)
    entry = _entry("review.begin", body.name, "review.track", body, lambda own: [event])
    return _entered(request, key, entry)


@router.post("/reviews/{name}/conclusion", response=DONE, tags=["cases"], auth=KNOWN)
def conclude(request: HttpRequest, name: InPath, body: ConclusionIn, key: IdempotencyKey) -> Any:
    """Conclude a review with its published report; asks for `review.track`."""
    caller(request).hold("review.track")
    _found(request, name)
    told = [(one.topic, one.text) for one in body.recommendations]
    event = concluded(name, body.report, told, timezone.now().date())
    entry = _entry("review.conclude", name, "review.track", body, lambda own: [event])
    return _entered(request, key, entry)


@router.post("/reviews/{name}/revision", response=DONE, tags=["cases"], auth=KNOWN)
def revise(request: HttpRequest, name: InPath, body: RevisionIn, key: IdempotencyKey) -> Any:
    """Enter that one's Party has revised its initial report; asks for `report.submit`."""
    caller(request).hold("report.submit")
    _found(request, name)
    file, on = body.file or "", timezone.now().date()
    entry = _entry(
        "review.revise",
        name,
        "report.submit",
        body,
        lambda own: [revised(name, own[0].party, file, on)],
    )
    return _entered(request, key, entry)


def _entry(action: str, name: str, needed: str, body: Strict, make: Make) -> Entry:
    asked = f"{name} {body.model_dump_json()}"
    return Entry(action=action, subject=name, name=name, needed=needed, asked=asked, make=make)


def _entered(request: HttpRequest, key: str, entry: Entry) -> Any:
    done = entered(request, key, entry)
    found = reviews_of([str(done.name)])[str(done.name)]
    return Status(HTTPStatus.CREATED if done.is_new else HTTPStatus.OK, _told(found))


def _found(request: HttpRequest, name: str) -> Review:
    found = review_of(caller(request).user, name)
    if found is None:
        raise unknown(name)
    return found


def _row(one: Review) -> dict[str, Any]:
    printed = status(one, cases_about(one.party))
    return {
        "name": one.name,
        "party": one.party,
        "approaches": sorted(one.approaches),
        "begun_on": one.begun.on,
        "week_ends_on": one.begun.week_ends_on,
        "printed": printed,
        "printed_zh": law.printed_zh()[printed],
    }


def _told(one: Review) -> dict[str, Any]:
    about = cases_about(one.party)
    return {
        **_row(one),
        "report": one.report,
        "revised": list(one.revised),
        "recommendations": [
            {"topic": each.topic.value, "text": each.text} for each in one.recommendations
        ],
        "cases": [int(case.number) for case in about],
        "findings": [each.to_json() for each in requests(about)],
    }
