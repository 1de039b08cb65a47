"""`agreement compare`, `agreement partners` and `agreement stars`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app


def _json(*words: str, code: int = 0) -> dict[str, Any]:
    ran = CliRunner().invoke(app, ["agreement", *words, "--json"])
    assert ran.exit_code == code, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.mark.feature("F050")
def test_compare_answers_in_the_fixed_form() -> None:
    told = _json("compare", "eu_ets", "che_ets")
    low, high = told["score"]
    assert 0 <= low <= high <= 100
    assert (told["verdict"], told["stars"], told["stars_seed"]) == ("full_link", 3, 2)
    assert "cheapest_change" in told
    fixed = {"name", "tier", "left", "right", "outcome", "source"}
    assert all(fixed <= set(one) for one in told["features"])
    assert {one["tier"] for one in told["features"]} == {"GATE", "MUST", "SHOULD", "MAY"}


def test_compare_says_how_well_each_fact_is_known() -> None:
    told = {one["name"]: one for one in _json("compare", "eu_ets", "che_ets")["features"]}
    assert told["price_gap"]["left_status"] == {"price_usd": "verified"}
    assert told["mrv"]["left_status"] == {"mrv": "memory"}
    assert told["revenue_use"]["left"] is None


def test_the_cheapest_change_names_steps_and_costs() -> None:
    change = _json("compare", "eu_ets", "gbr_ets")["cheapest_change"]
    assert change["lifts_to"] == "full_link"
    assert [one["name"] for one in change["changes"]] == ["registry"]
    assert all(one["change"] and one["change_zh"] for one in change["changes"])


def test_parameters_are_told_with_their_label_and_can_be_set() -> None:
    told = _json("compare", "eu_ets", "gbr_ets", "--set", "full_score=60")
    assert told["verdict"] == "full_link"
    assert told["parameters"]["full_score"]["value"] == "60"
    assert told["parameters"]["full_score"]["ours"]
    assert not told["parameters"]["reduction_ratio"]["ours"]


@pytest.mark.parametrize("setting", ["nothing=1", "full_score=much"])
def test_a_bad_setting_is_a_usage_error(setting: str) -> None:
    ran = CliRunner().invoke(app, ["agreement", "compare", "eu_ets", "gbr_ets", "--set", setting])
    assert ran.exit_code == 2
    assert setting in ran.stderr


def test_verified_facts_alone_leave_more_open() -> None:
    assert _json("compare", "eu_ets", "che_ets", "--verified")["verdict"] == "not_determinable"


def test_an_unknown_system_is_told_with_what_comes_close() -> None:
    told = _json("compare", "eu_ets", "gbr_est", code=3)
    assert told["verdict"] == "not_determinable"
    assert told["findings"][0]["code"] == "UNREADABLE"
    assert "gbr_ets" in told["findings"][0]["fix"]
    ran = CliRunner().invoke(app, ["agreement", "partners", "nowhere"])
    assert ran.exit_code == 3
    assert "UNREADABLE" in ran.stderr


@pytest.mark.feature("F278")
def test_partners_ranks_all_others() -> None:
    told = _json("partners", "eu_ets")
    assert len(told["partners"]) == 45
    assert told["partners"][0]["id"] == "che_ets"


@pytest.mark.feature("F103")
@pytest.mark.feature("F107")
def test_stars_prints_the_table_on_both_bases() -> None:
    seed = [one["stars"] for one in _json("stars", "--basis", "seed")["arrangements"]]
    assert seed == [3, 2, 3, 3, 2, 3, 3]
    fact = [one["stars"] for one in _json("stars")["arrangements"]]
    assert fact == [3, 2, 2, 3, 3, 2, 3]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["compare", "eu_ets", "gbr_ets"], "cheapest change: connect the registries"),
        (["compare", "eu_ets", "chn_national"], "none of the rules alone is enough"),
        (["partners", "kor_ets"], "similarity"),
        (["stars"], "california_quebec"),
    ],
)
def test_without_json_a_text_is_printed(words: list[str], says: str, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["agreement", *words])
    assert ran.exit_code == 0
    assert says in ran.stdout
    file = tmp_path / "answer.txt"
    assert CliRunner().invoke(app, ["agreement", *words, "-o", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8") == ran.stdout


@pytest.mark.feature("F279")
def test_partners_show_the_gain_and_the_frontier_of_gain_and_similarity() -> None:
    told = _json("partners", "eu_ets")
    gains = {one["id"]: one["gain"] for one in told["partners"]}
    assert gains["chn_national"]["own"] > gains["che_ets"]["own"] > 0
    assert gains["ind_ccts"] is None
    low, high = gains["gbr_ets"]["range"]
    assert low == pytest.approx(gains["gbr_ets"]["own"] / 2)
    assert high == pytest.approx(gains["gbr_ets"]["own"] * 2)
    ahead = [one for one in told["partners"] if one["frontier"]]
    assert [one["id"] for one in ahead] == told["frontier"]
    assert told["frontier"][-1] == "chn_national"
    known = [one for one in told["partners"] if one["gain"]]
    for one in ahead:
        better = [
            other
            for other in known
            if other["similarity"][0] > one["similarity"][0]
            and other["gain"]["own"] > one["gain"]["own"]
        ]
        assert better == []
