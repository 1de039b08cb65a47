"""`tallystick market design`: its JSON, its text and its exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from market_cli import Verb
from tallystick.cli.main import app

TWO = """markets:
  - {id: a, need: 40, mac: {kind: linear, slope: 2}, baseline: 100}
  - {id: b, need: 20, mac: {kind: linear, slope: 1}, baseline: 80}
links:
  - {from: b, to: a}
design:
"""
QUOTA = "  change: [{kind: limit, from: b, to: a, low: 0, high: 30}]\n"
RATE = "  change: [{kind: rate, from: b, to: a, low: 0.5, high: 2}]\n"
VERB = Verb("design", TWO)
run, answered = VERB.run, VERB.answered


def test_best_quota_is_told_with_its_frontier(tmp_path: Path) -> None:
    found = answered(tmp_path, "  aim: max_gain\n  of: a\n  pareto: true\n" + QUOTA)
    assert found["best"]["values"] == {"limit b → a": pytest.approx(15, abs=1e-3)}
    assert found["best"]["gains"] == pytest.approx({"a": 450, "b": 112.5}, rel=1e-3)
    assert found["as_written"]["gains"] == pytest.approx({"a": 400, "b": 200})
    assert len(found["frontier"]) == 33
    assert found["certificate"]["max_residual"] <= 1e-6
    assert found["findings"] == []


@pytest.mark.parametrize("floor", ["least_abatement: 60", "most_emissions: 120"])
def test_floor_is_on_abatement_or_emissions(tmp_path: Path, floor: str) -> None:
    found = answered(tmp_path, f"  aim: min_abatement_cost\n  {floor}\n" + RATE)
    assert found["best"]["values"]["rate b → a"] == pytest.approx(1, abs=1e-3)
    assert found["best"]["abatement"] == pytest.approx(60, rel=1e-4)


def test_price_stability_is_judged_over_shocks(tmp_path: Path) -> None:
    collar = (
        "  aim: max_price_stability\n  of: a\n  shocks: [{a: 10}, {a: -10}]\n"
        "  change: [{kind: ceiling, market: a, low: 30, high: 60}]\n"
    )
    found = answered(tmp_path, collar)
    assert found["best"]["value"] == pytest.approx(0, abs=1e-6)
    assert found["best"]["value"] > found["as_written"]["value"]


def test_strategic_caps_and_sales_are_told_beside_it(tmp_path: Path) -> None:
    found = answered(tmp_path, "  damages: {a: 30, b: 10}\n  sellers: [b]\n")
    assert found["best"] is None
    caps = found["strategic_caps"]
    assert caps["without_trade"]["countries"]["a"]["emissions"] == pytest.approx(85)
    assert caps["emissions_change"] == pytest.approx(-5)
    assert caps["best_response"]["world_emissions"] == pytest.approx(150, rel=1e-4)
    assert found["strategic_sales"]["strategic"]["price"] == pytest.approx(56, rel=1e-4)


def test_text_lays_out_all_that_was_asked(tmp_path: Path) -> None:
    everything = "  aim: max_gain\n  of: a\n  damages: {a: 30, b: 10}\n  sellers: [b]\n" + QUOTA
    code, output = run(tmp_path, everything)
    assert code == 0
    for word in ("best", "as written", "hot air", "emissions change by -5", "price takers"):
        assert word in output


def test_nothing_admissible_is_refused(tmp_path: Path) -> None:
    found = answered(tmp_path, "  aim: max_total_gain\n  least_abatement: 999\n" + QUOTA, 1)
    assert [one["code"] for one in found["findings"]] == ["DESIGN_NONE"]
    assert found["best"] is None


def test_caps_without_every_damage_are_not_determined(tmp_path: Path) -> None:
    found = answered(tmp_path, "  damages: {a: 30}\n", 0)
    assert [one["outcome"] for one in found["findings"]] == ["not_determinable"]


@pytest.mark.parametrize(
    "wrong",
    [
        "  aim: max_fun\n" + QUOTA,
        "  pareto: true\n",
        "  aim: max_total_gain\n  change: [{kind: limit, market: a, low: 0, high: 3}]\n",
        "  aim: max_total_gain\n  change: [{kind: floor, from: b, to: a, low: 0, high: 3}]\n",
        "  aim: max_total_gain\n  change: [{kind: limit, from: b, to: a}]\n",
        "  aim: max_total_gain\n  change: [{low: 1, high: 2}]\n",
        "  aim: max_total_gain\n  shocks: [{z: 1}]\n" + QUOTA,
        "  damages: {z: 3}\n",
        "  sellers: [[b]]\n",
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, wrong: str) -> None:
    found = answered(tmp_path, wrong, 3)
    assert all(finding["where"]["line"] >= 7 for finding in found["findings"])


def test_emissions_need_every_baseline(tmp_path: Path) -> None:
    text = (TWO + "  aim: max_total_gain\n  most_emissions: 50\n" + QUOTA).replace(
        ", baseline: 80", ""
    )
    file = tmp_path / "market.yaml"
    file.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["market", "design", str(file), "--json"])
    assert answer.exit_code == 3
    assert "most_emissions" in json.loads(answer.stdout)["findings"][0]["message"]


def test_file_without_a_design_cannot_be_read_as_one(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text(TWO.replace("design:\n", ""), encoding="utf-8")
    answer = CliRunner().invoke(app, ["market", "design", str(file), "--json"])
    assert answer.exit_code == 3
