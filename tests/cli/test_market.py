"""`tallystick market solve`: its JSON, its text and its exit codes."""

import json
from pathlib import Path

import pytest

from market_cli import Verb

TWO = """
markets:
  - {id: a, need: 40, mac: {kind: linear, intercept: 0, slope: 2}}
  - {id: b, need: 20, mac: {kind: linear, intercept: 0, slope: 1, max: 60}, floor: 5, ceiling: 90}
links:
  - {from: b, to: a, rate: 1, fee: 0, limit: 10}
limits:
  - {kind: net_import, market: a, max: 8}
"""
YEARS = """
markets:
  - {id: a, need: [5, 20, 40], mac: {kind: linear, intercept: 0, slope: 2}}
periods: {years: [2026, 2027, 2028], discount: 0.05, banking: true, borrowing: false}
"""
VERB = Verb("solve")
run, solved = VERB.run, VERB.answered


def test_two_markets_are_told_with_every_field(tmp_path: Path) -> None:
    found = solved(tmp_path, TWO)
    a = found["markets"][0]
    assert a.pop("price_interval") == pytest.approx([64, 64])
    assert a == pytest.approx(
        {
            "id": "a",
            "price": 64,
            "autarky_price": 80,
            "abatement": 32,
            "net_import": 8,
            "abatement_cost": 1024,
            "permit_payment": 512,
            "total_cost": 1024 + 512 - 288,
            "autarky_cost": 1600,
            "gain": 352,
        }
    )
    [flow] = found["flows"]
    assert (flow["from"], flow["to"], flow["fee_revenue"]) == ("b", "a", 0)
    assert (flow["sent"], flow["received"], flow["rent"]) == pytest.approx((8, 8, 288))
    [limit] = found["limits"]
    assert (limit["kind"], limit["market"], limit["from"]) == ("net_import", "a", None)
    assert limit["shadow_price"] == pytest.approx(36)
    assert found["totals"] == pytest.approx({"abatement": 60, "abatement_cost": 1416, "gain": 384})
    assert found["certificate"]["max_residual"] <= 1e-6
    assert found["certificate"]["method"]
    assert found["findings"] == []


def test_years_are_told_as_lists_with_the_bank(tmp_path: Path) -> None:
    found = solved(tmp_path, YEARS)
    [a] = found["markets"]
    assert found["years"] == [2026, 2027, 2028]
    assert a["price"] == pytest.approx([41.237113, 43.298969, 45.463918])
    assert a["bank"] == pytest.approx([15.618557, 17.268041, 0])
    assert len(a["price_interval"]) == 3
    assert len(found["totals"]["gain"]) == 3


def test_text_shows_markets_flows_and_the_certificate(tmp_path: Path) -> None:
    code, output = run(tmp_path, TWO)
    assert code == 0
    assert "64.0000" in output
    assert "288.0000" in output
    assert "certificate" in output


def test_price_without_end_is_null(tmp_path: Path) -> None:
    full = "markets:\n  - {id: a, need: 6, mac: {kind: linear, slope: 1, max: 6}}\n"
    assert solved(tmp_path, full)["markets"][0]["price_interval"] == [6.0, None]


def test_money_pump_is_refused(tmp_path: Path) -> None:
    pump = TWO.replace("limit: 10}", "limit: 10}\n  - {from: a, to: b, rate: 1.1}")
    found = solved(tmp_path, pump, 1)
    assert [finding["code"] for finding in found["findings"]] == ["MONEY_PUMP"]
    assert found["findings"][0]["where"]["line"] in {6, 7}
    assert found["certificate"] is None


def test_need_that_cannot_be_met_is_refused_with_its_line(tmp_path: Path) -> None:
    found = solved(tmp_path, "markets:\n  - {id: a, need: 6, mac: {steps: [[5, 1]]}}\n", 1)
    [finding] = found["findings"]
    assert (finding["code"], finding["where"]["line"]) == ("NEED_UNMET", 2)


def test_unknown_market_is_refused_with_its_line(tmp_path: Path) -> None:
    found = solved(tmp_path, TWO.replace("from: b", "from: z"), 1)
    [finding] = found["findings"]
    assert (finding["code"], finding["where"]["line"]) == ("MARKET_UNKNOWN", 6)


@pytest.mark.parametrize("wrong", ["slope: -2", "slope: .nan", "slope: [1]", "slop: 2"])
def test_damage_is_exit_three_with_its_line(tmp_path: Path, wrong: str) -> None:
    found = solved(tmp_path, TWO.replace("slope: 2", wrong), 3)
    assert {finding["where"]["line"] for finding in found["findings"]} == {3}
    code, output = run(tmp_path, TWO.replace("slope: 2", wrong))
    assert code == 3
    assert "line 3" in output


