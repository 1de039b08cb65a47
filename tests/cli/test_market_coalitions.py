"""`tallystick market coalitions`: its JSON, its text and its exit codes."""

from itertools import permutations
from pathlib import Path

import pytest

from market_cli import Verb

THREE = """
markets:
  - {id: a, need: 90, mac: {slope: 0.3333333333333333, kind: linear}}
  - {id: b, need: 110, mac: {kind: linear, slope: 0.2}}
  - {id: c, need: 96, mac: {kind: linear, slope: 0.125}}
links:
  - {from: a, to: b}
  - {from: b, to: a}
  - {from: a, to: c}
  - {from: c, to: a}
  - {from: b, to: c}
  - {from: c, to: b}
"""
VERB = Verb("coalitions")
run, answered = VERB.run, VERB.answered


def test_groups_are_told_with_shapley_core_and_structures(tmp_path: Path) -> None:
    found = answered(tmp_path, THREE)
    assert list(found)[:4] == ["gains", "shapley", "in_core", "structures"]
    assert found["gains"] == pytest.approx(
        {"a": 0, "b": 0, "c": 0, "a+b": 60, "a+c": 353.454545, "b+c": 153.846154, "a+b+c": 398}
    )
    assert found["shapley"] == pytest.approx({"a": 150.2937, "b": 50.4895, "c": 197.2168})
    assert found["in_core"] == {"shapley": False, "market": True}
    assert found["structures"] == 5
    assert list(found["objections"]["shapley"]) == ["a+c"]
    assert found["preferred"] == {"a": "a+c", "b": "b+c", "c": "a+b+c"}
    assert found["transfers"]["shapley"]["tonnes"]["b"] == pytest.approx(19.8645 / 18.5, rel=1e-4)


def test_linking_costs_change_who_would_stay(tmp_path: Path) -> None:
    found = answered(tmp_path, THREE + "linking_costs: {b: 40}\n")
    whole = found["stability"][-1]
    assert (whole["group"], whole["internal"], whole["leavers"]) == ("a+b+c", False, ["b"])
    assert found["net_gains"]["a+b+c"] == pytest.approx(358)
    assert found["gains"]["a+b+c"] == pytest.approx(398)


def test_text_names_the_groups_that_object(tmp_path: Path) -> None:
    code, output = run(tmp_path, THREE)
    assert code == 0
    assert "shapley split in the core: no (a+c alone gains 5.9441 more)" in output
    assert "market split in the core: yes" in output


def test_too_many_markets_are_refused(tmp_path: Path) -> None:
    text = "markets:\n" + "".join(
        f"  - {{id: m{at}, need: 1, mac: {{kind: linear, slope: 1}}}}\n" for at in range(11)
    )
    found = answered(tmp_path, text, 1)
    [finding] = found["findings"]
    assert (finding["code"], finding["where"]["line"]) == ("GROUPS_TOO_MANY", 12)
    assert found["gains"] == {}


@pytest.mark.parametrize("wrong", ["{z: 3}", "{a: -1}", "7", "{a: [1]}"])
def test_wrong_linking_costs_are_named_with_their_line(tmp_path: Path, wrong: str) -> None:
    found = answered(tmp_path, THREE + f"linking_costs: {wrong}\n", 3)
    [finding] = found["findings"]
    assert finding["where"]["line"] == 13


@pytest.mark.parametrize("block", ["feedbacks: []", "reserve: {}"])
def test_block_that_would_change_the_answer_is_not_passed_over(tmp_path: Path, block: str) -> None:
    found = answered(tmp_path, THREE + block + "\n", 3)
    assert "would change the answer" in found["findings"][0]["message"]


def test_eight_markets_are_answered_soon(tmp_path: Path) -> None:
    ids = [f"m{at}" for at in range(8)]
    text = "markets:\n" + "".join(
        f"  - {{id: {one}, need: {10 + 7 * at}, mac: {{kind: linear, slope: {1 + at % 3}}}}}\n"
        for at, one in enumerate(ids)
    )
    text += "links:\n" + "".join(f"  - {{from: {a}, to: {b}}}\n" for a, b in permutations(ids, 2))
    found = answered(tmp_path, text)
    assert len(found["gains"]) == 255
    assert found["structures"] == 4140
