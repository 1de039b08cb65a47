"""Agreements whose simulation can be worked out by hand: slopes 2 and 1, needs 40 and 20."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tallystick import law
from tallystick.linking.agreement import Agreement, PartyTo, Recognition, SystemFacts
from tallystick.linking.agreement.restrictions import Restriction
from tallystick.linking.agreement.words import Form, Level
from tallystick.linking.systems import profiles
from tallystick.market.simulation import Circumstances, Simulation, simulate

DAY = date(2026, 6, 1)
FIFTH = Fraction(1, 5)
DEAR = SystemFacts(system="dear", cap_t=200, price_usd=Decimal(80), elasticity=FIFTH)
CHEAP = SystemFacts(system="cheap", cap_t=100, price_usd=Decimal(20), elasticity=FIFTH)


def agreement(*restrictions: Restriction, both: bool = False, **changed: Any) -> Agreement:
    """Return an agreement by which the cheap system's units are good in the dear one."""
    directions = [Recognition(origin="cheap", destination="dear", restrictions=restrictions)]
    if both:
        directions.append(Recognition(origin="dear", destination="cheap"))
    values: dict[str, Any] = {
        "id": "sample",
        "form": Form.TREATY,
        "parties": (
            PartyTo(id="AAA", level=Level.NATIONAL, systems=("dear",)),
            PartyTo(id="BBB", level=Level.NATIONAL, systems=("cheap",)),
        ),
        "recognition": tuple(directions),
        "facts": (DEAR, CHEAP),
    }
    return Agreement(**{**values, **changed})


def simulated(one: Agreement) -> Simulation:
    """Simulate an agreement on a day with everything that ships."""
    return simulate(one, Circumstances(DAY, profiles(), law.abatement_curves()))


def prices(one: Simulation) -> dict[str, float]:
    """Return the prices with the agreement."""
    assert one.restricted
    return {found.market.id: found.price[0] for found in one.restricted.markets}


def sent(one: Simulation) -> float:
    """Return the units that leave the cheap system."""
    assert one.restricted
    return sum(flow.sent[0] for flow in one.restricted.flows if flow.link.source == "cheap")
