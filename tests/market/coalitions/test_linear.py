"""Closed forms of linear markets: their identities, and draws that are solved one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.market import Link, Market, Network, linear, solve
from tallystick.market.coalitions.linear import (
    LinearMarket,
    group_gain,
    group_price,
    group_variance,
    merger_gain,
    pair_gain,
    pass_through,
)

THREE = [LinearMarket(3, 30), LinearMarket(5, 22), LinearMarket(8, 12)]
markets = st.lists(
    st.builds(LinearMarket, st.floats(0.1, 10), st.floats(0, 100)), min_size=1, max_size=4
)


def test_gain_of_a_group_is_that_of_its_pairs() -> None:
    assert group_gain(THREE).total == pytest.approx(398)
    assert pair_gain(THREE[0], THREE[1]).total == pytest.approx(60)


@given(markets, markets)
def test_joining_groups_adds_what_the_merger_gains(
    first: list[LinearMarket], second: list[LinearMarket]
) -> None:
    apart = group_gain(first).total + group_gain(second).total
    assert merger_gain(first, second) >= 0
    together = group_gain([*first, *second]).total
    assert together == pytest.approx(apart + merger_gain(first, second), rel=1e-9, abs=1e-6)


@given(markets)
def test_pass_through_adds_up_to_one(found: list[LinearMarket]) -> None:
    assert sum(pass_through(found)) == pytest.approx(1)


def test_draws_gain_on_average_what_effort_and_risk_say() -> None:
    drawn = [LinearMarket(3, 30, 6), LinearMarket(5, 22, 4), LinearMarket(8, 12, 3)]
    correlations = [[1.0, 0.4, -0.2], [0.4, 1.0, 0.1], [-0.2, 0.1, 1.0]]
    deviations = np.array([one.deviation for one in drawn])
    covariance = np.array(correlations) * np.outer(deviations, deviations)
    prices = np.random.default_rng(5).multivariate_normal(
        [one.price for one in drawn], covariance, 200_000
    )
    slopes = np.array([one.slope for one in drawn])
    joint = prices @ slopes / slopes.sum()
    gains = ((prices - joint[:, None]) ** 2 * slopes / 2).sum(axis=1)
    assert gains.mean() == pytest.approx(group_gain(drawn, correlations).total, rel=0.01)
    assert joint.mean() == pytest.approx(group_price(drawn), rel=0.01)
    assert joint.var() == pytest.approx(group_variance(drawn, correlations), rel=0.02)


def test_gain_within_a_pair_goes_to_the_smaller_market() -> None:
    one, other = THREE[:2]
    homes = tuple(
        Market(name, (each.slope * each.price,), linear(0, 1 / each.slope))
        for name, each in (("one", one), ("other", other))
    )
    found = solve(Network(homes, (Link("one", "other"), Link("other", "one"))))
    gains = [each.gain[0] for each in found.markets if each.gain]
    assert sum(gains) == pytest.approx(pair_gain(one, other).total)
    assert gains[0] / gains[1] == pytest.approx(other.slope / one.slope)
    assert gains[0] > gains[1]
