"""What holds in every equilibrium of random networks."""

import sys
from dataclasses import replace
from itertools import permutations
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[2]))

from soak._networks import network

from tallystick.market import (
    Curve,
    Link,
    Market,
    Network,
    NoSolution,
    Solution,
    compile_network,
    exponential,
    linear,
    power,
    quadratic,
    solve,
    steps,
)
from tallystick.market.certificate import RESIDUAL_MAX, residual

seeds = st.integers(0, 10**9)
curves = st.one_of(
    st.builds(linear, st.floats(0, 20), st.floats(0.1, 10)),
    st.builds(quadratic, st.floats(0.01, 1), st.floats(0, 5)),
    st.builds(power, st.floats(50, 300), st.floats(1, 3), st.just(200.0)),
    st.builds(exponential, st.floats(1, 20), st.floats(0.01, 0.1)),
)
needs = st.floats(1, 100)
examples = settings(max_examples=15, deadline=None)


def full(found: list[tuple[float, Curve]]) -> Network:
    markets = tuple(Market(f"m{at}", (need,), curve) for at, (need, curve) in enumerate(found))
    ids = [market.id for market in markets]
    return Network(markets, tuple(Link(one, other) for one, other in permutations(ids, 2)))


several = st.lists(st.tuples(needs, curves), min_size=2, max_size=5).map(full)


def total(found: Solution, name: str) -> float:
    return sum(sum(getattr(one, name)) for one in found.markets)


@given(seeds)
@examples
def test_payments_are_fees_and_rents(seed: int) -> None:
    found = solve(network(seed, 6))
    fees = sum(sum(flow.fee_revenue) for flow in found.flows)
    rents = sum(sum(flow.rent) for flow in found.flows)
    scale = max(1.0, sum(abs(sum(one.permit_payment)) for one in found.markets))
    assert total(found, "permit_payment") - fees - rents == pytest.approx(0, abs=1e-6 * scale)


@given(seeds)
@examples
def test_units_are_conserved_in_both_units(seed: int) -> None:
    found = solve(network(seed, 6))
    for flow in found.flows:
        for sent, received in zip(flow.sent, flow.received, strict=True):
            assert received == pytest.approx(sent * flow.link.rate)
            assert -1e-7 <= sent <= flow.link.limit + 1e-7
    for one in found.markets:
        enters = sum(sum(f.received) for f in found.flows if f.link.target == one.market.id)
        leaves = sum(sum(f.sent) for f in found.flows if f.link.source == one.market.id)
        assert sum(one.net_import) == pytest.approx(enters - leaves, abs=1e-6)


@given(seeds)
@examples
def test_no_answer_leaves_without_its_certificate(seed: int) -> None:
    assert solve(network(seed)).max_residual <= RESIDUAL_MAX


@given(several)
@examples
def test_nobody_loses_from_a_full_link(linked: Network) -> None:
    found = solve(linked)
    scale = max(one.autarky_cost[0] for one in found.markets if one.autarky_cost)
    assert found.gain is not None
    assert found.gain[0] >= -1e-6 * scale
    for one in found.markets:
        assert one.gain is not None
        assert one.gain[0] >= -1e-6 * scale


@given(several)
@examples
def test_one_price_lies_between_the_prices_alone(linked: Network) -> None:
    found = solve(linked)
    alone = [one.autarky_price[0] for one in found.markets if one.autarky_price]
    for one in found.markets:
        assert one.price[0] == pytest.approx(found.markets[0].price[0], rel=1e-6)
        assert min(alone) * (1 - 1e-6) <= one.price[0] <= max(alone) * (1 + 1e-6)


@given(seeds, st.floats(0.01, 1e4))
@examples
def test_tonnes_counted_in_another_unit_change_no_price(seed: int, scale: float) -> None:
    linked = small(seed)
    markets = tuple(
        Market(m.id, (m.needs[0] * scale,), linear(m.curve[0].base, m.curve[0].slope / scale))
        for m in linked.markets
    )
    links = tuple(replace(link, limit=link.limit * scale) for link in linked.links)
    before, after = solve(linked), solve(Network(markets, links))
    for one, other in zip(before.markets, after.markets, strict=True):
        assert other.price[0] == pytest.approx(one.price[0], rel=1e-6, abs=1e-6)
        assert other.abatement[0] == pytest.approx(one.abatement[0] * scale, rel=1e-5, abs=1e-4)


