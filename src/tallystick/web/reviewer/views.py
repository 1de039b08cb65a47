"""Pages of cases: the list, one case with its steps, a concern, and workbooks to check."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.article6.review import Event, Kind, Opening
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import holds, needs
from tallystick.web.reviewer import cases as told
from tallystick.web.reviewer.attempting import attempt
from tallystick.web.reviewer.entering import NEEDED, offered, opened_so_far, voice
from tallystick.web.reviewer.forms import TEXT_LENGTH_MAX, Concern
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import case_of, cases_of, visible

PAGE = 50


@needs("case.read")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the newest cases that one may see, or older ones."""
    seen = CaseEntry.objects.filter(visible(request.user)).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        seen = seen.filter(pk__lt=int(before[:18]))
    entries = list(seen[: PAGE + 1])
    today, found = timezone.now().date(), cases_of([one.subject for one in entries[:PAGE]])
    context = {
        "rows": [told.row(found[one.subject], today) for one in entries[:PAGE]],
        "older": entries[PAGE - 1].pk if len(entries) > PAGE else None,
        "may_open": holds(request.user, "case.open"),
    }
    return render(request, "web/reviewer/cases.html", context)


@needs("case.read")
@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """Show one case, what both sides have reported, and what one may do about it."""
    found, today = case_of(request.user, str(number)), timezone.now().date()
    if found is None:
        raise Http404
    actions = [
        {"kind": one.kind.value, "label": told.ACTIONS[one.kind], "by": told.speaker(one.by)}
        for one in offered(request.user, found, today)
    ]
    context = {"case": told.shown(found, today), "actions": actions, "seen": len(found.events)}
    return render(request, "web/reviewer/case.html", {**context, "longest": TEXT_LENGTH_MAX})


@needs("case.read")
@require_POST
def step(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Take a step of a case, if one may and the rules let it pass."""
    found = case_of(request.user, str(number))
    if found is None or kind not in {one.value for one in NEEDED if one is not Kind.OPEN}:
        raise Http404
    wanted, text = Kind(kind), request.POST.get("text", "").strip()
    if not text or len(text) > TEXT_LENGTH_MAX:
        messages.error(request, _("Say in at most 2000 characters what was done and why."))
        return redirect("case", number)
    on, seen = timezone.now().date(), request.POST.get("seen", "")

    def make(own: Sequence[Organisation]) -> list[Event]:
        fitting = (one.by for one in offered(request.user, found, on) if one.kind is wanted)
        by = next(fitting, voice(own[0]))
        return [Event(kind=wanted, subject=str(number), on=on, by=by, text=text)]

    attempt(
        request,
        f"case.{kind}",
        f"case {number}",
        NEEDED[wanted],
        make,
        seen=int(seen[:9]) if seen.isascii() and seen.isdigit() else -1,
    )
    return redirect("case", number)


@needs("case.open")
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest) -> HttpResponse:
    """Open a case as a concern, which needs no inconsistency that a check has found."""
    form = Concern(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        opening = Opening(against=asked["against"], about=asked["about"], ids=asked["ids"] or None)
        number, on = str(opened_so_far() + 1), timezone.now().date()

        def make(own: Sequence[Organisation]) -> list[Event]:
            by = voice(own[0])
            return [Event(kind=Kind.OPEN, subject=number, on=on, by=by, opening=opening)]

        if attempt(request, "case.open", f"case {number}", "case.open", make):
            return redirect("cases")
    context = {"form": form, "title": _("Raise a concern"), "action": _("Open a case")}
    return render(request, "web/form_page.html", context)
