"""`tallystick market reserve`: its JSON, its text and its exit codes."""

from pathlib import Path

import pytest

from market_cli import Verb

EU = """markets:
  - {id: eu, need: [-300, -100, 150, 300, 450], mac: {kind: linear, slope: 0.15}}
periods: {years: [2024, 2025, 2026, 2027, 2028], discount: 0.03, banking: true}
"""
LIKE = "reserve: {market: eu, like: eu_msr, tonnes_per_unit: 1000000, bank: 1100, holdings: 350}\n"
OWN = "reserve: {market: eu, intake_above: 833, intake_share: 0.24, release_below: 400, "
VERB = Verb("reserve")
run, answered = VERB.run, VERB.answered


def test_reserve_of_a_statute_is_followed_year_by_year(tmp_path: Path) -> None:
    found = answered(tmp_path, EU + LIKE)
    first = found["years"][0]
    assert (first["year"], first["circulating"]) == (2024, 1100)
    assert first["intake"] == pytest.approx(264)
    assert first["invalidated"] == pytest.approx(350 + 264 - 400)
    assert all(one["holdings"] <= 400 for one in found["years"])
    assert found["certificate"]["max_residual"] <= 1e-6
    assert len(found["without"]["price"]) == 5
    assert [one["code"] for one in found["findings"]] == ["RESERVE_UNIQUE"]


def test_own_thresholds_do_as_those_of_the_statute(tmp_path: Path) -> None:
    own = OWN + "release: 100, full_intake_from: 1096, keep: 400, bank: 1100, holdings: 350}\n"
    assert answered(tmp_path, EU + own)["years"] == answered(tmp_path, EU + LIKE)["years"]


def test_text_sets_the_price_beside_that_without_the_reserve(tmp_path: Path) -> None:
    code, output = run(tmp_path, EU + LIKE)
    assert code == 0
    assert "price without" in output
    assert "RESERVE_UNIQUE" in output


def test_network_without_banking_is_refused(tmp_path: Path) -> None:
    found = answered(tmp_path, EU.replace("banking: true", "banking: false") + LIKE, 1)
    [finding] = found["findings"]
    assert (finding["code"], finding["where"]["line"]) == ("RESERVE_BANKING", 4)


@pytest.mark.parametrize(
    "wrong",
    [
        OWN + "}\n",
        OWN + "release: -1}\n",
        "reserve: {market: eu, like: moon}\n",
        "reserve: {like: eu_msr}\n",
        "reserve: {market: eu, like: eu_msr, release: 5}\n",
        "reserve: 7\n",
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, wrong: str) -> None:
    found = answered(tmp_path, EU + wrong, 3)
    assert {finding["where"]["line"] for finding in found["findings"]} == {4}


def test_file_without_a_reserve_cannot_be_read_as_one(tmp_path: Path) -> None:
    assert answered(tmp_path, EU, 3)["findings"][0]["code"] == "SYNTAX"