@given(seeds, st.randoms(use_true_random=False))
@examples
def test_order_of_the_file_does_not_matter(seed: int, draw: object) -> None:
    linked = small(seed)
    turned = Network(linked.markets[::-1], linked.links[::-1])
    before = {one.market.id: one.price[0] for one in solve(linked).markets}
    after = {one.market.id: one.price[0] for one in solve(turned).markets}
    assert after == pytest.approx(before, rel=1e-7, abs=1e-7)


def small(seed: int) -> Network:
    """A network of linear markets with the random links of a seed."""
    drawn = network(seed, 5)
    markets = tuple(
        Market(m.id, (abs(m.needs[0]),), linear(1.0 + at, 0.5 + at / 2))
        for at, m in enumerate(drawn.markets)
    )
    return Network(markets, drawn.links)


@given(st.floats(0, 30))
@examples
def test_wider_limit_never_costs_more(limit: float) -> None:
    def cost(most: float) -> float:
        markets = Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))
        return total(solve(Network(markets, (Link("b", "a", limit=most),))), "abatement_cost")

    assert cost(limit + 1) <= cost(limit) + 1e-6


@given(st.floats(0.3, 3))
@examples
def test_rate_and_its_inverse_are_the_same_market_in_other_units(rate: float) -> None:
    def solved(rho: float, scale: float) -> Solution:
        markets = (
            Market("a", (40.0,), linear(0, 2)),
            Market("b", (20 * scale,), linear(0, 1 / scale**2)),
        )
        return solve(Network(markets, (Link("b", "a", rho), Link("a", "b", 1 / rho))))

    plain, other = solved(1.0, 1.0), solved(rate, 1 / rate)
    assert other.markets[0].price == pytest.approx(plain.markets[0].price, rel=1e-7)


def test_steps_leave_an_interval_of_prices() -> None:
    [found] = solve(Network((Market("s", (3.0,), steps([(1, 1), (2, 4), (3, 4.5)])),))).markets
    assert (found.price[0], found.price_to[0]) == pytest.approx((4, 4.5))


def test_price_without_an_upper_end_is_said_to_have_none() -> None:
    [found] = solve(Network((Market("s", (6.0,), linear(7, 1, 6)),))).markets
    assert found.price == pytest.approx((13,))
    assert found.price_to == (inf,)


def test_tie_is_settled_by_the_least_sum_of_squares() -> None:
    markets = tuple(Market(name, (10.0,), linear(100, 0)) for name in "ab")
    found = solve(Network(markets, (Link("a", "b"), Link("b", "a"))))
    assert [flow.sent[0] for flow in found.flows] == pytest.approx([0, 0], abs=1e-9)


def test_need_beyond_all_reach_is_refused_with_what_is_lacking() -> None:
    markets = (Market("a", (7.0,), linear(7, 1, 6)), Market("b", (7.0,), linear(7, 1, 9)))
    with pytest.raises(NoSolution) as caught:
        solve(Network(markets))
    [finding] = caught.value.findings
    assert finding.code == "NEED_UNMET"
    assert '"a"' in finding.message.en
    assert "1 t" in finding.message.en


def test_market_that_cannot_stand_alone_has_no_autarky() -> None:
    markets = Market("hub", (5.0,)), Market("b", (7.0,), linear(0, 1))
    hub, other = solve(Network(markets, (Link("b", "hub"),))).markets
    assert hub.autarky_price is None
    assert hub.gain is None
    assert other.autarky_price == pytest.approx((7,))


def test_figure_that_is_no_number_certifies_nothing() -> None:
    program = compile_network(Network((Market("a", (10.0,), linear(0, 2)),)))
    program = replace(program, base=program.base * nan)
    assert residual(program, np.array([10.0]), np.array([20.0])) == inf
