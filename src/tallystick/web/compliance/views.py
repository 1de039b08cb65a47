"""Pages of compliance cases: the list, a new claim, and one case with its entries and measures."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.article6.integrity import Case
from tallystick.article6.integrity.remedies import CASES
from tallystick.ledger import Conflict, Refused
from tallystick.web.audit.trail import acting
from tallystick.web.authority.scope import known_user
from tallystick.web.authority.writing import new_key
from tallystick.web.compliance.entering import NEEDED, enter, offered, voices
from tallystick.web.compliance.forms import OpenForm, form_of
from tallystick.web.compliance.models import ComplianceEntry
from tallystick.web.compliance.stored import Entry, Kind, entries_of, fold, visible
from tallystick.web.compliance.telling import ACTIONS, row, shown
from tallystick.web.people.power import holds, needs
from tallystick.web.presenting import findings_told
from tallystick.web.reviewer.cases import speaker

PAGE, KEY_LENGTH_MAX = 50, 100


@needs("case.read")
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List the newest compliance cases that one may see, or older ones."""
    seen = ComplianceEntry.objects.filter(visible(request.user)).order_by("-number")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        seen = seen.filter(number__lt=int(before[:9]))
    numbers = list(seen.values_list("number", flat=True)[: PAGE + 1])
    today = timezone.now().date()
    context = {
        "rows": [row(fold(one, entries_of(one)), today) for one in numbers[:PAGE]],
        "older": numbers[PAGE - 1] if len(numbers) > PAGE else None,
        "may_open": holds(request.user, "case.open"),
    }
    return render(request, "compliance/claims.html", context)


@needs("case.open")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: HttpRequest) -> HttpResponse:
    """Open a case: any Party may, against any other."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = voices(request.user, Kind.OPEN)
        entry = form.entry(timezone.now().date(), own[0])
        number = attempt(request, entry, None)
        if number is not None:
            return redirect("claim", number)
    context = {
        "form": form,
        "title": _("Open a compliance case"),
        "action": _("Open a case"),
        "key": request.POST.get("key") or new_key(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "texts/begin.html", context, status=status)


@needs("case.read")
@never_cache
@require_safe
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """Show a case with its entries and measures, and what one may enter."""
    entries = claim_of(request, number)
    return render(request, "compliance/claim.html", _context(request, number, entries))


def claim_of(request: HttpRequest, number: int) -> list[Entry]:
    """Return the entries of a case that one may see; raises Http404 for any other."""
    if not ComplianceEntry.objects.filter(visible(request.user), number=number).exists():
        raise Http404(number)
    return entries_of(number)


def _context(
    request: HttpRequest, number: int, entries: list[Entry], told: Any = None, kind: str = ""
) -> dict[str, Any]:
    """Return what the page of a case is given; `told` is what was sent for one kind of entry."""
    today = timezone.now().date()
    case = fold(number, entries)
    return {
        "case": shown(case, entries, today),
        "findings": findings_told(CASES.judge(case, today)),
        "seen": len(entries),
        "key": new_key(),
        "actions": [
            {
                "kind": one.value,
                "label": ACTIONS[one],
                "by": speaker(by),
                "form": _form(case, one, today, told if one.value == kind else None),
            }
            for one, by in offered(request.user, case, today)
        ],
    }


def _form(case: Case, kind: Kind, on: date, told: Any) -> Any:
    form = form_of(kind, case, on, told)
    form.auto_id = f"{kind.value}_%s"
    return form


@needs("case.read")
@require_POST
def claim_step(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Enter something about a case, if one may and the rules let it pass."""
    entries, today = claim_of(request, number), timezone.now().date()
    case = fold(number, entries)
    if kind not in set(Kind) - {Kind.OPEN}:
        raise Http404(kind)
    wanted = Kind(kind)
    by = dict(offered(request.user, case, today)).get(wanted)
    if by is None:
        raise PermissionDenied(NEEDED[wanted])
    form = form_of(wanted, case, today, request.POST)
    if form.is_valid() and attempt(request, form.entry(today, by), number) is not None:
        return redirect("claim", number)
    context = _context(request, number, claim_of(request, number), request.POST, kind)
    return render(request, "compliance/claim.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def attempt(request: HttpRequest, entry: Entry, number: int | None) -> int | None:
    """Enter once under the form's key, in the audit trail; None where it is refused, with why."""
    needed = NEEDED[entry.kind]
    actor, key = known_user(request, needed), request.POST.get("key", "")[:KEY_LENGTH_MAX]
    seen = request.POST.get("seen", "0")
    subject = f"compliance case {number or 'new'}"
    try:
        with acting(request, f"compliance.{entry.kind.value}", subject=subject):
            done = enter(
                entry,
                number,
                actor=actor,
                key=key or new_key(),
                seen=int(seen[:9]) if seen.isascii() and seen.isdigit() else 0,
            )
    except Refused as refusal:
        for one in findings_told(refusal.findings):
            messages.error(request, f"{one['message']} {one['fix']}")
        return None
    except Conflict:
        messages.error(request, _("Somebody entered something in the meantime: look once more."))
        return None
    messages.success(request, _("Your entry is on record."))
    return done
