"""Corrections: a reasoned entry that one person proposes and another one approves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tallystick.article6.postings.control_approvals import State
from tallystick.article6.postings.control_moves import Passage
from tallystick.article6.postings.control_records import Correct
from tallystick.ledger import Refused, open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.approvals.waiting import person
from tallystick.web.authority.move_forms import Day
from tallystick.web.authority.scope import desk, known_user
from tallystick.web.authority.writing import foreseen, new_key, own_key, proposal, write
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.public.steps import kind_name
from tallystick.web.registry.account_forms import reason
from tallystick.web.registry.mistakes import Mistake, correctable, gives_back, mistake_of
from tallystick.web.registry.showing import show

PERMISSION, SHOWN = "units.correct", 25
TEMPLATE = "registry/correction.html"
LARGEST_NUMBER = 2**63 - 1


class CorrectForm(forms.Form):
    """From which day units go back, and why."""

    on = forms.DateField(
        label=gettext_lazy("Day of effect"), widget=Day(), initial=timezone.localdate
    )
    reason = reason()


@needs(PERMISSION)
@require_safe
def corrections(request: HttpRequest, code: str) -> HttpResponse:
    """List what can be corrected, and what became of corrections asked for."""
    context = desk(request, code, PERMISSION)
    with reading(ledger_place()) as reader:
        found = list(correctable(reader, code, SHOWN))
    asked = keys_asked()
    context |= {"rows": [{**told(one), "is_asked": one.key in asked} for one in found]}
    return render(request, "registry/corrections.html", context)


def keys_asked() -> set[str]:
    """Return the keys of the postings whose correction waits for a second person."""
    now = timezone.now()
    with open_ledger(ledger_place()) as ledger:
        open_ones = [one.asked for one in ledger.proposals() if one.state(now) is State.PROPOSED]
    return {one.posting.movement for one in open_ones if isinstance(one.posting, Correct)}


@needs(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a posting beside what would undo it, and propose that to a second person."""
    context, mistake = desk(request, code, PERMISSION), mistake_asked(code, number)
    form = CorrectForm(request.POST or None)
    context |= {"mistake": told(mistake), "form": form}
    if not form.is_bound or not form.is_valid():
        return show(request, TEMPLATE, context)
    asked = Correct(movement=mistake.key, **form.cleaned_data)
    if "do" not in request.POST:
        name = f"rehearsal {new_key()}"
        with open_ledger(ledger_place()) as ledger:
            carried = proposal(asked, name, person(known_user(request, PERMISSION)), None)
            found = list(foreseen(ledger, carried))
        return show(request, TEMPLATE, context, found)
    return _proposed(request, context, asked)


def mistake_asked(party: str, number: int) -> Mistake:
    """Return a posting that moved units to a Party; raises Http404 and PermissionDenied."""
    with reading(ledger_place()) as reader:
        kept = reader.posting(number) if number <= LARGEST_NUMBER else None
        if kept is None:
            raise Http404(number)
        mistake = mistake_of(kept)
        if not gives_back(reader, mistake.back, party):
            raise PermissionDenied(PERMISSION)
    return mistake


def _proposed(request: HttpRequest, context: dict[str, Any], asked: Correct) -> HttpResponse:
    """Propose once under the form's key; a refusal shows the form again."""
    me = person(known_user(request, PERMISSION))
    try:
        key = own_key(request, PERMISSION)
        name = f"C-{key.rpartition(' ')[2]}"
        write(request, PERMISSION, key, name, lambda before: proposal(asked, name, me, before))
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return show(request, TEMPLATE, context)
    except Refused as refusal:
        return show(request, TEMPLATE, context, list(refusal.findings))
    messages.success(request, _("Proposed; a second person now approves or refuses it."))
    return redirect("corrections", context["party"])


def told(mistake: Mistake) -> dict[str, Any]:
    """Return a mistake and its correction as a page prints them side by side."""
    return {
        "number": mistake.number,
        "kind": kind_name(mistake.posting.kind),
        "on": mistake.posting.on,
        "source": mistake.posting.note.get("source", ""),
        "there": [passage_told(one) for one in mistake.there],
        "back": [passage_told(one) for one in mistake.back],
    }


def passage_told(one: Passage) -> dict[str, Any]:
    """Return units on their way as a page prints them."""
    return {
        "giver": one.giver or "–",
        "taker": one.taker,
        "units": " – ".join(map(str, one.place.values())) or one.unit_type,
        "quantity": one.quantity,
    }
