"""The figures behind the answers on a file of practice."""

from typing import Any

from tallystick.core.quantities import printed
from tallystick.linking.practice.actors import Roles, maturity, need_matrix
from tallystick.linking.practice.allocation import asymmetry
from tallystick.linking.practice.around import Around
from tallystick.linking.practice.auction import clear
from tallystick.linking.practice.border import cost
from tallystick.linking.practice.consent import exemption_matrix
from tallystick.linking.practice.flows import roll_up, treated
from tallystick.linking.practice.legacy import holdings
from tallystick.linking.practice.liability import to_replace
from tallystick.linking.practice.obligations import Obligation, split
from tallystick.linking.practice.record import Practice
from tallystick.linking.practice.venues import legs


def figures(practice: Practice, around: Around) -> dict[str, Any]:
    """Return the figures of every list that the file holds."""
    told = {
        "obligations": [_obligation(one, around) for one in practice.obligations],
        "auctioned_apart": _apart(practice),
        "exemption_matrix": _matrix(practice, around),
        "to_replace": {one.id: to_replace(one, around) for one in practice.invalidations},
        "net_by_state": roll_up(practice.flows, around) if practice.flows else None,
        "flows": [
            {"from": one.flow.host, "to": one.flow.user, "treatment": one.treatment.value}
            for one in treated(practice.flows, around)
        ],
        "border_cost": {one.id: printed(cost(one, around)) for one in practice.imports},
        "footprints": [
            {
                "product": one.product,
                "installation": one.installation,
                "embedded": printed(one.embedded),
                "whole": printed(one.whole),
            }
            for one in practice.footprints
        ],
        "controls": {
            f"{one.region} {one.year}": {
                name: {"value": printed(value), "cap": printed(cap)}
                for name, value, cap in one.indicators()
            }
            for one in practice.controls
        },
        "legacy": holdings(practice.legacy),
        "outputs": {one.installation: one.allowed_t for one in practice.outputs},
        "auctions": _auctions(practice),
        "settlement": {one.id: list(legs(one)) for one in practice.trades},
        "roles": _roles(practice),
        "needs": _needs(practice, around),
        "maturity": {
            one.party: dict(zip(("certain", "possible"), maturity(one), strict=True))
            for one in practice.checklists
        },
    }
    return {name: figure for name, figure in told.items() if figure}


def _obligation(one: Obligation, around: Around) -> dict[str, Any]:
    due, exempt = split(one, around) or (None, None)
    return {"party": one.party, "year": one.year, "due_t": due, "exempt_t": exempt}


def _apart(practice: Practice) -> dict[str, Any]:
    years = sorted({one.year for one in practice.allotments})
    return {str(year): printed(asymmetry(practice.allotments, year)) for year in years}


def _matrix(practice: Practice, around: Around) -> list[dict[str, Any]]:
    if around.agreement is None or not practice.exemptions:
        return []
    return [
        {"granted_by": giver, "recognised_by": taker, "sectors": list(sectors)}
        for (giver, taker), sectors in exemption_matrix(around.agreement, around.on).items()
    ]


def _auctions(practice: Practice) -> dict[str, Any]:
    found = {one.id: clear(one) for one in practice.auctions}
    return {
        name: {"price": str(one.price), "sold_t": one.sold_t, "awarded_t": list(one.awarded_t)}
        for name, one in found.items()
        if one is not None
    }


def _roles(practice: Practice) -> dict[str, Any]:
    held = Roles(held=practice.roles)
    actors = dict.fromkeys(one.actor for one in practice.roles)
    return {
        actor: {deal: [role.value for role in roles] for deal, roles in held.of(actor).items()}
        for actor in actors
    }


def _needs(practice: Practice, around: Around) -> dict[str, Any]:
    return need_matrix(practice.needs, around.agreement) if around.agreement else {}
