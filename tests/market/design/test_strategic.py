"""Caps and sales chosen against others: closed forms, conditions, and refusals."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.core.findings import Outcome
from tallystick.market import (
    Curve,
    Market,
    Network,
    NoSolution,
    Periods,
    exponential,
    linear,
    power,
    quadratic,
    steps,
)
from tallystick.market.design import (
    Caps,
    Country,
    Strategists,
    Trader,
    abated,
    best_response,
    caps_to_json,
    cleared,
    cost,
    countries_of,
    price_takers,
    sales_to_json,
    strategic_sales,
    traders_of,
    with_trade,
    without_trade,
)

FILE = Path(__file__).parents[4] / "shared/cases/market.json"
beside = pytest.mark.skipif(not FILE.exists(), reason="the worked cases are not beside us")
curves = st.one_of(
    st.builds(linear, st.floats(0, 20), st.floats(0.1, 10)),
    st.builds(quadratic, st.floats(0.01, 1), st.floats(-5, 5)),
    st.builds(power, st.floats(50, 300), st.floats(1, 3), st.just(200.0)),
    st.builds(exponential, st.floats(1, 20), st.floats(0.01, 0.1)),
)
damages = st.lists(st.floats(5, 50), min_size=2, max_size=3)


def countries(slopes: list[float], harms: list[float]) -> list[Country]:
    """Countries whose benefit of emissions is 100 e - k e^2 / 2."""
    return [
        Country(str(at), 100 / k, linear(0, k), harm)
        for at, (k, harm) in enumerate(zip(slopes, harms, strict=True))
    ]


def rows(caps: Caps | None) -> dict[str, list[float]]:
    assert caps is not None
    return {"e": list(caps.emissions), "allowances": list(caps.allowances)}


@beside
def test_caps_with_and_without_trade_are_those_of_the_worked_case() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    case = next(one for one in cases if one["id"] == "helm_2003_LQ")
    harms = case["inputs"]["damage"]
    for of in ({"k": case["inputs"]["k"], **case["outputs"]}, case["variant"]):
        found = countries(of["k"], harms)
        alone, traded = without_trade(found), with_trade(found)
        assert rows(alone)["e"] == pytest.approx(of["no_trade"]["e"])
        assert alone.world_emissions == pytest.approx(of["no_trade"]["E"])
        for caps, loose in ((traded, 1e-6), (best_response(found), 1e-4)):
            assert caps is not None
            assert caps.prices[0] == pytest.approx(of["trade"]["p"], rel=loose)
            assert rows(caps)["e"] == pytest.approx(of["trade"]["e"], rel=loose)
            assert rows(caps)["allowances"] == pytest.approx(of["trade"]["allowances"], rel=loose)
            assert caps.world_emissions == pytest.approx(of["trade"]["E"], rel=loose)


@given(damages, st.lists(st.floats(0.3, 3), min_size=3, max_size=3))
@settings(deadline=None, max_examples=30)
def test_trade_changes_emissions_as_the_rule_says(harms: list[float], slopes: list[float]) -> None:
    found = countries(slopes[: len(harms)], harms)
    mean = sum(harms) / len(harms)
    expected = sum((harm - mean) / k for harm, k in zip(harms, slopes, strict=False))
    change = with_trade(found).world_emissions - without_trade(found).world_emissions
    assert change == pytest.approx(expected, abs=1e-6)
    assert sum(with_trade(found).allowances) == pytest.approx(with_trade(found).world_emissions)


def test_best_response_finds_the_same_caps_on_bent_curves() -> None:
    found = [
        Country("q", 120.0, quadratic(0.01, 0.1), 25.0),
        Country("e", 80.0, exponential(10, 0.03), 12.0),
        Country("l", 100.0, linear(2, 0.5), 17.0),
    ]
    expected, answered = with_trade(found), best_response(found)
    assert answered is not None
    assert answered.prices == pytest.approx(expected.prices, rel=1e-3)
    assert answered.allowances == pytest.approx(expected.allowances, rel=1e-2)


def test_low_damage_sells_air_that_no_effort_stands_behind() -> None:
    found = countries([0.5, 1], [30, 10])
    traded = with_trade(found)
    assert traded.hot_air == pytest.approx((0, 10))
    told = caps_to_json(found, without_trade(found), traded, None)
    assert told["emissions_change"] == pytest.approx(10)
    assert told["with_trade"]["countries"]["1"]["hot_air"] == pytest.approx(10)
    assert told["best_response"] is None


@given(curves, st.floats(0.5, 60))
@settings(deadline=None, max_examples=60)
def test_what_a_curve_abates_at_its_price_is_what_was_asked(curve: Curve, quantity: float) -> None:
    price = cleared([curve], quantity)
    assert price is not None
    if price > curve[0].base:
        assert abated(curve, price) == pytest.approx(max(quantity, curve[0].lower), rel=1e-6)
        assert curve[0].price(abated(curve, price)) == pytest.approx(price, rel=1e-6, abs=1e-6)


def test_merit_order_is_used_up_step_by_step() -> None:
    curve = steps([(10, 5), (10, 8), (5, 20)])
    assert cleared([curve], 15) == pytest.approx(8)
    assert cost(curve, 15) == pytest.approx(50 + 40)
    assert cleared([curve], 26) is None
    level = linear(7, 0)
    assert cost(level, 3) == pytest.approx(21)
    assert abated(level, 8) == float("inf")


def test_dominant_seller_holds_units_back() -> None:
    seller, buyer = Trader("b", 20.0, linear(0, 1)), Trader("a", 40.0, linear(0, 2))
    taking = price_takers([seller], [buyer])
    chosen = strategic_sales([seller], [buyer])
    assert taking is not None
    assert chosen is not None
    assert (taking.price, *taking.sold) == pytest.approx((40, 20))
    assert (chosen.price, *chosen.sold) == pytest.approx((56, 12), rel=1e-5)
    assert chosen.profits == pytest.approx((360,), rel=1e-5)
    assert sales_to_json([seller], taking, None)["strategic"] is None


def test_more_sellers_press_the_price_towards_that_of_takers() -> None:
    buyer = Trader("a", 60.0, linear(0, 1))
    prices = []
    for count in (1, 2, 4):
        sellers = [Trader(str(at), 0.0, linear(0, float(count))) for at in range(count)]
        found = strategic_sales(sellers, [buyer])
        assert found is not None
        assert found.sold == pytest.approx((60 / (count + 1 + count),) * count, rel=1e-4)
        prices.append(found.price)
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] > 30


def test_need_beyond_all_reach_has_no_sales() -> None:
    none: Curve = ()
    assert price_takers([Trader("s", 0.0, none)], [Trader("b", 5.0, none)]) is None


HOMES = (
    Market("a", (40.0,), linear(0, 2), (100.0,)),
    Market("b", (20.0,), linear(0, 1), (80.0,)),
)


def refusal(network: Network, asked: Strategists) -> tuple[str, Outcome]:
    with pytest.raises(NoSolution) as caught:
        countries_of(network, asked) if asked.damages else traders_of(network, asked)
    [finding] = caught.value.findings
    assert finding.message.zh != finding.message.en
    return finding.code, finding.outcome


def test_network_is_read_as_countries_and_as_sellers() -> None:
    asked = Strategists({"a": 30.0, "b": 10.0}, ("b",), {})
    assert [one.damage for one in countries_of(Network(HOMES), asked)] == [30, 10]
    sellers, others = traders_of(Network(HOMES), asked)
    assert [one.id for one in sellers] == ["b"]
    assert [one.id for one in others] == ["a"]


def test_facts_that_lack_or_cannot_be_are_refused() -> None:
    both = {"a": 30.0, "b": 10.0}
    homes = Network(HOMES)
    assert refusal(homes, Strategists({"a": 30.0}, (), {})) == (
        "STRATEGY_FACTS",
        Outcome.NOT_DETERMINABLE,
    )
    bare = Network((HOMES[0], Market("b", (20.0,), linear(0, 1))))
    assert refusal(bare, Strategists(both, (), {})) == (
        "STRATEGY_FACTS",
        Outcome.NOT_DETERMINABLE,
    )
    assert refusal(homes, Strategists({**both, "z": 1.0}, (), {})) == (
        "STRATEGY_FACTS",
        Outcome.FAIL,
    )
    level = Network((HOMES[0], Market("b", (20.0,), linear(5, 0), (80.0,))))
    assert refusal(level, Strategists(both, (), {})) == ("CAPS_CURVE", Outcome.FAIL)
    assert refusal(homes, Strategists({}, ("a", "b"), {})) == ("STRATEGY_SELLERS", Outcome.FAIL)


def test_choices_are_made_in_one_year() -> None:
    markets = tuple(Market(one, (1.0, 2.0), linear(0, 1)) for one in "ab")
    years = Network(markets, periods=Periods((2026, 2027)))
    assert refusal(years, Strategists({}, ("a",), {})) == ("STRATEGY_YEARS", Outcome.FAIL)
