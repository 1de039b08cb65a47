"""`tallystick market ensemble`: its JSON, its text and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

FILE = """
markets:
  - {id: a, need: 40, baseline: 100, mac: {kind: linear, intercept: 0, slope: 2}}
  - {id: b, need: 20, baseline: 80, mac: {kind: linear, slope: 1, max: 60}, floor: 5, ceiling: 90}
links:
  - {from: b, to: a, rate: 0.9, limit: 10}
limits:
  - {kind: net_import, market: a, max: 8}
draws:
  - {market: a, parameter: need, distribution: normal, sd: 6}
  - {market: b, parameter: need, distribution: normal, sd: 4}
"""


def run(tmp_path: Path, text: str, *options: str) -> tuple[int, str, str]:
    file = tmp_path / "market.yaml"
    file.write_text(text, encoding="utf-8")
    asked = ["market", "ensemble", str(file), "--draws", "8", "--seed", "1", *options]
    answer = CliRunner().invoke(app, asked)
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.stdout, answer.stderr


def test_distributions_and_probabilities_are_told(tmp_path: Path) -> None:
    code, output, _ = run(tmp_path, FILE, "--json")
    found: dict[str, Any] = json.loads(output)
    assert code == 0
    assert found["draws"] == 8
    assert found["scenarios_per_second"] > 0
    assert found["certificate"]["max_residual"] <= 1e-6
    a, b = found["markets"]
    assert set(a["price"]) == {"mean", "sd", "quantiles"}
    assert list(a["price"]["quantiles"]) == ["5", "25", "50", "75", "95"]
    assert 0 <= b["binding_probability"]["floor"] <= 1
    assert 0 <= b["overselling_probability"] <= 1
    [flow] = found["flows"]
    assert set(flow["rate_shares"]) == {"effective", "reversed", "overstated", "idle"}
    assert sum(flow["rate_shares"].values()) == pytest.approx(1)
    assert 0 <= found["limits"][0]["binding_probability"] <= 1
    assert found["tornado"]
    assert found["findings"] == []


def test_same_seed_gives_the_same_answer(tmp_path: Path) -> None:
    first, second = (json.loads(run(tmp_path, FILE, "--json")[1]) for _ in range(2))
    for answer in (first, second):
        answer.pop("scenarios_per_second")
    assert first == second


def test_text_shows_quantiles(tmp_path: Path) -> None:
    code, output, _ = run(tmp_path, FILE)
    assert code == 0
    assert "95 %" in output
    assert "b→a" in output


def test_damaged_file_and_refused_draws_have_their_exit_codes(tmp_path: Path) -> None:
    code, output, _ = run(tmp_path, FILE.replace("sd: 4", "sd: x"), "--json")
    assert code == 3
    assert json.loads(output)["findings"][0]["code"] == "SYNTAX"
    code, output, _ = run(tmp_path, FILE.replace("market: b, parameter", "market: z, parameter"))
    assert code == 1
    code, output, _ = run(tmp_path, FILE.replace("id: b, need: 20", "id: b, need: 200"))
    assert code == 0
