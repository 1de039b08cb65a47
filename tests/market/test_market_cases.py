"""Worked equilibria from textbooks, studies and closed forms, each to its tolerance."""

import json
import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tallystick.market import (
    Carry,
    Curve,
    Link,
    Market,
    Network,
    Periods,
    Solution,
    linear,
    quadratic,
    solve,
    steps,
)

FILE = Path(__file__).parents[3] / "shared/cases/market.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the worked cases are not beside us")
EXACT = 1e-6


def case(identifier: str) -> dict[str, Any]:
    cases = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    found: dict[str, Any] = next(one for one in cases if one["id"] == identifier)
    return found


def linked(needs: dict[str, float], curves: dict[str, Curve]) -> Solution:
    markets = tuple(Market(name, (float(needs[name]),), curves[name]) for name in needs)
    links = tuple(Link(source, target) for source, target in permutations(needs, 2))
    return solve(Network(markets, links))


def prices(found: Solution) -> list[float]:
    return [one.price[0] for one in found.markets]


def abatements(found: Solution) -> list[float]:
    return [one.abatement[0] for one in found.markets]


@pytest.mark.feature("F266")
@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("OECD", ["USA", "JPN", "EEC", "OOE"]),
        ("AnnexB", ["USA", "JPN", "EEC", "OOE", "EET", "FSU"]),
        ("Global", None),
    ],
)
def test_trading_among_kyoto_regions_comes_out_as_published(
    name: str, members: list[str] | None
) -> None:
    of = case("ellerman_decaux_1998")
    inputs, expected = of["inputs"], of["computed_with_this_input"][name]
    names = members or list(inputs["a"])
    curves = {region: quadratic(inputs["a"][region], inputs["b"][region]) for region in names}
    needs = {region: inputs["required_reduction_MtC"][region] for region in names}
    found = linked(needs, curves)
    assert prices(found) == pytest.approx([expected["price"]] * len(names), rel=1e-4)
    for one in found.markets:
        region = expected["regions"][one.market.id]
        assert one.autarky_price is not None
        assert one.gain is not None
        assert one.autarky_price[0] == pytest.approx(region["autarky_price"], abs=1e-3)
        assert one.abatement[0] == pytest.approx(region["abatement"], abs=1e-2)
        assert one.net_import[0] == pytest.approx(region["net_import"], abs=1e-2)
        assert one.permit_payment[0] / 1000 == pytest.approx(region["permit_payment_bn"], abs=2e-3)
        assert one.gain[0] / 1000 == pytest.approx(region["gain_bn"], abs=2e-3)


def test_two_sources_trade_to_equal_marginal_cost() -> None:
    outputs = case("tietenberg_ch14_two_source")["outputs"]
    curves = {"first": linear(0, 200), "second": linear(0, 100)}
    found = linked({"first": 20 - 9, "second": 20 - 10}, curves)
    assert abatements(found) == pytest.approx(outputs["q"])
    assert prices(found) == pytest.approx([outputs["price"]] * 2)
    assert [one.abatement_cost[0] for one in found.markets] == pytest.approx(outputs["cost"])
    assert found.markets[0].permit_payment[0] == pytest.approx(5600)


def test_third_source_of_constant_cost_sets_the_price() -> None:
    expected = case("tietenberg_ch14_two_source")["outputs"]["variant_b"]
    curves = {"first": linear(0, 200), "second": linear(0, 100), "third": linear(1600, 0, 10)}
    found = linked({"first": 11, "second": 10, "third": 10}, curves)
    assert prices(found) == pytest.approx([expected["price"]] * 3)
    assert abatements(found) == pytest.approx(expected["q"])


def test_step_tables_share_the_work_by_merit() -> None:
    of = case("econweb_table")
    inputs, outputs = of["inputs"], of["outputs"]
    curves = {name: steps([(10, cost) for cost in inputs[name]]) for name in ("firm1", "firm2")}
    found = linked({"firm1": 50, "firm2": 50}, curves)
    assert abatements(found) == pytest.approx(outputs["abatement_pct"])
    for one in found.markets:
        assert one.price[0] <= outputs["marginal_cost"] <= one.price_to[0]


def test_equal_marginal_cost_saves_what_the_problem_says() -> None:
    outputs = case("co_percent_reduction")["outputs"]
    found = linked({"1": 16, "2": 16}, {"1": linear(0, 5), "2": linear(0, 3)})
    assert abatements(found) == pytest.approx(outputs["efficient"]["A"])
    assert prices(found)[0] == pytest.approx(outputs["efficient"]["price"])
    assert found.gain == pytest.approx((outputs["saving"],))


def test_falling_marginal_cost_of_emissions_is_a_curve_of_abatement() -> None:
    outputs = case("mac_240_120")["outputs"]
    found = linked({"A": 60, "B": 60}, {"A": linear(0, 2), "B": linear(0, 1)})
    assert [120 - one for one in abatements(found)] == pytest.approx(outputs["e"])
    assert prices(found)[0] == pytest.approx(outputs["price"])
    assert [one.gain[0] for one in found.markets if one.gain] == pytest.approx(outputs["saving"])


