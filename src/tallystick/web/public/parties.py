"""Pages of Parties, cooperative approaches and authorizations."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach, RecordNdc
from tallystick.io.catalogue import catalogue
from tallystick.law import systems
from tallystick.ledger.reading import reading
from tallystick.web.opendata import catalogue_lists, ledger_lists
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.opendata.listing import Asked
from tallystick.web.people.power import public
from tallystick.web.places import ledger_place
from tallystick.web.presenting import account
from tallystick.web.public.digest import balances
from tallystick.web.public.pages import asked, page, party_name, titled
from tallystick.web.public.steps import steps

NEWEST = 50
"""How many of the newest entries the page of a Party shows."""


@public
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """List the Parties that have records in the ledger, then all others."""
    with reading(ledger_place()) as reader:
        active = sorted({one.party for one in reader.records(OpenAccount)} & PARTIES.keys())
    listed = catalogue_lists.parties("", asked(request, limit=len(PARTIES))).rows
    rows = [{**row, "name": titled(row, "name"), "active": row["code"] in active} for row in listed]
    rows.sort(key=lambda row: not row["active"])
    return page(request, "parties.html", {"rows": rows, "page": "parties"})


@public
@require_safe
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show a Party: balances, what it gave and received, its NDC, approaches and agreements."""
    if code not in PARTIES:
        raise Http404
    with reading(ledger_place()) as reader:
        ndcs: list[RecordNdc] = reader.records(RecordNdc, code)
        entries = reader.entries_of(code, NEWEST)
        approaches: list[RecordApproach] = reader.records(RecordApproach)
        authorizations: list[Authorize] = reader.records(Authorize)
        worked_out = balances(reader, ledger_place())
    own = [(ndc, result) for ndc, result in worked_out or () if ndc.party == code]
    context = {
        "code": code,
        "name": party_name(code),
        "row": catalogue_lists.parties("", Asked(party=code)).rows[0],
        "ndcs": _newest(ndcs),
        "accounts": [account(ndc, result) for ndc, result in own],
        "balances_pending": worked_out is None,
        "steps": steps(entries),
        "approaches": _approaches(one for one in approaches if code in one.parties),
        "authorizations": _versions(one for one in authorizations if one.party == code),
        "agreements": _agreements(code),
        "systems": [
            {**catalogue_lists.system(one), "name": titled(catalogue_lists.system(one), "name")}
            for one in systems().values()
            if one.party == code
        ],
        "page": "parties",
    }
    return page(request, "party.html", context)


def _newest(ndcs: Iterable[RecordNdc]) -> list[RecordNdc]:
    return list({ndc.period: ndc for ndc in ndcs}.values())


def _approaches(found: Iterable[RecordApproach]) -> list[dict[str, Any]]:
    newest = {one.id: one for one in found}
    return [_approach(one) for _, one in sorted(newest.items())]


def _approach(one: RecordApproach) -> dict[str, Any]:
    row = ledger_lists.approach(one)
    return {**row, "title": titled(row), "names": [party_name(code) for code in one.parties]}


def _versions(found: Iterable[Authorize]) -> list[dict[str, Any]]:
    return [
        {**ledger_lists.authorization(one), "party_name": party_name(one.party)} for one in found
    ]


def _agreements(code: str) -> list[dict[str, Any]]:
    on = day(None)
    found = [one for one in catalogue().values() if code in catalogue_lists.states(one)]
    rows = [catalogue_lists.agreement(one, on) for one in found]
    return [{**row, "title": titled(row)} for row in rows]


@public
@require_safe
def approaches(request: HttpRequest) -> HttpResponse:
    """List the cooperative approaches on record."""
    with reading(ledger_place()) as reader:
        found = reader.records(RecordApproach)
    return page(
        request, "approaches.html", {"approaches": _approaches(found), "page": "approaches"}
    )


@public
@require_safe
def approach(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a cooperative approach with its authorizations."""
    with reading(ledger_place()) as reader:
        found: Sequence[RecordApproach] = reader.records(RecordApproach, identifier)
        authorizations: Sequence[Authorize] = reader.records(Authorize)
    if not found:
        raise Http404
    context = {
        "approach": _approach(found[-1]),
        "source": found[-1].note.get("source", ""),
        "authorizations": _versions(one for one in authorizations if one.approach == identifier),
        "page": "approaches",
    }
    return page(request, "approach.html", context)


@public
@require_safe
def authorization(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show every version of an authorization."""
    with reading(ledger_place()) as reader:
        found: Sequence[Authorize] = reader.records(Authorize, identifier)
    if not found:
        raise Http404
    context = {"identifier": identifier, "versions": _versions(found), "page": "approaches"}
    return page(request, "authorization.html", context)
