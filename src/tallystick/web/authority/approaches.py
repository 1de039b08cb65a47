"""The desk of a Party, and the cooperative approaches it records."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import OpenAccount, RecordApproach
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.findings import Text
from tallystick.core.identifiers import APPROACH_ID
from tallystick.ledger import Refused
from tallystick.ledger.reading import reading
from tallystick.web.authority.authorization_form import LONGEST, listed
from tallystick.web.authority.filing import lines
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.move_forms import Day
from tallystick.web.authority.scope import can_do, desk, parties_within
from tallystick.web.authority.writing import new_key, own_key, write
from tallystick.web.languages import pick
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told, party_name
from tallystick.web.registry.belonging import belongs

CONTROLS = (
    ("", gettext_lazy("not stated")),
    (Control.NATIONAL, gettext_lazy("the giving Party")),
    (Control.JOINT, gettext_lazy("both Parties")),
    (Control.INTERNATIONAL, gettext_lazy("an international body")),
)
TERMS = ("identified", "gated", "host_covered")


class ApproachForm(forms.Form):
    """A cooperative approach by its identifier, with its Parties and titles."""

    id = forms.RegexField(
        rf"^{APPROACH_ID}$",
        label=gettext_lazy("Identifier of the approach"),
        help_text=gettext_lazy("CA and four digits, as the platform assigns it"),
        error_messages={"invalid": gettext_lazy("Write CA and four digits, such as CA0001.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Day of effect"), widget=Day(), initial=timezone.localdate
    )
    parties = listed(gettext_lazy("Parties, by code"))
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=LONGEST)
    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=LONGEST)
    identified = forms.BooleanField(
        label=gettext_lazy("Units move only between holders whose identity is verified"),
        required=False,
    )
    gated = forms.BooleanField(
        label=gettext_lazy("No transfer between Parties before every step is on file"),
        required=False,
    )
    host_covered = forms.BooleanField(
        label=gettext_lazy("First transfers stay within what the host's forecast leaves"),
        required=False,
    )
    registration = forms.ChoiceField(
        label=gettext_lazy("Who controls registration"), choices=CONTROLS, required=False
    )
    registrar = forms.CharField(
        label=gettext_lazy("Body that registers, where control is international"),
        max_length=LONGEST,
        required=False,
    )
    quality = listed(gettext_lazy("Qualities to be stated at issuance"))

    def __init__(self, party: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party

    def clean_parties(self) -> tuple[str, ...]:
        """Hold the codes to those of Parties, the own one first."""
        named = [one.upper() for one in lines(self.cleaned_data["parties"])]
        if unknown := [one for one in named if one not in PARTIES]:
            raise forms.ValidationError(
                _("%(codes)s is no code of a Party; write three letters such as GHA.")
                % {"codes": ", ".join(unknown)}
            )
        return tuple(dict.fromkeys((self.party, *named)))

    def posting(self) -> RecordApproach:
        """Return the record that the ledger is asked for."""
        told = self.cleaned_data
        control = told["registration"]
        terms: dict[str, Any] = {name: told[name] or None for name in TERMS}
        return RecordApproach(
            id=told["id"],
            on=told["on"],
            parties=told["parties"],
            title=Text(told["title_en"], told["title_zh"]),
            quality=tuple(lines(told["quality"])),
            registration=Control(control) if control else None,
            registrar=told["registrar"] or None,
            **terms,
        )


@needs("adjustment.read")
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """List the Parties whose desks a user may look at; lead to the only one."""
    with reading(ledger_place()) as reader:
        known = sorted({one.party for one in reader.records(OpenAccount)})
    codes = parties_within(request, "adjustment.read", known)
    if len(codes) == 1:
        return redirect("desk", codes[0])
    rows = [{"code": code, "name": party_name(code)} for code in codes]
    return render(request, "authority/desks.html", {"rows": rows, "can": can_do(request)})


@needs("adjustment.read")
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show a Party's desk: its approaches, its drafts and where the rest of the work is."""
    context = desk(request, code, "adjustment.read")
    drafts = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, is_open=True)
    own = list(drafts) if context["can"]["authorization_draft"] else []
    return render(
        request, "authority/desk.html", {**context, "drafts": own, "approaches": of_party(code)}
    )


def of_party(code: str) -> list[dict[str, Any]]:
    """Return the newest record of each approach of a Party, by id."""
    with reading(ledger_place()) as reader:
        newest: dict[str, RecordApproach] = {one.id: one for one in reader.records(RecordApproach)}
    return [
        {
            "id": one.id,
            "title": pick(one.title),
            "parties": ", ".join(party_name(each) for each in one.parties),
            "codes": one.parties,
            "on": one.on,
        }
        for _, one in sorted(newest.items())
        if code in one.parties
    ]


@needs("approach.record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a cooperative approach of the Party."""
    context = desk(request, code, "approach.record")
    form = ApproachForm(code, request.POST if request.method == "POST" else None)
    found: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        asked = form.posting()
        with reading(ledger_place()) as reader:
            if not belongs(reader, asked, code):
                raise PermissionDenied("approach.record")
        try:
            key = own_key(request, "approach.record")
            write(request, "approach.record", key, asked.id, lambda _before: asked)
        except ValueError:
            form.add_error(None, _("Load the page again: it carries no key."))
        except Refused as refusal:
            found = findings_told(refusal.findings)
        else:
            messages.success(request, _("The approach is on record."))
            return redirect("desk", code)
    context |= {"form": form, "findings": found, "key": request.POST.get("key") or new_key()}
    status = 422 if form.is_bound else 200
    return render(request, "authority/approach.html", context, status=status)
