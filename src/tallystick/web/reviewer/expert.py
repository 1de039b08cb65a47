"""Pages that track technical expert reviews, in the printed words of their status."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick import law
from tallystick.article6.review import Event, Review, requests, status
from tallystick.core.findings import Text
from tallystick.web.languages import pick
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import holds, may, needs
from tallystick.web.presenting import findings_told, party_name
from tallystick.web.reviewer import cases as told
from tallystick.web.reviewer.attempting import attempt
from tallystick.web.reviewer.forms import NAME_LENGTH_MAX, Begin, Conclude
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.reviewing import begun, concluded, review_of, revised
from tallystick.web.reviewer.stored import cases_about, reviews_of, visible

SHOWN = 50


@needs("case.read")
@require_safe
def expert_reviews(request: HttpRequest) -> HttpResponse:
    """List the newest reviews that one may see."""
    seen = CaseEntry.objects.filter(visible(request.user, is_review=True)).order_by("-id")
    names = [one.subject for one in seen[:SHOWN]]
    found = reviews_of(names)
    context = {
        "reviews": [_row(found[name]) for name in names],
        "may_begin": holds(request.user, "review.track"),
    }
    return render(request, "web/reviewer/reviews.html", context)


def _row(one: Review) -> dict[str, Any]:
    printed = status(one, cases_about(one.party))
    return {
        "name": one.name,
        "party": party_name(one.party),
        "approaches": sorted(one.approaches),
        "begun_on": one.begun.on,
        "week_ends_on": one.begun.week_ends_on,
        "printed": printed,
        "said": pick(Text(printed, law.printed_zh()[printed])),
    }


def _found(request: HttpRequest, name: str) -> Review:
    found = review_of(request.user, name)
    if found is None:
        raise Http404
    return found


@needs("case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def expert_review(request: HttpRequest, name: str) -> HttpResponse:
    """Show a review with its cases and what they lead to; conclude it with its report."""
    one = _found(request, name)
    form = Conclude(request.POST or None)
    if request.method == "POST" and not holds(request.user, "review.track"):
        raise PermissionDenied("review.track")
    if request.method == "POST" and form.is_valid():
        attempt(request, "review.conclude", name, "review.track", _concluding(name, form))
        return redirect("expert_review", name)
    about, today = cases_about(one.party), timezone.now().date()
    context = {
        "review": {**_row(one), "report": one.report, "revised": one.revised},
        "recommendations": [
            {"topic": each.topic.value, "text": each.text} for each in one.recommendations
        ],
        "cases": [told.row(case, today) for case in about],
        "requests": findings_told(requests(about)),
        "form": form if holds(request.user, "review.track") and not one.report else None,
        "may_revise": may(request.user, "report.submit", party=one.party) and not one.report,
    }
    return render(request, "web/reviewer/review.html", context)


def _concluding(name: str, form: Conclude) -> Any:
    asked = form.cleaned_data
    told = asked["report"], asked["recommendations"]
    event = concluded(name, *told, timezone.now().date())
    return lambda own: [event]


@needs("case.read")
@require_POST
def revise(request: HttpRequest, name: str) -> HttpResponse:
    """Enter that the Party under review has revised its initial report."""
    _found(request, name)
    file, on = request.POST.get("file", "").strip()[:NAME_LENGTH_MAX], timezone.now().date()

    def make(own: Sequence[Organisation]) -> list[Event]:
        return [revised(name, own[0].party, file, on)]

    attempt(request, "review.revise", name, "report.submit", make)
    return redirect("expert_review", name)


@needs("review.track")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a review of the reports of a Party."""
    form = Begin(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        name, party = asked["name"], asked["party"]
        of = asked["approaches"], asked["week_ends_on"]
        event = begun(name, party, *of, timezone.now().date())
        if attempt(request, "review.begin", event.subject, "review.track", lambda own: [event]):
            return redirect("expert_review", event.subject)
    context = {"form": form, "title": _("Begin a review"), "action": _("Begin")}
    return render(request, "web/form_page.html", context)
