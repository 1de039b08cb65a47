"""`tallystick integrity check` as users and scripts call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

RECORD = """\
approach: CA0009
parties: [GHA, CHE]
agreement: che_gha
outcomes:
  - {id: O1, party: GHA, activity: reactor, sector: Energy, vintage: 2023, quantity_t: 90,
     traits: [nuclear]}
"""


def call(tmp_path: Path, text: str, *options: str) -> Result:
    path = tmp_path / "integrity.yaml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["integrity", "check", str(path), *options])


@pytest.mark.feature("F025")
def test_sections_and_outcomes_are_scored(tmp_path: Path) -> None:
    result = call(tmp_path, RECORD, "--on", "2025-07-07", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["approach"], answer["on"], answer["outcome"]) == ("CA0009", "2025-07-07", "fail")
    by_key = {one["section"]: one["outcome"] for one in answer["sections"]}
    assert by_key["exclusions"] == "fail"
    assert by_key["real"] == "not_determinable"
    assert answer["outcomes"][0]["exclusions"] == "fail"
    assert all(one["title_zh"] for one in answer["sections"])


def test_day_is_today_unless_one_is_named(tmp_path: Path) -> None:
    assert call(tmp_path, "approach: CA0009\nparties: [GHA]\n").exit_code == 0
    early = call(tmp_path, RECORD, "--on", "2020-01-01", "--json")
    assert json.loads(early.stdout)["outcomes"][0]["exclusions"] == "pass"


def test_people_see_a_table_and_findings_apart(tmp_path: Path) -> None:
    result = call(tmp_path, RECORD, "--on", "2025-07-07")
    assert "Activities left out" in result.stdout
    assert "EXCLUDED" in result.stderr
    assert "EXCLUDED" not in result.stdout


def test_damaged_file_exits_3_with_findings(tmp_path: Path) -> None:
    result = call(tmp_path, "approach: nine\n", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["findings"][0]["code"] == "SYNTAX"
    assert call(tmp_path, "approach: nine\n").exit_code == 3


def test_answer_goes_to_a_file(tmp_path: Path) -> None:
    output = tmp_path / "answer.json"
    call(tmp_path, RECORD, "--json", "-o", str(output))
    assert json.loads(output.read_text(encoding="utf-8"))["approach"] == "CA0009"
    assert call(tmp_path, RECORD, "-o", str(tmp_path / "none" / "x")).exit_code == 2
