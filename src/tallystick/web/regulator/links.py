"""The dashboard of links: state, limits used, prices, flows and coming deadlines."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import OpenAccount
from tallystick.io.catalogue import catalogue
from tallystick.ledger import Ledger
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.reading import Reader, reading
from tallystick.ledger.ways import GIVING
from tallystick.linking.agreement import Agreement, Window
from tallystick.linking.lifecycle.calendar import Entry as CalendarEntry
from tallystick.linking.lifecycle.calendar import calendar
from tallystick.linking.lifecycle.notice import MONTHS, add_months
from tallystick.linking.status import standing
from tallystick.web.languages import pick
from tallystick.web.opendata import catalogue_lists
from tallystick.web.opendata.catalogue_lists import day, states
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import Someone, may, needs
from tallystick.web.places import ledger_place
from tallystick.web.public.digest import Digest
from tallystick.web.public.pages import party_name, titled, word
from tallystick.web.public.systems import STATUSES
from tallystick.web.regulator import limits
from tallystick.web.regulator.sankey import drawn

YEARS_AHEAD, DEADLINES_MAX, FLOWS_MAX = 2, 40, 20
ALL = "all"


def _yearly(ledger: Ledger) -> dict[tuple[str, str, int], int]:
    """Add up standing transfers between Parties by giver, receiver and calendar year."""
    found: dict[tuple[str, str, int], int] = {}
    for entry in standing_journal(ledger):
        if entry.type in GIVING and entry.party and entry.counterparty and entry.block:
            cell = entry.party, entry.counterparty, entry.effective_on.year
            found[cell] = found.get(cell, 0) + entry.block.quantity
    return found


yearly_flows: Digest[dict[tuple[str, str, int], int]] = Digest(_yearly)


@needs("link.read")
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Show the links of a Party, one's own if none is named, or of all."""
    party, on = party_asked(request.user, request.GET.get("party", "")), day(None)
    shown, effective = agreements_of(party, on)
    with reading(ledger_place()) as reader:
        flows = yearly_flows(reader, ledger_place())
        accounts = account_limits(reader, request.user)
    moved = _flows(flows or {}, party)
    context = {
        "party": party,
        "parties": [{"code": code, "name": party_name(code)} for code in _parties()],
        "on": on,
        "rows": [_row(one, on) for one in sorted(shown, key=lambda one: one not in effective)],
        "effective": len(effective),
        "limits": [_limit(one, on) for one in limits.agreed(effective, flows or {}, on)],
        "account_limits": accounts,
        "prices": _prices(shown),
        "flows": moved,
        "picture": drawn([(one["giving"], one["receiving"], one["quantity_t"]) for one in moved]),
        "deadlines": _deadlines(effective, on),
        "pending": flows is None,
    }
    return render(request, "regulator/links.html", context)


def agreements_of(party: str, on: date) -> tuple[list[Agreement], list[Agreement]]:
    """Return the agreements of a Party or of all, and those of them in effect on a day."""
    shown = [one for one in catalogue().values() if party in (ALL, *states(one))]
    return shown, [one for one in shown if standing(one, on).is_effective]


def party_asked(user: Someone, asked: str) -> str:
    """Return the Party asked for, else that of the user's organisation; raises Http404."""
    if not asked:
        own = Organisation.objects.filter(
            memberships__user=user.pk, memberships__ended_at=None
        ).exclude(party="")
        first = own.first()
        return first.party if first else ALL
    if asked != ALL and asked not in PARTIES:
        raise Http404(asked)
    return asked


def _parties() -> list[str]:
    listed = {code for one in catalogue().values() for code in states(one)}
    return sorted(listed & PARTIES.keys(), key=party_name)


def _row(one: Agreement, on: date) -> dict[str, Any]:
    row = catalogue_lists.agreement(one, on)
    told = {name: word(row[name]) for name in ("form", "subject", "status")}
    parties = ", ".join(party_name(code) for code in states(one))
    return {"id": one.id, "title": titled(row), **told, "ends": row["ends"], "parties": parties}


def _limit(told: dict[str, Any], on: date) -> dict[str, Any]:
    title = titled(catalogue_lists.agreement(told["agreement"], on))
    words = {name: word(told[name]) for name in ("scope", "per")}
    return {**told, **words, "id": told["agreement"].id, "title": title}


def account_limits(reader: Reader, user: Someone) -> list[dict[str, Any]]:
    """Return the limits of the accounts that the user may see."""
    kept = reader.limits()
    opened = {one.id: one.party for one in reader.records(OpenAccount)} if kept else {}
    seen = [
        one
        for one in kept
        if may(user, "account.read", party=opened.get(one.account, ""), account=one.account)
    ]
    return limits.of_accounts(seen)


def systems_of(agreements: Iterable[Agreement]) -> list[law.System]:
    """Return the listed systems that agreements link."""
    held = {name for one in agreements for name in one.systems_held}
    return [one for one in law.systems().values() if one.id in held]


def _prices(agreements: Iterable[Agreement]) -> list[dict[str, Any]]:
    """Return the listed price of each system of the agreements, and how well it is known."""
    return [
        {
            "id": one.id,
            "name": titled(catalogue_lists.system(one), "name"),
            "price_usd": one.facts["price_usd"].value,
            "as_of": one.as_of,
            "status": STATUSES[one.facts["price_usd"].status](),
        }
        for one in systems_of(agreements)
    ]


def largest_flows(flows: limits.Flows, party: str) -> list[tuple[tuple[str, str], int]]:
    """Add flows up over the years, the largest first; of one Party, what it gave and received."""
    sums: dict[tuple[str, str], int] = {}
    for (giving, receiving, _year), quantity in flows.items():
        if party in {ALL, giving, receiving}:
            sums[giving, receiving] = sums.get((giving, receiving), 0) + quantity
    return sorted(sums.items(), key=lambda one: -one[1])[:FLOWS_MAX]


def _flows(flows: limits.Flows, party: str) -> list[dict[str, Any]]:
    return [
        {"giving": party_name(giving), "receiving": party_name(receiving), "quantity_t": quantity}
        for (giving, receiving), quantity in largest_flows(flows, party)
    ]


def deadlines_of(
    agreements: Sequence[Agreement], on: date
) -> Iterator[tuple[Agreement, CalendarEntry]]:
    """Yield what falls due under agreements in the coming years."""
    window = Window(on, add_months(on, YEARS_AHEAD * MONTHS))
    for one in agreements:
        for entry in calendar(one, window):
            yield one, entry


def _deadlines(agreements: Sequence[Agreement], on: date) -> list[dict[str, Any]]:
    """Return what falls due under agreements, the earliest first."""
    found = [
        {
            "on": entry.on,
            "what": pick(entry.text),
            "source": entry.source or "",
            "id": one.id,
            "title": titled(catalogue_lists.agreement(one, on)),
        }
        for one, entry in deadlines_of(agreements, on)
    ]
    return sorted(found, key=lambda entry: (entry["on"], entry["title"]))[:DEADLINES_MAX]
