"""Where the pages stand in the navigation, and who is shown which."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tallystick.web.people.power import Someone, powers


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: the name of its address, its label, and the permission to see it (none: all)."""

    name: str
    label: Any
    permission: str = ""


PLACES = (
    Place("transfers", _("Transfers")),
    Place("search", _("Search")),
    Place("map", _("Map")),
    Place("parties", _("Parties")),
    Place("approaches", _("Approaches")),
    Place("agreements", _("Agreements")),
    Place("systems", _("Systems")),
    Place("proofs", _("Proofs")),
    Place("data", _("Open data")),
    Place("law", _("Law")),
    Place("authority", _("Authority"), "adjustment.read"),
    Place("holdings", _("Holdings"), "account.read"),
    Place("freezes", _("Freezes"), "units.restrain"),
    Place("entity", _("Units and accounts"), "account.read"),
    Place("pledges", _("Pledges"), "units.pledge"),
    Place("proceeds_list", _("Share of proceeds"), "proceeds.keep"),
    Place("contract_list", _("Contracts"), "contract.keep"),
    Place("links", _("Links"), "link.read"),
    Place("agreement_draft_list", _("Drafts of agreements"), "agreement.draft"),
    Place("simulations", _("Simulations"), "agreement.simulate"),
    Place("approvals", _("Approvals"), "units.approve"),
    Place("cases", _("Cases"), "case.read"),
    Place("claims", _("Compliance cases"), "case.read"),
    Place("expert_reviews", _("Expert reviews"), "case.read"),
    Place("check_reports", _("Check reports"), "case.open"),
    Place("statements", _("Statements"), "verification.submit"),
    Place("joint_body", _("Joint body"), "agreement.oversee"),
    Place("log", _("Log"), "ledger.verify"),
    Place("people", _("People"), "people.read"),
    Place("audit", _("Audit trail"), "audit.read"),
)
"""In the order of the page; a workspace adds its line."""


def navigation(request: HttpRequest, user: Someone) -> Iterator[dict[str, Any]]:
    """Yield what a user is shown; the entry of the page itself is marked as current."""
    held = powers(user)
    for place in PLACES:
        if place.permission and place.permission not in held:
            continue
        url = reverse(place.name)
        yield {"label": place.label, "url": url, "is_current": request.path == url}
