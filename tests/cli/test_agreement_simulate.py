"""`tallystick agreement simulate`: the catalogue, files with facts of their own, bad input."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

FILE = """
agreement: sample
form: treaty
parties:
  - {id: CHE, level: national, systems: [che_ets]}
  - {id: CHN, level: national, systems: [chn_national]}
recognition:
  - from: chn_national
    to: che_ets
    units: [CEA]
    restrictions:
      - {kind: discount, rate: 1/5}
      - {kind: quantity, scope: gross, limit: 100000, per: year}
facts:
  - {system: che_ets, cap_t: 4000000, price_usd: "90"}
"""
SOLVED = {"certificate", "markets", "flows", "limits", "totals", "findings"}


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    answer = CliRunner().invoke(app, ["agreement", "simulate", *arguments, "--json"])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    told: dict[str, Any] = json.loads(answer.stdout)
    return answer.exit_code, told


@pytest.mark.parametrize("name", ["link_eu_ch", "link_ca_qc_2013", "link_eu_uk"])
def test_links_of_the_catalogue_are_solved_three_times(name: str) -> None:
    code, told = run(name)
    assert code == 0
    for world in ("without", "with", "unrestricted"):
        assert set(told[world]) >= SOLVED
        assert told[world]["certificate"]["max_residual"] <= 1e-6
    listed = [one["price_usd"] for one in told["systems"]]
    assert [one["price"] for one in told["without"]["markets"]] == pytest.approx(listed, rel=1e-6)
    assert {finding["code"] for finding in told["findings"]} >= {"CALIBRATED"}


def test_treasury_stands_beside_firms_where_the_auctioned_share_is_listed() -> None:
    _, told = run("link_eu_ch")
    found = {(one["market"], one["group"]): one["gain"] for one in told["with"]["groups"]}
    swiss = sum(gain for (market, _), gain in found.items() if market == "che_ets")
    gain = next(one["gain"] for one in told["with"]["markets"] if one["id"] == "che_ets")
    assert swiss == pytest.approx(gain, rel=1e-3)
    assert found["che_ets", "treasury"] > 0


def test_missing_facts_are_named_and_the_exit_is_fine() -> None:
    code, told = run("link_ca_qc_wa_2026")
    assert code == 0
    unknown = [one for one in told["findings"] if one["outcome"] == "not_determinable"]
    assert [one["where"]["system"] for one in unknown] == ["usa_wa"]
    assert told["with"]["markets"] == []


def test_file_sets_its_own_facts(tmp_path: Path) -> None:
    file = tmp_path / "link.yaml"
    file.write_text(FILE, encoding="utf-8")
    code, told = run(str(file))
    assert code == 0
    assert told["systems"][1]["stated"] == ["cap_t", "price_usd"]
    assert told["with"]["flows"][0]["received"] == pytest.approx(100_000)
    located = [one["where"]["line"] for one in told["findings"] if one["code"] == "READ_AS"]
    assert located == []
    assert [one["kind"] for one in told["clauses"]] == ["discount", "quantity"]


def test_text_shows_the_three_worlds(tmp_path: Path) -> None:
    file = tmp_path / "link.yaml"
    file.write_text(FILE, encoding="utf-8")
    answer = CliRunner().invoke(app, ["agreement", "simulate", str(file)])
    assert answer.exit_code == 0
    assert "unrestricted" in answer.output
    assert "recognition[0].restrictions[1] (quantity) changes gains" in answer.output


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("che_ets, cap_t", "eu_ets, cap_t"),
        ("4000000", "-1"),
        ('price_usd: "90"', "price_usd: high"),
        ("cap_t", "capt"),
    ],
)
def test_bad_facts_give_a_located_finding(tmp_path: Path, was: str, becomes: str) -> None:
    file = tmp_path / "link.yaml"
    file.write_text(FILE.replace(was, becomes), encoding="utf-8")
    code, told = run(str(file))
    assert code == 3
    assert told["findings"][0]["where"]["line"] >= 14
    assert told["with"]["markets"] == []


def test_unknown_name_is_unreadable() -> None:
    code, told = run("link_eu_moon")
    assert (code, told["findings"][0]["code"]) == (3, "UNREADABLE")


def test_own_curves_come_first(tmp_path: Path) -> None:
    table = tmp_path / "curves.csv"
    table.write_text(
        "id,parties,year,money_year,linear_usd_t,factor_usd_t,power,status,source\n"
        "own,CHE,2025,2024,10,500,3,memory,me\n",
        encoding="utf-8",
    )
    _, told = run("link_eu_ch", "--curves", str(table))
    assert {one["id"]: one["curve"] for one in told["systems"]} == {
        "che_ets": "own",
        "eu_ets": "rice2010_eu",
    }


HEAD = "id,parties,year,money_year,linear_usd_t,factor_usd_t,power,status,source\n"


@pytest.mark.parametrize(
    "text",
    [
        "id,parties\na,b\n",
        "\x00",
        HEAD + "own,CHE,2025,2024,10,-5,3,memory,me\n",
        HEAD + "own,CHE,2025,2024,nan,5,3,memory,me\n",
        HEAD + "own,CHE,2025,1950,10,5,3,memory,me\n",
        HEAD + "\xff\n",
    ],
)
def test_bad_curves_give_a_finding(tmp_path: Path, text: str) -> None:
    table = tmp_path / "curves.csv"
    table.write_text(text, encoding="latin-1")
    code, told = run("link_eu_ch", "--curves", str(table))
    assert code == 3
    assert told["findings"][0]["where"]["file"] == str(table)
