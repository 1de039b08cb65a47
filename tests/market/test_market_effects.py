"""What an equilibrium does, on the markets of slopes 2 and 1 with needs 40 and 20."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[2]))

from soak._networks import network

from tallystick.market import (
    Collar,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    NoSolution,
    Solution,
    linear,
    power,
    solve,
)
from tallystick.market.effects import (
    Range,
    attainments,
    auctions,
    deductions,
    effects_to_json,
    flow_matrix,
    group_gains,
    loss,
    pass_through,
    rate_range,
    rent_holders,
    volatility,
    world,
)
from tallystick.market.network import Group, Inside

A = Market("a", (40.0,), linear(0, 2, 240), (240.0,))
B = Market("b", (20.0,), linear(0, 1, 120), (120.0,))
BOTH = (Link("b", "a"), Link("a", "b"))


def gains(found: Solution) -> dict[str, float]:
    return {one.market.id: (one.gain or (0.0,))[0] for one in found.markets}


def test_flows_stand_in_units_of_the_source_and_of_the_target() -> None:
    found = solve(Network((A, B), (Link("b", "a", 0.8),)))
    told = flow_matrix(found)
    sent = 44 / 2.28
    assert told["markets"] == ["a", "b"]
    assert np.array(told["sent"]) == pytest.approx(np.array([[0, 0], [sent, 0]]))
    assert np.array(told["received"]) == pytest.approx(np.array([[0, 0], [0.8 * sent, 0]]))


def test_rent_goes_where_the_rule_says_and_none_is_lost() -> None:
    found = solve(Network((A, B), (Link("b", "a", limit=10),)))
    for share in (1.0, 0.5, 0.0):
        held = {one.market: one for one in rent_holders(found, share)}
        assert held["a"].as_importer == pytest.approx(300 * share)
        assert held["b"].as_exporter == pytest.approx(300 * (1 - share))
        assert (held["a"].gain or 0) + (held["b"].gain or 0) == pytest.approx(
            sum(gains(found).values())
        )
    assert rent_holders(found, 0.0)[1].gain == pytest.approx(gains(found)["b"] + 300)


def test_share_of_proceeds_is_what_is_not_booked() -> None:
    found = solve(Network((A, B), (Link("b", "a", 0.93),)))
    [kept] = deductions(found)
    assert kept.units == pytest.approx(0.07 * found.flows[0].sent[0])
    assert kept.worth == pytest.approx(kept.units * found.markets[1].price[0])


@pytest.mark.parametrize(
    ("rate", "abatement", "lies"),
    [
        (0.2, 57.0, Range.REVERSED),
        (0.5, 66.7, Range.EFFECTIVE),
        (0.8, 63.9, Range.EFFECTIVE),
        (1.0, 60.0, Range.NEUTRAL),
        (1.25, 55.2, Range.OVERSTATED),
        (2.0, 44.4, Range.OVERSTATED),
    ],
)
def test_range_of_a_reciprocal_rate(rate: float, abatement: float, lies: Range) -> None:
    found = solve(Network((A, B), (Link("b", "a", rate), Link("a", "b", 1 / rate))))
    assert rate_range(found.network.links[0], found) is lies
    told = world(found)
    assert told.abatement == pytest.approx(abatement, abs=0.06)
    assert told.emissions_change == pytest.approx(60 - told.abatement)
    assert told.rate_effect == pytest.approx(told.abatement - 60, abs=1e-6)


def test_discount_too_deep_for_trade_leaves_the_link_idle() -> None:
    found = solve(Network((A, B), (Link("b", "a", 0.2),)))
    assert rate_range(found.network.links[0], found) is Range.IDLE


def test_hot_air_is_what_a_surplus_lets_others_emit() -> None:
    surplus = Market("hot", (-15.0,), linear(0, 1))
    found = solve(Network((A, surplus), (Link("hot", "a", limit=9),)))
    told = world(found)
    assert (told.hot_air, told.hot_air_used) == pytest.approx((15, 9))
    assert told.emissions_change == pytest.approx(9)


def inside(auctioned: float) -> Market:
    groups = (Group("power", 140, 60, 0.75), Group("steel", 80, 90, 0.1))
    return replace(A, inside=Inside(groups, auctioned))


@pytest.mark.feature("F041")
def test_buyers_inside_an_importer_gain_and_its_treasury_loses() -> None:
    found = solve(Network((inside(50.0), B), BOTH))
    told = {one.group: one for one in group_gains(found)}
    assert told["power"].side == "short"
    assert told["power"].gain > 0
    assert told["steel"].side == "long"
    assert told["steel"].gain < 0
    assert told["treasury"].gain == pytest.approx((40 - 80) * 50)
    assert sum(one.gain for one in told.values()) == pytest.approx(gains(found)["a"])


def test_auction_revenue_follows_the_price() -> None:
    [told] = auctions(solve(Network((inside(50.0), B), BOTH)))
    assert (told.before, told.after) == pytest.approx((80 * 50, 40 * 50))


@given(
    st.floats(0, 100),
    st.sampled_from([BOTH, (Link("b", "a", 0.8),), (Link("b", "a", fee=5, limit=12),)]),
    st.floats(0, 70),
)
@settings(max_examples=25)
def test_gains_inside_a_market_add_up_to_its_gain(
    auctioned: float, links: tuple[Link, ...], floor: float
) -> None:
    market = replace(inside(auctioned), withheld=(Collar((floor,), 7.0),))
    found = solve(Network((market, B), links))
    told = sum(one.gain for one in group_gains(found))
    assert told == pytest.approx(gains(found)["a"], abs=1e-5)


def test_loss_against_a_full_link_is_the_lost_triangle() -> None:
    found = solve(Network((A, B), (Link("b", "a", limit=10),)))
    lost = loss(found)
    assert lost
    assert lost.total == pytest.approx(600 - 450)
    assert sum(lost.by_market.values()) == pytest.approx(lost.total)
    full = solve(found.network.fully_linked())
    assert (loss(full) or lost).total == 0


def test_shadow_price_of_a_link_is_its_wedge_less_that_of_its_group() -> None:
    limit = Limit(LimitKind.NET_IMPORT, ("a",), (8.0,))
    found = solve(Network((A, B), (Link("b", "a", limit=10),), (limit,)))
    assert effects_to_json(found)["links"][0]["shadow_price"] == 0
    assert found.limits[0].shadow_price[0] == pytest.approx(36)
    found = solve(Network((A, B), (Link("b", "a", limit=10),)))
    assert effects_to_json(found)["links"][0]["shadow_price"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((), [[2, 0], [0, 1]]),
        (BOTH, [[2 / 3, 2 / 3], [2 / 3, 2 / 3]]),
        ((Link("b", "a", limit=10),), [[2, 0], [0, 1]]),
    ],
)
def test_shocks_pass_through_links_and_stop_at_limits(
    links: tuple[Link, ...], expected: list[list[float]]
) -> None:
    moved = pass_through(solve(Network((A, B), links)))
    assert moved is not None
    assert moved == pytest.approx(np.array(expected))


def test_kink_has_no_derivative() -> None:
    stepped = Market("a", (10.0,), (*linear(0, 1, 10), *linear(15, 1, 10)))
    assert pass_through(solve(Network((stepped,)))) is None


@given(st.integers(0, 10**9))
@settings(max_examples=10)
def test_pass_through_is_the_finite_difference(seed: int) -> None:
    """Checked only where a shock up and down moves all prices alike: away from kinks."""
    start = network(seed, 4)
    found = solve(start)
    moved = pass_through(found)
    assume(moved is not None)
    assert moved is not None
    top = max(one.price[0] for one in found.markets)
    step = 1e-3 * max(abs(one.needs[0]) for one in start.markets)
    for at in range(len(start.markets)):
        up, down = (_shocked(start, at, sign * step) for sign in (1.0, -1.0))
        if up is None or down is None:
            continue
        base = np.array([one.price[0] for one in found.markets])
        rises, falls = up - base, base - down
        if np.allclose(rises, falls, rtol=1e-4, atol=1e-7 * top):
            central = (up - down) / (2 * step)
            assert central == pytest.approx(moved[:, at], rel=1e-3, abs=1e-4 * top / step)


def _shocked(start: Network, at: int, step: float) -> np.ndarray | None:
    market = start.markets[at]
    needs = (market.needs[0] + step, *market.needs[1:])
    markets = (*start.markets[:at], replace(market, needs=needs), *start.markets[at + 1 :])
    try:
        found = solve(replace(start, markets=markets))
    except NoSolution:
        return None
    return np.array([one.price[0] for one in found.markets])


def test_link_calms_independent_shocks_on_average() -> None:
    spread = Inside(deviation=3.0)
    found = solve(Network((replace(A, inside=spread), replace(B, inside=spread)), BOTH))
    told = {one.market: one for one in volatility(found)}
    assert told["a"].before == pytest.approx(6)
    assert told["b"].before == pytest.approx(3)
    after = [one.after for one in told.values()]
    assert after == pytest.approx([2 / 3 * np.hypot(3, 3)] * 2)
    assert volatility(solve(Network((A, B), BOTH))) == []


@pytest.mark.feature("F097")
def test_seller_below_its_cap_still_misses_its_target_once_adjusted() -> None:
    seller = replace(B, inside=Inside(target=105.0, other_emissions=0.0))
    buyer = replace(A, inside=Inside(target=200.0))
    found = solve(Network((buyer, seller), BOTH))
    told = {one.market: one for one in attainments(found)}
    assert told["b"].emissions_t == 80
    assert told["b"].balance_t == told["b"].emissions_t + 20
    assert told["b"].attained
    assert told["a"].balance_t == 220 - 20
    assert told["a"].attained
    tight = solve(Network((buyer, replace(B, inside=Inside(target=95.0))), BOTH))
    [_, missed] = attainments(tight)
    assert not missed.attained
    assert missed.oversold_t == 5


@given(st.integers(0, 10**9))
@settings(max_examples=15)
def test_every_random_network_can_tell_its_effects(seed: int) -> None:
    told = effects_to_json(solve(network(seed, 5)))
    assert set(told) >= {"flow_matrix", "rents", "world", "full_link", "pass_through", "ndc"}


def test_curved_market_passes_on_its_curvature() -> None:
    curved = Market("c", (40.0,), power(100, 2, 100))
    moved = pass_through(solve(Network((curved,))))
    assert moved is not None
    assert moved[0, 0] == pytest.approx(2 * 100 * 40 / 100**2)
