"""NDCs missed and oversold in an ensemble are those of single equilibria."""

from dataclasses import replace

import pytest

from tallystick.market import Collar, Inside, Link, Market, Network, linear, solve
from tallystick.market.effects import attainments
from tallystick.market.ensemble import (
    Distribution,
    Draw,
    How,
    Key,
    Spread,
    Uncertainty,
    ensemble_to_json,
    simulate,
)

CEILING = (Collar((300.0,)),)
SELLER = Market("s", (10.0,), linear(0, 1), (100.0,), released=CEILING, inside=Inside(target=92.0))
BUYER = Market("b", (40.0,), linear(0, 2), (120.0,), released=CEILING)
NETWORK = Network((SELLER, BUYER), (Link("s", "b", 0.9),))
SHOCK = Draw("cap", Spread(Distribution.NORMAL, (0.0, 8.0)), market="s", how=How.SHIFT)
N_DRAWS = 12


def test_missed_and_oversold_draws_are_those_of_single_equilibria() -> None:
    found = simulate(NETWORK, Uncertainty((SHOCK,)), N_DRAWS, 3)
    from tallystick.market.ensemble.sampling import normals

    shifts = 8.0 * normals(Uncertainty((SHOCK,)), 3, 0, 0)[:N_DRAWS, 0]
    missed = oversold = 0
    for shift in shifts.tolist():
        seller = replace(SELLER, needs=(10.0 - shift,))
        [one] = attainments(solve(replace(NETWORK, markets=(seller, BUYER))))
        missed += not one.attained
        oversold += one.oversold_t > 0
    assert 0 < missed < N_DRAWS
    assert found.events[Key("ndc_missed", "s", 0)] == pytest.approx(missed / N_DRAWS)
    assert found.events[Key("ndc_oversold", "s", 0)] == pytest.approx(oversold / N_DRAWS)


def test_only_markets_with_a_target_and_a_baseline_have_an_ndc() -> None:
    found = simulate(NETWORK, Uncertainty((SHOCK,)), 4, 3)
    seller, buyer = ensemble_to_json(found)["markets"]
    assert set(seller["ndc"]) == {"missed_probability", "overselling_probability"}
    assert "ndc" not in buyer
    bare = replace(NETWORK, markets=(replace(SELLER, baselines=None), BUYER))
    need = replace(SHOCK, parameter="need")
    assert "ndc" not in ensemble_to_json(simulate(bare, Uncertainty((need,)), 4, 3))["markets"][0]
