"""`tallystick participation check` as users and scripts call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

RECORD = """\
party: USA
ndcs:
  - {version: "3", communicated: 2024-12-19, first_year: 2026, last_year: 2035, kind: single-year,
     form: absolute}
inventories: []
"""
FIELDS = ["party", "on", "outcome", "requirements", "findings"]


def call(tmp_path: Path, text: str, *options: str) -> Result:
    path = tmp_path / "participation.yaml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["participation", "check", str(path), *options])


@pytest.mark.feature("F235")
def test_answer_depends_on_the_day(tmp_path: Path) -> None:
    for on, outcome in (("2026-01-26", "pass"), ("2026-01-27", "fail")):
        result = call(tmp_path, RECORD, "--on", on, "--json")
        assert result.exit_code == 1
        answer = json.loads(result.stdout)
        assert list(answer) == FIELDS
        assert answer["on"] == on
        assert answer["requirements"][0]["outcome"] == outcome
        assert [one["outcome"] for one in answer["requirements"][1:]] == [
            "pass",
            "not_determinable",
            "not_determinable",
            "fail",
            "not_determinable",
        ]


def test_unknowns_alone_exit_0(tmp_path: Path) -> None:
    result = call(tmp_path, "party: GHA\n", "--on", "2025-07-07")
    assert result.exit_code == 0
    assert "not_determinable" in result.stdout
    assert "PART_F" in result.stderr
    assert "PART_F" not in result.stdout


def test_day_is_asked_for(tmp_path: Path) -> None:
    assert call(tmp_path, RECORD).exit_code == 2
    assert call(tmp_path, RECORD, "--on", "tomorrow").exit_code == 2


@pytest.mark.parametrize("text", ["", "party: [", "party: GHA\nndcs: none\n"])
def test_unreadable_file_exits_3_and_keeps_the_form_of_the_answer(
    tmp_path: Path, text: str
) -> None:
    result = call(tmp_path, text, "--on", "2025-07-07", "--json")
    assert result.exit_code == 3
    answer = json.loads(result.stdout)
    assert list(answer) == FIELDS
    assert {one["code"] for one in answer["findings"]} == {"SYNTAX"}
    plain = call(tmp_path, text, "--on", "2025-07-07")
    assert (plain.exit_code, plain.stdout) == (3, "")


def test_answer_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    result = call(tmp_path, RECORD, "--on", "2026-01-26", "--json", "-o", str(target))
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(target.read_text())["party"] == "USA"
