"""What a Party's registry has on record: accounts and freezes, entities, NDCs and forecasts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.postings.records import OpenAccount, RecordNdc
from tallystick.article6.postings.term_records import Identify, RecordForecast
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.reading import reading
from tallystick.web.authority.scope import desk, parties_within
from tallystick.web.languages import pick
from tallystick.web.people.models import OrganisationAccount
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.registry.account_forms import IDENTITIES
from tallystick.web.registry.known import Known, known
from tallystick.web.registry.party_forms import KINDS, KYC, METHODS, PERMITS

SHOWN = 50


def words_of(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Return what the values of a field of choice are called on the page."""
    return {str(value): str(label) for value, label in choices}


@needs("account.read")
@require_safe
def registry(request: HttpRequest, code: str) -> HttpResponse:
    """List the accounts of a Party with their holders and demands, and what is frozen."""
    context = desk(request, code, "account.read")
    with reading(ledger_place()) as reader:
        found = known(reader, code)
        identities = {one.account: one for one in reader.records(Identify)}
    after = request.GET.get("after", "")
    names = [name for name in found.accounts if name > after]
    held = OrganisationAccount.objects.filter(account__in=names[:SHOWN])
    holders = {one.account: str(one.organisation) for one in held.select_related("organisation")}
    context |= {
        "accounts": [
            _account(found, found.accounts[name], identities.get(name), holders.get(name, ""))
            for name in names[:SHOWN]
        ],
        "after": names[SHOWN - 1] if len(names) > SHOWN else "",
        "freezes": list(found.freezes.values()),
        "pledges": list(found.pledges.values()),
    }
    return render(request, "registry/accounts.html", context)


def _account(
    found: Known, one: OpenAccount, identity: Identify | None, holder: str
) -> dict[str, Any]:
    kind, controls = account_kinds().get(one.account_kind), found.controls.get(one.id)
    return {
        "id": one.id,
        "name": one.name,
        "kind": pick(kind.label) if kind else one.account_kind,
        "on": one.on,
        "holder": holder,
        "identity": words_of(IDENTITIES)[identity.identity.value] if identity else "",
        "until": identity.until if identity else None,
        "controls": controls,
        "is_frozen": any(freeze.account == one.id for freeze in found.freezes.values()),
    }


@needs("units.restrain")
@require_safe
def freezes(request: HttpRequest) -> HttpResponse:
    """Lead to the freezes of the first Party that one may freeze for."""
    codes = parties_within(request, "units.restrain", [])
    if not codes:
        raise PermissionDenied("units.restrain")
    return redirect("record_freeze", codes[0])


@needs("adjustment.read")
@require_safe
def entities(request: HttpRequest, code: str) -> HttpResponse:
    """List the entities that a Party has authorized, the newest record of each."""
    context = desk(request, code, "adjustment.read")
    rows = [_entity(one, context["today"]) for one in entities_of(code)]
    return render(request, "registry/entities.html", {**context, "rows": rows})


def entities_of(code: str) -> list[AuthorizeEntity]:
    """Return the newest record of each entity that a Party has authorized, by approach."""
    with reading(ledger_place()) as reader:
        found: list[AuthorizeEntity] = reader.records(AuthorizeEntity)
    newest = {(one.approach, one.number): one for one in found if one.party == code}
    return [one for _place, one in sorted(newest.items())]


def _entity(one: AuthorizeEntity, on: date) -> dict[str, Any]:
    permits = words_of(PERMITS)
    return {
        "record": one,
        "is_valid": one.is_valid_on(on),
        "kyc": words_of(KYC)[one.kyc.value if one.kyc else ""],
        "permits": ", ".join(permits[each.value] for each in sorted(one.permits)),
        "accounts": ", ".join(one.accounts),
    }


@needs("adjustment.read")
@require_safe
def ndc_register(request: HttpRequest, code: str) -> HttpResponse:
    """Show every record of a Party's NDC with its emissions, the newest first, and forecasts."""
    context = desk(request, code, "adjustment.read")
    with reading(ledger_place()) as reader:
        ndcs: list[RecordNdc] = reader.records(RecordNdc, code)
        forecasts: list[RecordForecast] = reader.records(RecordForecast, code)
    newest = forecasts[-1] if forecasts else None
    context |= {
        "rows": [_ndc(one) for one in reversed(ndcs)],
        "forecast": newest,
        "covers": sorted(newest.covers_t.items()) if newest else [],
    }
    return render(request, "registry/ndc.html", context)


def _ndc(one: RecordNdc) -> dict[str, Any]:
    return {
        "record": one,
        "kind": words_of(KINDS)[one.ndc_kind],
        "method": words_of(METHODS)[one.method],
        "target_t": one.target_t if one.target_t is not None else one.budget_t,
        "years": sorted(one.inventory_t.items()),
        "source": one.note.get("source", ""),
    }
