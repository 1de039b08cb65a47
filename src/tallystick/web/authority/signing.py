"""Signing: a draft becomes a version in the ledger, and its letter is kept."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tallystick.article6.authorization.components import Consent, Decision
from tallystick.article6.authorization.content import Demand
from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.letter import letter
from tallystick.article6.reports.made import DataUsed, Made
from tallystick.core.findings import refused, worst
from tallystick.ledger import Refused, open_ledger
from tallystick.ledger.bodies import write_body
from tallystick.ledger.reading import reading
from tallystick.web.authority import drafts
from tallystick.web.authority.dossiers import findings_on, version_of
from tallystick.web.authority.keeping import Paper, keep
from tallystick.web.authority.models import Draft, Kind
from tallystick.web.authority.scope import desk, known_user
from tallystick.web.authority.writing import foreseen, new_key, own_key, write
from tallystick.web.people.models import User
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import findings_told, party_name

SIGN = "authorization.sign"


@needs(SIGN)
@never_cache
@require_safe
def signing(request: HttpRequest, code: str) -> HttpResponse:
    """Show drafts that wait for a signature, and authorizations that wait for a second key."""
    context = desk(request, code, SIGN)
    drafted = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, is_open=True)
    context |= {
        "drafts": [_waiting(one) for one in drafted.select_related("saved_by")],
        "consents": [_asked(one) for one in two_keyed(code)],
    }
    return render(request, "authority/signing.html", context)


def _waiting(draft: Draft) -> dict[str, Any]:
    asked = version_of(draft.party, draft.content)
    with open_ledger(ledger_place()) as ledger:
        posting = list(foreseen(ledger, asked))
    elements = [one for one in findings_on(asked) if one.code.startswith("AUTH_ELEMENTS")]
    found = [*posting, *elements]
    return {
        "draft": draft,
        "asked": asked,
        "key": new_key(),
        "findings": findings_told(found),
        "outcome": worst(found).value,
        "is_refused": refused(posting),
    }


@needs(SIGN)
@require_POST
def sign(request: HttpRequest, code: str, identifier: str) -> HttpResponse:
    """Sign a draft as it was shown: the ledger records it once, and the letter is kept."""
    desk(request, code, SIGN)
    by = known_user(request, SIGN)
    draft = Draft.objects.filter(party=code, kind=Kind.AUTHORIZATION, subject=identifier).first()
    if draft is None:
        raise Http404(identifier)
    if request.POST.get("revision") != str(draft.revision):
        messages.error(request, _("The draft was changed after you looked at it; look again."))
        return redirect("signing", code)
    asked = version_of(code, draft.content)
    try:
        key = own_key(request, SIGN)
        write(request, SIGN, key, identifier, lambda _before: asked)
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
        return redirect("signing", code)
    except Refused as refusal:
        for one in findings_told(refusal.findings):
            messages.error(request, f"{one['message']} {one['fix']} ({one['source']})")
        return redirect("signing", code)
    finish(key, draft, asked, by)
    messages.success(request, _("Signed; the letter is kept."))
    return redirect("authority_authorization", code, identifier)


def finish(key: str, draft: Draft, asked: Authorize, by: User) -> None:
    """Keep the letter of a version that was recorded, once, and take its draft off the desk."""
    today = datetime.now(UTC).date()
    made = Made((DataUsed("ledger"),), asked.on)
    keep(
        by,
        key,
        Paper(
            kind=Kind.AUTHORIZATION,
            party=asked.party,
            subject=asked.id,
            version=str(asked.version),
            on=asked.decided_on,
            data=write_body(asked),
            layout=letter(asked, str(by), today, made),
            approaches=(asked.approach,),
        ),
    )
    drafts.close(draft)


def two_keyed(code: str) -> list[tuple[Authorize, Consent | None]]:
    """Return other Parties' authorizations that demand this Party's key, with its answer."""
    with reading(ledger_place()) as reader:
        newest: dict[str, Authorize] = {one.id: one for one in reader.records(Authorize)}
        said: dict[str, Consent] = {
            one.authorization: one for one in reader.records(Consent) if one.party == code
        }
    return [
        (one, said.get(one.id))
        for one in newest.values()
        if code in one.authorized_parties
        and one.party != code
        and one.content is not None
        and Demand.TWO_KEYS in one.content.demands
    ]


def consent_of(code: str, identifier: str, decision: Decision, on: date, by: User) -> Consent:
    """Return what a Party says of another's authorization, in the name of who acts for it."""
    told: dict[str, Any] = {
        "authorization": identifier,
        "party": code,
        "authority": str(by),
    }
    return Consent(on=on, decision=decision, **told)


def _asked(pair: tuple[Authorize, Consent | None]) -> dict[str, Any]:
    one, said = pair
    return {
        "id": one.id,
        "party": party_name(one.party),
        "approach": one.approach,
        "version": one.version,
        "approves": said is not None and said.decision is Decision.APPROVES,
        "said_on": said.on if said else None,
        "key": new_key(),
    }


@needs(SIGN)
@require_POST
def consent(request: HttpRequest, code: str, identifier: str) -> HttpResponse:
    """Turn the second key of another Party's authorization, or take it back."""
    context = desk(request, code, SIGN)
    if identifier not in {one.id for one, _said in two_keyed(code)}:
        raise Http404(identifier)
    decision = Decision.WITHDRAWS if "withdraw" in request.POST else Decision.APPROVES
    by = known_user(request, SIGN)
    said = consent_of(code, identifier, decision, context["today"], by)
    try:
        key = own_key(request, SIGN)
        write(request, SIGN, key, identifier, lambda before: before or said)
    except ValueError:
        messages.error(request, _("Load the page again: it carries no key."))
    except Refused as refusal:
        for one in findings_told(refusal.findings):
            messages.error(request, f"{one['message']} {one['fix']}")
    else:
        messages.success(request, _("Your key is on record."))
    return redirect("signing", code)
