"""How the gains of a simulated link are spread over its Parties."""

from dataclasses import replace
from fractions import Fraction

import pytest
from simulation_samples import agreement, simulated

from tallystick import law
from tallystick.linking.agreement import PartyTo
from tallystick.linking.agreement.words import Level
from tallystick.market.simulation import simulation_to_json
from tallystick.market.simulation.telling import distribution, gains_of

STATES = (
    PartyTo(id="EUE", level=Level.SUPRANATIONAL, systems=("dear",)),
    PartyTo(id="CHE", level=Level.NATIONAL, systems=("cheap",)),
)


@pytest.mark.feature("F041")
def test_every_simulated_link_tells_gains_per_party_and_per_head() -> None:
    found = simulated(agreement(parties=STATES))
    assert found.restricted
    gains = gains_of(found.restricted)
    told = distribution(found)
    shared = {one.party: one for one in told.gains}
    assert set(shared) == {"EUE", "CHE"}
    assert sum(one.amount for one in told.gains) == pytest.approx(sum(gains.values()))
    assert shared["CHE"].per_head == Fraction(gains["cheap"]) / law.populations()["CHE"]
    assert shared["EUE"].per_head == Fraction(gains["dear"]) / law.populations()["EUE"]
    listed = simulation_to_json(found)["distribution"]["parties"]
    assert all(one["per_head"] is not None for one in listed)


@pytest.mark.feature("F041")
def test_gain_per_head_stays_open_below_the_state() -> None:
    part = replace(STATES[1], id="US-CA", level=Level.SUBNATIONAL, state="USA")
    told = distribution(simulated(agreement(parties=(STATES[0], part))))
    heads = {one.party: one.per_head for one in told.gains}
    assert heads["US-CA"] is None
    assert heads["EUE"] is not None
    assert told.spread is None


def test_link_without_a_solution_has_no_distribution() -> None:
    blank = simulated(agreement(parties=STATES, facts=()))
    assert distribution(blank).to_json() == {"parties": [], "spread": None, "losers": []}
