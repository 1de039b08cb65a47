"""Whose desk a page is: the Party in its address, and the Parties a user may look at."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.facts import Account
from tallystick.ledger import Ledger
from tallystick.web.people.models import OrganisationAccount, User
from tallystick.web.people.power import holds, may, reach, require
from tallystick.web.presenting import party_name

OFFERED = (
    "approach.record",
    "authorization.draft",
    "authorization.sign",
    "account.read",
    "account.open",
    "account.control",
    "entity.authorize",
    "units.restrain",
    "units.pledge",
    "units.correct",
    "step.file",
    "ndc.record",
    "units.issue",
    "units.transfer",
    "units.use",
    "units.cancel",
    "report.read",
    "report.draft",
    "report.submit",
)
"""What the pages of a desk offer to do, each if the user may."""


def desk(request: HttpRequest, code: str, permission: str) -> dict[str, Any]:
    """Return what every page of a Party's desk is given; refuses who may not see it.

    Raises Http404 for a code that is no Party's.
    """
    if code not in PARTIES:
        raise Http404(code)
    require(request.user, permission, party=code)
    can = {
        one.replace(".", "_"): may(request.user, one, party=code)
        for one in (*OFFERED, "adjustment.read")
    }
    return {"party": code, "name": party_name(code), "can": can, "today": timezone.now().date()}


def parties_within(request: HttpRequest, permission: str, known: list[str]) -> list[str]:
    """Return those of the known Parties that a permission of the user reaches, and the user's own.

    In the order of their codes.
    """
    within = reach(request.user, permission)
    own = set(known) if within.everywhere else set(within.parties)
    return sorted(own & PARTIES.keys())


def accounts_within(request: HttpRequest, permission: str, ledger: Ledger) -> list[Account]:
    """Return the accounts of the ledger that a permission of the user reaches."""
    within = reach(request.user, permission)
    held = set(
        OrganisationAccount.objects.filter(organisation__in=within.organisations).values_list(
            "account", flat=True
        )
    )
    return [one for one in ledger.accounts() if one.id in held or within.covers(one.party)]


def known_user(request: HttpRequest, permission: str) -> User:
    """Return who acts; PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied(permission)
    return request.user


def can_do(request: HttpRequest) -> dict[str, bool]:
    """Say what a user may do at all, for pages that belong to no one Party."""
    return {one.replace(".", "_"): holds(request.user, one) for one in OFFERED}
