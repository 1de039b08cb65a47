"""`tallystick account verify`: stated figures, the file they stand in, and the exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

HEAD = """party: GHA
ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging, target_t: 90}
"""
RIGHT = """years:
  - {year: 2023, metric: GHG, emissions_t: 100, adjustment_t: 25/3, balance_t: 325/3,
     divided_by: 3, counted_to: 2023}
deductions:
  - {kind: sop, date: 2024-01-01, quantity_t: 5, pledge: "agreement, article 5"}
checks: [{check: PART_E, outcome: pass, rests_on: inventory report of 2024}]
forecast: {emissions_t: {2030: 80}, first_transfers_t: {2029: 40, 2030: 60}, uses_t: {2030: 1}}
"""


def run(tmp_path: Path, text: str) -> tuple[int, Any]:
    path = tmp_path / "stated.yaml"
    path.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["account", "verify", str(path), "--json"])
    return answer.exit_code, json.loads(answer.stdout)


def test_right_figures_pass(tmp_path: Path) -> None:
    told = {"party": "GHA", "outcome": "pass", "findings": []}
    assert run(tmp_path, HEAD + RIGHT) == (0, told)
    assert run(tmp_path, HEAD) == (0, told)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "exit_code"),
    [
        ("325/3", "110", "BALANCE", 1),
        ("divided_by: 3", "divided_by: 10", "AVG_DENOM", 1),
        ("counted_to: 2023", "counted_to: 2026", "AVG_WINDOW", 1),
        ("metric: GHG", "metric: MWh", "METRIC_ACCOUNT", 1),
        ('"agreement, article 5"', "none", "SOP_OMGE", 1),
        ("2030: 80}", "2030: 81}", "OVERSELL", 0),
        ("emissions_t: 100", "emissions_t: none", "INV_MISSING", 0),
        ("inventory report of 2024", "none", "CHECK_NOT_RUN", 1),
        ("outcome: pass", "outcome: fine", "SYNTAX", 3),
        ("outcome: pass, ", "", "SYNTAX", 3),
        ("quantity_t: 5", "quantity_t: none", "SYNTAX", 3),
        ("kind: sop", "kind: gift", "SYNTAX", 3),
        ("25/3", "1/0", "SYNTAX", 3),
        ("forecast: {", "forecast: [{", "SYNTAX", 3),
    ],
)
def test_wrong_figure_is_named_with_its_mend(
    tmp_path: Path, right: str, wrong: str, code: str, exit_code: int
) -> None:
    status, told = run(tmp_path, (HEAD + RIGHT).replace(right, wrong, 1))
    assert status == exit_code
    assert code in {one["code"] for one in told["findings"]}
    assert all(one["fix"] and one["fix_zh"] for one in told["findings"])


def test_text_names_party_and_outcome(tmp_path: Path) -> None:
    path = tmp_path / "stated.yaml"
    path.write_text(HEAD + RIGHT, encoding="utf-8")
    answer = CliRunner().invoke(app, ["account", "verify", str(path)])
    assert (answer.exit_code, answer.stdout) == (0, "GHA: pass\n")