def test_cap_on_two_demands_clears_at_one_price() -> None:
    outputs = case("so2_cap_50")["outputs"]
    found = linked({"A": 12.5 - 50, "B": 50}, {"A": linear(0, 80), "B": linear(0, 20)})
    used = [12.5 - abatements(found)[0], 50 - abatements(found)[1]]
    assert used == pytest.approx(outputs["Q"])
    assert prices(found)[0] == pytest.approx(outputs["price"])


def test_transfer_coefficients_act_as_an_exchange_rate() -> None:
    of = case("trading_ratio_transfer_coefficients")
    first, second = of["inputs"]["ambient_per_emission"]
    markets = (Market("1", (5 - 2 / first,), linear(0, 2)), Market("2", (3.0,), linear(0, 2)))
    rate = first / second
    found = solve(Network(markets, (Link("1", "2", rate), Link("2", "1", 1 / rate))))
    expected = of["outputs"]["case_c"]
    assert [5 - one for one in abatements(found)] == pytest.approx(expected["e"])
    assert prices(found) == pytest.approx(expected["emission_prices"])


def test_price_responsive_cap_is_a_market_of_its_own() -> None:
    outputs = case("price_responsive_cap")["outputs"]
    curves = {"A": linear(50, 3), "B": linear(20, 6), "benefit": linear(0, 3)}
    found = linked({"A": 0, "B": 0, "benefit": 590 / 3}, curves)
    assert abatements(found)[:2] == pytest.approx(outputs["Q"])
    assert prices(found)[0] == pytest.approx(outputs["price"])


LINKS = {
    "autarky": (),
    "full_link": (Link("B", "A"), Link("A", "B")),
    "quota_10": (Link("B", "A", limit=10), Link("A", "B")),
    "quota_20_not_binding_at_full": (Link("B", "A", limit=20), Link("A", "B")),
    "border_tax_15": (Link("B", "A", fee=15), Link("A", "B", fee=15)),
    "discount_20pct": (Link("B", "A", 0.8), Link("A", "B", 0.8)),
    "A64_93pct": (Link("B", "A", 0.93),),
}


def exchange(key: str) -> tuple[Link, ...]:
    rate = float(key.partition("=_")[2].removesuffix("A"))
    return Link("B", "A", rate), Link("A", "B", 1 / rate)


def restricted(key: str) -> Solution:
    markets = (Market("A", (40.0,), linear(0, 2)), Market("B", (20.0,), linear(0, 1)))
    return solve(Network(markets, LINKS[key] if key in LINKS else exchange(key)))


def test_without_trade_the_same_cut_everywhere_costs_more() -> None:
    outputs = case("tietenberg_ch14_two_source")["outputs"]["equal_split_cost"]
    curves = {"first": linear(0, 200), "second": linear(0, 100)}
    markets = tuple(Market(name, (10.5,), curve) for name, curve in curves.items())
    found = solve(Network(markets))
    costs = [one.abatement_cost[0] for one in found.markets]
    assert costs == pytest.approx(outputs["cost"])
    assert sum(costs) - 4900 - 9800 == pytest.approx(outputs["extra"])


@pytest.mark.feature("F266")
def test_every_restriction_between_two_markets_is_its_closed_form() -> None:
    rows = case("restricted_linking_LQ")["outputs"]
    assert len(rows) > len(LINKS)
    for key, row in rows.items():
        found = restricted(key)
        loose = 1e-4 if re.search(r"\.6667A$", key) else EXACT
        assert prices(found) == pytest.approx(row["price"], abs=loose * 100), key
        assert abatements(found) == pytest.approx(row["abatement"], abs=loose * 100), key
        if "abatement_cost" in row:
            costs = [one.abatement_cost[0] for one in found.markets]
            assert costs == pytest.approx(row["abatement_cost"], rel=loose), key
        if "rent_or_revenue" in row:
            paid = sum(flow.rent[0] + flow.fee_revenue[0] for flow in found.flows)
            assert paid == pytest.approx(row["rent_or_revenue"], abs=1e-4), key
            sent = sum(flow.sent[0] for flow in found.flows if flow.link.source == "B")
            sent -= sum(flow.received[0] for flow in found.flows if flow.link.source == "A")
            assert sent == pytest.approx(row["flow_B_to_A_source_units"], abs=loose * 100), key


def test_allowances_chosen_strategically_trade_at_the_price_told() -> None:
    of = case("helm_2003_LQ")
    trade = of["outputs"]["trade"]
    needs = {str(at): 100 - allowed for at, allowed in enumerate(trade["allowances"])}
    found = linked(needs, {name: linear(0, 1) for name in needs})
    assert prices(found) == pytest.approx([trade["p"]] * 2)
    assert [100 - one for one in abatements(found)] == pytest.approx(trade["e"])


def test_banking_lets_the_price_grow_at_the_rate_of_interest() -> None:
    of = case("banking_3period")
    inputs, outputs = of["inputs"], of["outputs"]
    needs = tuple(float(bau - cap) for bau, cap in zip(inputs["BAU"], inputs["cap"], strict=True))
    periods = Periods((2026, 2027, 2028), inputs["r"], banking=Carry())
    [found] = solve(Network((Market("only", needs, linear(0, 2)),), periods=periods)).markets
    assert found.price == pytest.approx(outputs["price"], abs=EXACT)
    assert found.abatement == pytest.approx(outputs["abatement"], abs=EXACT)
    assert found.bank == pytest.approx(outputs["bank_end"], abs=EXACT)
