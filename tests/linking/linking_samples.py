"""Agreements for tests, small and in order."""

from datetime import date
from fractions import Fraction

from tallystick.linking.agreement import Agreement, Dates, Day, PartyTo, Recognition
from tallystick.linking.agreement.restrictions import Restriction
from tallystick.linking.agreement.words import Form, Level, Role

ON = date(2026, 1, 1)
HALF = Fraction(1, 2)


def party(name: str, *systems: str, role: Role = Role.BOTH) -> PartyTo:
    return PartyTo(id=name, level=Level.NATIONAL, systems=systems, role=role)


def direction(origin: str, destination: str, *restrictions: Restriction) -> Recognition:
    return Recognition(origin=origin, destination=destination, restrictions=restrictions)


def agreement(
    *recognition: Recognition,
    parties: tuple[PartyTo, ...] = (party("EUE", "eu_ets"), party("CHE", "che_ets")),
    form: Form = Form.TREATY,
    umbrella: str | None = None,
    name: str = "link_eu_ch",
) -> Agreement:
    return Agreement(
        id=name,
        form=form,
        parties=parties,
        dates=Dates(signed=Day(2017, 11, 23), in_force=Day(2020, 1, 1)),
        recognition=recognition,
        umbrella_statute=umbrella,
    )
