"""`tallystick authorization` as users and scripts call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

HOST = """\
party: GHA
approaches: [{approach: CA0009, date: 2023-02-01, parties: [CHE]}]
authorizations:
  - id: GHA-A1
    date: 2023-02-01
    expires: 2030-12-31
    approach: CA0009
    purposes: NDC
    parties: [CHE]
    frameworks: [JCM]
    changes: not applicable
    quantity_t: 1000
    tracking_registry: GHA01
    underlying_registries: not applicable
    vintages: [2021, 2030]
    gases: [CO2]
    sectors: [Energy]
    activity_types: [Stoves]
    demands: [two keys]
entities:
  - {number: GH-0042, name: Airline, country: GHA, approach: CA0009, date: 2023-02-01,
     kyc: passed}
"""
BUYER = "party: CHE\nconsents: [{authorization: GHA-A1, authority: FOEN, date: 2023-03-01}]\n"


def call(tmp_path: Path, verb: str, *texts: str, options: tuple[str, ...] = ()) -> Result:
    paths = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return CliRunner().invoke(app, ["authorization", verb, *paths, *options])


@pytest.mark.feature("F085")
def test_files_of_both_parties_turn_both_keys(tmp_path: Path) -> None:
    on = ("--on", "2025-07-07", "--json")
    alone = call(tmp_path, "check", HOST, options=on)
    assert alone.exit_code == 1
    assert [one["code"] for one in json.loads(alone.stdout)["findings"]] == ["AUTH_TWO_KEYS"]
    both = call(tmp_path, "check", HOST, BUYER, options=on)
    assert both.exit_code == 0
    answer = json.loads(both.stdout)
    assert list(answer) == ["on", "outcome", "authorizations", "entities", "findings"]
    assert (answer["on"], answer["outcome"], answer["findings"]) == ("2025-07-07", "pass", [])
    (told,) = answer["authorizations"]
    assert told["state"] == "issued"
    assert told["first_transfer"] == {"declared": None, "interpreted": None}
    assert told["keys"] == ["CHE", "GHA"]
    assert told["elements"]["d"] == told["elements"]["j"] == "not applicable"
    assert answer["entities"][0]["valid"] is True
    early = call(tmp_path, "check", HOST, BUYER, options=("--on", "2023-02-15"))
    assert early.exit_code == 1


def test_show_judges_nothing(tmp_path: Path) -> None:
    result = call(tmp_path, "show", HOST, options=("--on", "2031-01-01"))
    assert result.exit_code == 0
    assert "expired" in result.stdout
    assert result.stderr == ""
    declared = HOST.replace("purposes: NDC", "purposes: OIMP\n    first_transfer: authorisation")
    assert "authorisation = Authorization" in call(tmp_path, "show", declared).stdout
    assert json.loads(call(tmp_path, "show", HOST, options=("--json",)).stdout)["entities"]


def test_unknowns_alone_exit_0(tmp_path: Path) -> None:
    little = "party: GHA\nauthorizations: [{id: A, date: 2023-02-01, purposes: NDC}]\n"
    result = call(tmp_path, "check", little)
    assert result.exit_code == 0
    assert "AUTH_ELEMENTS_K" in result.stderr


@pytest.mark.parametrize("text", ["", "party: [", "party: GHA\nauthorizations: none\n"])
def test_unreadable_file_exits_3_and_keeps_the_form_of_the_answer(
    tmp_path: Path, text: str
) -> None:
    result = call(tmp_path, "check", HOST, text, options=("--json",))
    assert result.exit_code == 3
    answer = json.loads(result.stdout)
    assert answer["authorizations"] == []
    assert answer["outcome"] == "not_determinable"
    assert answer["findings"]
    assert call(tmp_path, "show", text).exit_code == 3
