"""What accounts hold, what they demand of those who move units, and what waits for approval."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.facts import Account
from tallystick.ledger import open_ledger
from tallystick.ledger.reading import Reader, reading
from tallystick.web.approvals.views import STATES, WORDS
from tallystick.web.approvals.waiting import waiting
from tallystick.web.authority.scope import accounts_within, can_do
from tallystick.web.languages import pick
from tallystick.web.people.power import needs, reach
from tallystick.web.places import ledger_place
from tallystick.web.presenting import party_name

RANGES_SHOWN = 200
ACCOUNTS_SHOWN = 100
PROPOSALS_SHOWN = 20


@needs("account.read")
@require_safe
def holdings(request: HttpRequest) -> HttpResponse:
    """Show the accounts a user answers for: ranges, limits, trusted accounts, proposals."""
    with open_ledger(ledger_place()) as ledger:
        own = accounts_within(request, "account.read", ledger)[:ACCOUNTS_SHOWN]
        controls = {one.account: one for one in ledger.controls()}
        within = reach(request.user, "account.read")
        proposed = list(waiting(ledger, within, timezone.now()))[:PROPOSALS_SHOWN]
    with reading(ledger_place()) as reader:
        accounts = [_account(one, reader, controls.get(one.id)) for one in own]
    context = {"accounts": accounts, "proposals": list(_told(proposed)), "can": can_do(request)}
    return render(request, "authority/holdings.html", context)


def _account(one: Account, reader: Reader, controls: SetControls | None) -> dict[str, Any]:
    held = reader.held_by(one.id, RANGES_SHOWN + 1)
    return {
        "id": one.id,
        "name": one.name,
        "party": party_name(one.party),
        "kind": pick(one.kind.label),
        "terminal": one.kind.terminal,
        "controls": controls,
        "trusted": sorted(controls.trusted) if controls else [],
        "more": len(held) > RANGES_SHOWN,
        "ranges": [
            {
                "series": str(each.block.series),
                "first": each.block.first,
                "last": each.block.last,
                "quantity_t": each.block.quantity,
                "authorization": each.units.authorization,
                "first_transferred_on": each.units.first_transferred_on,
            }
            for each in held[:RANGES_SHOWN]
        ],
    }


def _told(proposed: list[Any]) -> Iterator[dict[str, Any]]:
    for one in proposed:
        asked = one.proposal.asked
        word = WORDS.get(asked.posting.kind)
        yield {
            "id": asked.id,
            "what": word() if word else asked.posting.kind,
            "state": STATES[one.state](),
            "ready": one.ready,
            "deadline": asked.deadline,
            "quantity_t": sum(each.quantity for each in one.passages),
            "takers": ", ".join(each.taker for each in one.passages),
        }
