"""What follows the prices it helps to make: closed forms, conditions, and refusals."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.core.findings import Finding, Outcome
from tallystick.market import (
    Link,
    Market,
    Network,
    NoSolution,
    Periods,
    linear,
    solve,
    steps,
)
from tallystick.market.certificate import RESIDUAL_MAX
from tallystick.market.fixed_point import (
    AdValorem,
    Feedback,
    FixedPoint,
    OutputBased,
    PriceRate,
    RealisedShare,
    fixed_point_to_json,
    solve_fixed_point,
)

A = Market("a", (40.0,), linear(0, 2), (100.0,))
B = Market("b", (20.0,), linear(0, 1), (60.0,))
BOTH = Link("b", "a"), Link("a", "b")
TWO = Network((A, B), BOTH)


def prices(fixed: FixedPoint) -> list[float]:
    return [one.price[0] for one in fixed.found.markets]


def refused(network: Network, *feedbacks: Feedback) -> Finding:
    with pytest.raises(NoSolution) as caught:
        solve_fixed_point(network, feedbacks)
    [finding] = caught.value.findings
    assert finding.message.zh != finding.message.en
    return finding


def test_ad_valorem_fee_drives_a_wedge_in_proportion_to_the_price() -> None:
    fixed = solve_fixed_point(TWO, [AdValorem("b", "a", 0.2)])
    assert prices(fixed) == pytest.approx([45, 37.5])
    assert fixed.found.flows[0].sent == pytest.approx((17.5,))
    assert fixed.found.flows[0].fee_revenue == pytest.approx((17.5 * 7.5,))
    assert fixed.residual <= 1e-9


def test_fee_of_one_of_two_links_between_the_same_markets_is_its_own() -> None:
    links = (Link("b", "a", limit=5), Link("b", "a"))
    fixed = solve_fixed_point(Network((A, B), links), [AdValorem("b", "a", 0.2, place=1)])
    first, second = fixed.found.network.links
    assert prices(fixed) == pytest.approx([45, 37.5])
    assert (first.fee, second.fee) == pytest.approx((0, 7.5))


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(0.2, 5)), min_size=3, max_size=4),
    st.lists(st.floats(0, 0.3), min_size=12, max_size=12),
)
@settings(deadline=None, max_examples=15)
def test_ad_valorem_fees_on_circles_leave_no_arbitrage(
    facts: list[tuple[float, float]], shares: list[float]
) -> None:
    markets = tuple(
        Market(str(at), (need,), linear(0, slope)) for at, (need, slope) in enumerate(facts)
    )
    links = tuple(Link(a.id, b.id) for a, b in permutations(markets, 2))
    fees = [
        AdValorem(link.source, link.target, share)
        for link, share in zip(links, shares, strict=False)
    ]
    fixed = solve_fixed_point(Network(markets, links), fees)
    price = {one.market.id: one.price[0] for one in fixed.found.markets}
    scale = max(price.values())
    for fee, flow in zip(fees, fixed.found.flows, strict=True):
        gap = price[fee.source] * (1 + fee.share) - price[fee.target]
        assert gap >= -1e-5 * scale
        if flow.sent[0] > 1e-3:
            assert gap == pytest.approx(0, abs=1e-5 * scale)


def test_rate_follows_the_price_of_a_market_between_its_points() -> None:
    rate = PriceRate("b", "a", "a", ((20.0, 0.5), (80.0, 1.0)))
    fixed = solve_fixed_point(Network((A, B), (Link("b", "a"),)), [rate])
    expected = 0.5 + (prices(fixed)[0] - 20) / 120
    assert fixed.values[0] == pytest.approx((expected,))
    assert fixed.found.flows[0].link.rate == pytest.approx(expected)
    assert prices(fixed)[1] == pytest.approx(expected * prices(fixed)[0])


def test_allocation_by_output_raises_the_need_by_its_share_of_abatement() -> None:
    fixed = solve_fixed_point(Network((A,)), [OutputBased("a", 0.2)])
    [one] = fixed.found.markets
    assert one.abatement == pytest.approx((40 / 0.8,))
    assert one.autarky_price == pytest.approx(one.price)
    assert one.gain == pytest.approx((0,), abs=1e-4)
    linked = solve_fixed_point(TWO, [OutputBased("a", 0.2)])
    # 0.8 x + y = 60 at 2 x = y
    assert [m.abatement[0] for m in linked.found.markets] == pytest.approx([60 / 2.8, 120 / 2.8])


def test_values_that_settle_slowly_are_waited_for() -> None:
    fixed = solve_fixed_point(Network((A,)), [OutputBased("a", 0.9)])
    assert fixed.found.markets[0].abatement == pytest.approx((400,), rel=1e-5)


def test_values_that_swing_are_damped() -> None:
    # At full steps a fee of four times the price would swing twice as far each time.
    markets = Market("a", (40.0,), linear(0, 5)), Market("b", (4.0,), linear(0, 5))
    fixed = solve_fixed_point(Network(markets, (Link("b", "a"),)), [AdValorem("b", "a", 4.0)])
    assert prices(fixed) == pytest.approx([550 / 3, 110 / 3])


def test_fixed_point_without_trade_is_one_too() -> None:
    rate = PriceRate("b", "a", "a", ((20.0, 1.5), (60.0, 0.2)))
    fixed = solve_fixed_point(Network((A, B), (Link("b", "a"),)), [rate])
    assert fixed.values[0] == (0.2,)
    assert fixed.found.flows[0].sent == pytest.approx((0,))


def test_limit_on_realised_emissions_is_not_seen_by_firms() -> None:
    fixed = solve_fixed_point(TWO, [RealisedShare("a", 0.1)])
    imported = 6 / 0.9
    assert fixed.found.markets[0].net_import == pytest.approx((imported,))
    assert prices(fixed) == pytest.approx([2 * (40 - imported), 20 + imported])
    assert fixed.found.limits[-1].shadow_price[0] > 0


def test_feedbacks_settle_year_by_year() -> None:
    a = replace(A, needs=(40.0, 20.0), baselines=(100.0, 80.0))
    b = replace(B, needs=(20.0, 20.0), baselines=(60.0, 60.0))
    network = Network((a, b), BOTH, periods=Periods((2026, 2027)))
    fixed = solve_fixed_point(network, [RealisedShare("a", 0.1, ("b",)), OutputBased("b", 0.1)])
    told = fixed_point_to_json(fixed)
    assert [one["kind"] for one in told["feedbacks"]] == ["realised_share", "output_based"]
    for year, baseline in enumerate((100, 80)):
        most = 0.1 * (baseline - fixed.found.markets[0].abatement[year])
        assert fixed.found.markets[0].net_import[year] <= most + 1e-6
        assert told["feedbacks"][0]["value"][year] == pytest.approx(most)


def test_feedbacks_without_effect_leave_the_answer_as_it_is() -> None:
    fixed = solve_fixed_point(TWO, [AdValorem("b", "a", 0.0), RealisedShare("a", 1.0)])
    assert prices(fixed) == pytest.approx([one.price[0] for one in solve(TWO).markets])


def test_certificate_says_what_it_does_not_cover() -> None:
    certificate = fixed_point_to_json(solve_fixed_point(TWO, [AdValorem("b", "a", 0.05)]))[
        "certificate"
    ]
    assert certificate["max_residual"] <= RESIDUAL_MAX
    assert certificate["fixed_point_residual"] <= RESIDUAL_MAX
    assert "frozen" in certificate["covers"]
    assert certificate["method"].endswith("at a fixed point")


def test_feedback_that_never_settles_is_refused_without_prices() -> None:
    # A dear market gets a good rate, which makes it cheap, which makes the rate bad again.
    stepped = Market("a", (45.0,), steps([(39, 10), (50, 200)]))
    cheap = Market("b", (0.0,), linear(0, 0.001))
    rate = PriceRate("b", "a", "a", ((50.0, 0.01), (100.0, 1.0)))
    network = Network((stepped, cheap), (Link("b", "a", limit=10.0),))
    finding = refused(network, rate)
    assert finding.code == "FIXED_POINT_MISSED"
    assert "300" in finding.message.en


def test_circle_that_comes_to_multiply_units_is_refused() -> None:
    network = Network((A, B), (Link("b", "a"), Link("a", "b", 0.9)))
    finding = refused(network, PriceRate("b", "a", "a", ((0.0, 2.0), (1.0, 2.0))))
    assert finding.code == "MONEY_PUMP"


@pytest.mark.parametrize(
    ("network", "feedback", "code"),
    [
        (TWO, OutputBased("z", 0.1), "FEEDBACK_MARKET"),
        (TWO, RealisedShare("a", 0.1, ("z",)), "FEEDBACK_MARKET"),
        (Network((A, B), BOTH[:1]), AdValorem("a", "b", 0.1), "FEEDBACK_LINK"),
        (Network((A, B), BOTH[:1]), PriceRate("a", "b", "a", ((1.0, 1.0),)), "FEEDBACK_LINK"),
        (TWO, OutputBased("a", 1.0), "FEEDBACK_NUMBER"),
        (TWO, AdValorem("b", "a", float("nan")), "FEEDBACK_NUMBER"),
        (TWO, PriceRate("b", "a", "a", ()), "FEEDBACK_NUMBER"),
        (TWO, PriceRate("b", "a", "a", ((2.0, 1.0), (1.0, 1.0))), "FEEDBACK_NUMBER"),
        (TWO, PriceRate("b", "a", "a", ((2.0, 0.0),)), "FEEDBACK_NUMBER"),
    ],
)
def test_feedback_that_cannot_be_is_refused(
    network: Network, feedback: Feedback, code: str
) -> None:
    assert refused(network, replace(feedback, origin={"line": 9})).code == code
    assert refused(network, replace(feedback, origin={"line": 9})).where["line"] == 9


def test_fee_on_prices_is_refused_where_years_differ() -> None:
    years = Network(
        (replace(A, needs=(40.0, 20.0)), replace(B, needs=(1.0, 2.0))),
        BOTH,
        periods=Periods((2026, 2027)),
    )
    assert refused(years, AdValorem("b", "a", 0.1)).code == "FEEDBACK_YEARS"


def test_realised_emissions_without_a_baseline_are_not_determinable() -> None:
    network = Network((replace(A, baselines=None), B), BOTH)
    finding = refused(network, RealisedShare("a", 0.1))
    assert finding.code == "FEEDBACK_BASELINE"
    assert finding.outcome is Outcome.NOT_DETERMINABLE


def test_market_that_allocation_by_output_overwhelms_has_no_autarky() -> None:
    tight = Market("a", (40.0,), linear(0, 2, 45.0))
    fixed = solve_fixed_point(Network((tight, B), BOTH), [OutputBased("a", 0.2)])
    assert fixed.found.markets[0].gain is None
    assert fixed.found.markets[1].gain is not None
