"""`tallystick account run` as users and scripts call it."""

import json
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.account import app

TRIES = 5
GOOD = """\
party: GHA
ndc: {first_year: 2021, last_year: 2024, kind: single-year, method: averaging, target_t: 105}
inventory_t: {2021: 104, "2022": 102, 2023: 100, 2024: 100}
authorizations:
  - {id: A1, purposes: [NDC], date: 2023-02-01, approach: CA0009}
  - {id: A2, purposes: [OIMP], first_transfer: Authorisation, date: 2024-03-01, quantity_t: 40}
actions:
  - {type: first_transfer, authorization: A1, date: 2023-12-15, vintage: 2022, quantity_t: 10,
     to: CHE}
  - {type: use, date: 2024-05-01, year: 2024, vintage: 2024, quantity_t: 3}
  - {type: cancellation, authorization: A2, date: 2024-06-01, vintage: 2022, quantity_t: 10,
     purpose: OIMP}
"""
FIELDS = [
    "party",
    "method",
    "years",
    "period",
    "achieved",
    "structured_summary",
    "findings",
]


def call(tmp_path: Path, text: str, *options: str) -> Result:
    path = tmp_path / "account.yaml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["run", str(path), *options])


@pytest.mark.feature("F033")
def test_json_has_the_fixed_fields(tmp_path: Path) -> None:
    result = call(tmp_path, GOOD, "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    answer = json.loads(result.stdout)
    assert list(answer) == FIELDS
    assert answer["years"][-1] == {
        "year": 2024,
        "inventory_t": 100,
        "first_transferred_t": 0,
        "first_transferred_oimp_t": 10,
        "used_t": 3,
        "net_t": 7,
        "cumulative_net_t": 17,
        "average_t": "4.25",
        "adjustment_t": "4.25",
        "balance_t": "104.25",
    }
    assert answer["period"] == {
        "first_transferred_total_t": 20,
        "used_t": 3,
        "adjustment_t": "4.25",
        "balance_t": "104.25",
        "target_t": 105,
        "trajectory": None,
    }
    assert answer["achieved"] == "pass"
    assert answer["structured_summary"][5]["para"] == "23(c)"
    assert answer["structured_summary"][5]["values"] == {
        "2021": 0,
        "2022": 0,
        "2023": 10,
        "2024": 0,
    }
    assert [finding["code"] for finding in answer["findings"]] == ["FT_CONVENTION"]
    assert answer["findings"][0]["where"]["line"] == 6


def test_row_23d_is_chosen_by_an_option(tmp_path: Path) -> None:
    result = call(tmp_path, GOOD, "--json", "--row-23d", "authorized")
    row = json.loads(result.stdout)["structured_summary"][6]
    assert (row["para"], row["values"]["2024"]) == ("23(d)", 40)
    assert row["note"].startswith("authorized")
    assert call(tmp_path, GOOD, "--row-23d", "both").exit_code == 2


def test_text_shows_years_and_findings_apart(tmp_path: Path) -> None:
    result = call(tmp_path, GOOD)
    assert result.exit_code == 0
    assert "104.25" in result.stdout
    assert "achieved: pass" in result.stdout
    assert "FT_CONVENTION" in result.stderr
    assert "FT_CONVENTION" not in result.stdout


def test_broken_rule_exits_1_and_still_answers(tmp_path: Path) -> None:
    broken = GOOD.replace("first_transfer: Authorisation", "first_transfer: First transfer")
    result = call(tmp_path, broken, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["years"][0]["balance_t"] is answer["period"]["balance_t"] is None
    assert answer["findings"][0]["code"] == "FT_DEF_UNRESOLVED"
    assert call(tmp_path, broken).exit_code == 1


@pytest.mark.parametrize("text", ["", "- 1", "party: {", GOOD.replace("year: 2024, v", "v")])
def test_unreadable_file_exits_3_and_keeps_the_form_of_the_answer(
    tmp_path: Path, text: str
) -> None:
    result = call(tmp_path, text, "--json")
    assert result.exit_code == 3
    answer = json.loads(result.stdout)
    assert list(answer) == FIELDS
    assert answer["period"]["balance_t"] is None
    assert {finding["code"] for finding in answer["findings"]} == {"SYNTAX"}
    plain = call(tmp_path, text)
    assert (plain.exit_code, plain.stdout) == (3, "")
    assert "SYNTAX" in plain.stderr


def test_missing_file_exits_3(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(tmp_path / "none.yaml"), "--json"])
    assert result.exit_code == 3
    assert json.loads(result.stdout)["findings"][0]["code"] == "UNREADABLE"


def test_answer_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    result = call(tmp_path, GOOD, "--json", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text())["party"] == "GHA"
    nowhere = call(tmp_path, GOOD, "-o", str(tmp_path / "no" / "answer"))
    assert nowhere.exit_code == 2
    assert "cannot write" in nowhere.stderr


def test_command_answers_within_a_second_and_without_data_frames(tmp_path: Path) -> None:
    (tmp_path / "account.yaml").write_text(GOOD, encoding="utf-8")
    script = (
        "import sys; from tallystick.cli.main import main\n"
        "try: main()\n"
        "finally: print({'polars', 'numpy', 'openpyxl', 'django'} & set(sys.modules), "
        "file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "account", "run", "account.yaml", "--json"]
    took: list[float] = []
    while not took or (min(took) >= 1 and len(took) < TRIES):  # a busy machine may need more once
        before = getrusage(RUSAGE_CHILDREN).ru_utime
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        took.append(getrusage(RUSAGE_CHILDREN).ru_utime - before)
    assert min(took) < 1
    assert done.stderr.strip() == "set()"
    assert json.loads(done.stdout)["achieved"] == "pass"
