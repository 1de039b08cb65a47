"""Accounts within one's reach, and the page of one: its units by serial and what it demands."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.plain import HeldRange
from tallystick.article6.postings.records import OpenAccount
from tallystick.article6.postings.units import Holding
from tallystick.core.actions import TERMINAL, ActionType
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.reading import Reader, reading
from tallystick.web.languages import pick
from tallystick.web.opendata.cursors import BadCursorError, read_cursor, write_cursor
from tallystick.web.people.models import OrganisationAccount
from tallystick.web.people.power import Someone, may, needs, reach
from tallystick.web.places import ledger_place
from tallystick.web.public.pages import party_name
from tallystick.web.registry.tiers import RULE, chains_on

SHOWN, ENTRIES_LOOKED_AT = 50, 500


def within_reach(user: Someone, permission: str, reader: Reader) -> dict[str, OpenAccount]:
    """Return the accounts of the ledger that a permission of a user covers, by id."""
    whose = reach(user, permission)
    held = set(
        OrganisationAccount.objects.filter(organisation__in=whose.organisations).values_list(
            "account", flat=True
        )
    )
    opened = {one.id: one for one in reader.records(OpenAccount)}
    return {
        name: one for name, one in opened.items() if name in held or whose.covers(party=one.party)
    }


def account_asked(user: Someone, permission: str, reader: Reader, name: str) -> OpenAccount:
    """Return an account; raises PermissionDenied for one that is out of reach or not there.

    Both get the same answer, so that nobody learns which accounts others have.
    """
    found: list[OpenAccount] = reader.records(OpenAccount, name)
    party = found[-1].party if found else ""
    if not found or not may(user, permission, party=party, account=name):
        raise PermissionDenied(permission)
    return found[-1]


@needs("account.read")
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts one may see."""
    after = request.GET.get("after", "")
    with reading(ledger_place()) as reader:
        found = within_reach(request.user, "account.read", reader)
    names = sorted(name for name in found if name > after)
    context = {
        "rows": [_row(found[name]) for name in names[:SHOWN]],
        "after": names[SHOWN - 1] if len(names) > SHOWN else "",
    }
    return render(request, "entity/accounts.html", context)


def _row(one: OpenAccount) -> dict[str, Any]:
    kind = account_kinds().get(one.account_kind)
    told = {"id": one.id, "name": one.name, "party": party_name(one.party), "on": one.on}
    return {**told, "kind": pick(kind.label) if kind else one.account_kind}


@needs("account.read")
@require_safe
def account(request: HttpRequest, name: str) -> HttpResponse:
    """Show what an account holds, serial by serial, what it demands and what it ended."""
    try:
        place = read_cursor(request.GET.get("cursor"), str, int) or ("", 0)
    except BadCursorError as error:
        raise Http404 from error
    after = str(place[0]), int(place[1])
    with reading(ledger_place()) as reader:
        one = account_asked(request.user, "account.read", reader, name)
        held = list(map(_held, reader.held(name, SHOWN + 1, after)))
        controls: list[SetControls] = reader.records(SetControls, name)
        ended = list(ended_of(reader, one))
        tiers = list(chains_on(reader, timezone.now().date(), account=name))
    last = held[SHOWN - 1] if len(held) > SHOWN else None
    mine: dict[str, Any] = {"party": one.party, "account": name}
    context = {
        "account": _row(one),
        "rows": held[:SHOWN],
        "next": write_cursor(last["series"], last["first"]) if last else "",
        "controls": controls[-1] if controls else None,
        "ended": ended,
        "tiers": tiers,
        "code": RULE.code,
        "source": RULE.source,
        "may_pledge": may(request.user, "units.pledge", **mine),
        "may_transfer": may(request.user, "units.transfer", **mine),
        "may_cancel": may(request.user, "units.cancel", **mine),
    }
    return render(request, "entity/account.html", context)


def _held(one: Holding | HeldRange) -> dict[str, Any]:
    if isinstance(one, HeldRange):
        kept = {"series": one.range.series, "first": one.range.first, "last": one.range.last}
        since = {"since": one.received_on, "first_on": None}
        return {**kept, "quantity_t": one.range.quantity, **since}
    block = one.block
    kept = {"series": str(block.series), "first": block.first, "last": block.last}
    since = {"since": one.received_on, "first_on": one.units.first_transferred_on}
    return {**kept, "quantity_t": block.quantity, **since}


def ended_of(reader: Reader, one: OpenAccount) -> Iterable[dict[str, Any]]:
    """Yield what the account lately used or cancelled, of the newest entries of its Party."""
    for entry in reader.entries_of(one.party, ENTRIES_LOOKED_AT):
        if entry.type in TERMINAL and entry.from_account == one.id and entry.block:
            told = {"on": entry.effective_on, "first_id": entry.block.first_id}
            yield {
                **told,
                "last_id": entry.block.last_id,
                "quantity_t": entry.block.quantity,
                "posting": entry.posting,
                "is_cancelled": entry.type is not ActionType.USE,
            }
