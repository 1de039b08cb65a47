"""What agreements amount to, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

ON = ("--on", "2026-03-01")
RATED = """\
agreement: rated
form: treaty
parties:
  - {id: EUE, level: supranational, systems: [eu_ets]}
  - {id: CHE, level: national, systems: [che_ets]}
dates: {signed: 2017-11-23, in_force: 2020-01-01}
recognition:
  - from: che_ets
    to: eu_ets
    restrictions: [{kind: exchange_rate, rating: agency}]
clauses:
  - area: authorization
    params: {content: [quantity], deadline_days: 30}
  - area: confidentiality
    params:
      classes: [{name: secret, information: [bids], seen_by: [EUE]}]
      always_public: [totals]
"""
PLATFORM = """\
ratings:
  - {provider: agency, system: che_ets, value: 4/5, valid: [2026-01-01, 2026-12-31]}
  - {provider: agency, system: eu_ets, value: 1, valid: [2026-01-01, 2026-12-31]}
orders:
  - {id: a, on: 2026-03-01, from: che_ets, to: eu_ets, quantity_t: 100}
"""


def call(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["agreement", *words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.stdout


def told(*words: str) -> dict[str, Any]:
    _, text = call(*words, "--json")
    answer: dict[str, Any] = json.loads(text)
    return answer


@pytest.fixture
def rated(tmp_path: Path) -> str:
    file = tmp_path / "rated.yaml"
    file.write_text(RATED, encoding="utf-8")
    return str(file)


def beside(rated: str, text: str) -> str:
    file = Path(rated).with_name("beside.yaml")
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.feature("F181")
def test_provisions_risks_and_supervision_are_told_for_people_and_programs() -> None:
    assert len(told("provisions", "link_eu_ch", *ON)["groups"]) == 5
    assert told("risks", "link_eu_ch", *ON)["propagation"]
    assert told("supervision", "link_eu_ch", *ON)["supervised_by"]
    for verb in ("provisions", "risks", "supervision"):
        code, text = call(verb, "link_eu_ch", *ON)
        assert code in {0, 1}
        assert text
        assert call(verb, "no_such_agreement")[0] == 3


@pytest.mark.feature("F192")
@pytest.mark.feature("F193")
def test_supervision_is_written_for_the_joint_body_and_for_reviewers(tmp_path: Path) -> None:
    assert call("supervision", "link_eu_ch", *ON, "-o", str(tmp_path / "r.md"))[0] in {0, 1}
    assert "监督" in (tmp_path / "r.zh.md").read_text(encoding="utf-8")
    call("supervision", "a6_ch_ghana", *ON, "-o", str(tmp_path / "r.json"))
    export = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {"supervised_by", "parties", "findings", "ahead"} <= export.keys()
    assert call("supervision", "link_eu_ch", "-o", str(tmp_path / "r.odd"))[0] == 2


@pytest.mark.feature("F170")
@pytest.mark.feature("F171")
def test_a_platform_settles_at_the_rates_of_a_provider(rated: str) -> None:
    answer = told("settle", rated, beside(rated, PLATFORM))
    assert [one["rate"] for one in answer["rates"]] == ["4/5"]
    assert [one["received"] for one in answer["log"]] == ["80"]
    assert call("settle", rated, beside(rated, PLATFORM))[0] == 0
    assert call("settle", rated, beside(rated, PLATFORM.replace("4/5", "0.8")))[0] == 3
    assert call("settle", rated, beside(rated, "orders: []\n"))[0] == 0


@pytest.mark.feature("F205")
def test_a_request_for_authorization_is_followed(rated: str) -> None:
    asked = "id: R1\nasked_on: 2026-01-01\nstates: [quantity]\n"
    answer = told("authorizing", rated, beside(rated, asked), *ON)
    assert (answer["stage"], answer["due"]) == ("asked", "2026-01-31")
    assert call("authorizing", rated, beside(rated, asked), *ON)[0] == 1
    assert call("authorizing", rated, beside(rated, asked), "--on", "2026-01-20")[0] == 0


@pytest.mark.feature("F202")
def test_fields_are_shown_to_those_who_may_see_them(rated: str) -> None:
    assert told("disclose", rated, "bids", "totals")["shown"] == ["totals"]
    assert told("disclose", rated, "bids", "--to", "EUE")["shown"] == ["bids"]
    assert call("disclose", rated, "bids")[0] == 0


@pytest.mark.feature("F264")
@pytest.mark.feature("F265")
def test_pairs_of_systems_and_their_readiness_are_laid_out() -> None:
    answer = told("feasibility", "eu_ets", "che_ets", "kor_ets")
    assert len(answer["pairs"]) == 3
    assert [one["system"] for one in answer["readiness"]] == ["eu_ets", "che_ets", "kor_ets"]
    assert "ready" in call("feasibility", "eu_ets", "che_ets")[1]
    assert call("feasibility", "moon_ets")[0] == 3


@pytest.mark.feature("F290")
@pytest.mark.feature("F291")
@pytest.mark.feature("F293")
def test_checklists_and_works_are_printed() -> None:
    assert len(told("checklist", "handbook", "eu_ets")["rows"]) == 10
    assert told("checklist", "ncm", "link_eu_ch")["rows"][0]["answer"] is True
    assert call("checklist", "handbook", "eu_ets")[0] == 0
    assert call("checklist", "handbook", "moon_ets")[0] == 3
    works = {one["id"]: one["criteria"] for one in told("works")["works"]}
    assert "sectors" in works["icap_2018"]
    assert call("works")[0] == 0