def test_feedbacks_are_told_with_the_residual_of_the_fixed_point(tmp_path: Path) -> None:
    both = TWO.replace("limit: 10}", "limit: 100}").replace("max: 8", "max: 80")
    block = "feedbacks:\n  - {kind: ad_valorem, from: b, to: a, share: 0.2}\n"
    found = solved(tmp_path, both + block)
    assert [market["price"] for market in found["markets"]] == pytest.approx([45, 37.5])
    assert found["certificate"]["fixed_point_residual"] <= 1e-6
    assert "fixed point" in found["certificate"]["method"]
    assert found["feedbacks"] == [{"kind": "ad_valorem", "value": pytest.approx(7.5)}]
    code, output = run(tmp_path, both + block)
    assert code == 0
    assert "fixed point: values agree to" in output
    refusal = solved(tmp_path, both + block.replace("to: a", "to: z"), 1)
    assert refusal["certificate"] is None
    assert [one["code"] for one in refusal["findings"]] == ["FEEDBACK_MARKET", "FEEDBACK_LINK"]


INSIDE = """
markets:
  - id: a
    need: 40
    baseline: 240
    mac: {kind: linear, slope: 2}
    groups:
      - {id: power, baseline: 140, allocation: 60, share: 0.75}
    auctioned: 50
    need_deviation: 3
    ndc: {target: 205, other_emissions: 5}
  - {id: b, need: 20, baseline: 120, mac: {kind: linear, slope: 1}, need_deviation: 3}
links:
  - {from: b, to: a, limit: 10}
"""


def test_effects_stand_beside_the_fixed_fields(tmp_path: Path) -> None:
    found = solved(tmp_path, INSIDE)
    assert found["flow_matrix"]["sent"] == [[0, 0], [10, 0]]
    assert found["rents"][0]["as_importer"] == pytest.approx(300)
    assert {one["group"] for one in found["groups"]} == {"power", "rest", "treasury", "rent"}
    assert found["full_link"]["total_loss"] == pytest.approx(150)
    assert found["full_link"]["price_intervals"]["a"] == pytest.approx([40, 40])
    assert found["saved_share"] == pytest.approx(found["totals"]["gain"] / 1800)
    assert found["pass_through"] == [[2, 0], [0, 1]]
    assert [one["after"] for one in found["volatility"]] == pytest.approx([6, 3])
    assert found["ndc"][0]["balance_t"] == 240 - 30 + 5 - 10
    assert (found["winners"], found["losers"]) == (["a", "b"], [])


def test_rents_may_be_split(tmp_path: Path) -> None:
    _, output = run(tmp_path, INSIDE, "--json", "--rent-to-importers", "0.25")
    assert json.loads(output)["rents"][1]["as_exporter"] == pytest.approx(225)


def test_leakage_takes_its_share_of_what_rates_change(tmp_path: Path) -> None:
    text = TWO.replace("rate: 1", "rate: 0.8")
    _, plain = run(tmp_path, text, "--json")
    _, leaky = run(tmp_path, text, "--json", "--leakage", "0.25")
    before, after = json.loads(plain)["world"], json.loads(leaky)["world"]
    assert before["leaked"] == 0
    assert after["leaked"] == pytest.approx(before["abatement"] / 4)
    assert after["emissions_change"] == pytest.approx(0.75 * before["emissions_change"])


def test_effects_of_years_are_lists(tmp_path: Path) -> None:
    found = solved(tmp_path, YEARS)
    assert len(found["world"]) == len(found["rents"]) == 3
    assert found["pass_through"] is None


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("share: 0.75", "share: 1.5", 8),
        ("allocation: 60", "allocation: -1", 8),
        ("target: 205", "goal: 205", 11),
        ("auctioned: 50", "auctioned: much", 9),
    ],
)
def test_bad_insides_name_their_line(tmp_path: Path, was: str, becomes: str, line: int) -> None:
    found = solved(tmp_path, INSIDE.replace(was, becomes), 3)
    assert found["findings"][0]["where"]["line"] == line


def test_long_table_names_scenario_money_and_year(tmp_path: Path) -> None:
    wanted = ("--iamc", "--scenario", "capped", "--money", "EUR_2025", "--year", "2030")
    code, output = run(tmp_path, TWO, *wanted)
    assert code == 0
    assert "Tallystick,capped,a,Price|Carbon,EUR_2025/t CO2,2030,64" in output
