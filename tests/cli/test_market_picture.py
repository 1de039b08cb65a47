"""`tallystick market picture`: each kind from a file, and what cannot be drawn."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

FILE = """
markets:
  - {id: a, need: 40, mac: {kind: linear, slope: 2}, need_deviation: 3}
  - {id: b, need: 20, mac: {kind: linear, slope: 1}, need_deviation: 3}
links:
  - {from: b, to: a, limit: 10}
"""


def draw(tmp_path: Path, kind: str, name: str, text: str = FILE) -> tuple[int, str, Path]:
    source, target = tmp_path / "market.yaml", tmp_path / name
    source.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["market", "picture", str(source), kind, "-o", str(target)])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.output, target


@pytest.mark.parametrize("kind", ["supply", "sankey", "fan", "tornado", "coalitions"])
def test_every_kind_is_drawn_from_one_file(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("vl_convert", reason="the pictures extra is not installed")
    code, _, target = draw(tmp_path, kind, "out.svg")
    assert code == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("kind", "name", "text", "code", "says"),
    [
        ("supply", "out.gif", FILE, 2, ".gif"),
        ("fan", "out.json", FILE.replace("need_deviation: 3", "floor: 1"), 2, "need_deviation"),
        ("supply", "out.json", FILE.replace("slope: 2", "slope: -2"), 3, "SYNTAX"),
        ("supply", "no/such/out.json", FILE, 2, "cannot write"),
        ("sankey", "out.json", FILE.replace("from: b", "from: c"), 1, "MARKET_UNKNOWN"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    tmp_path: Path, kind: str, name: str, text: str, code: int, says: str
) -> None:
    exit_code, output, _ = draw(tmp_path, kind, name, text)
    assert exit_code == code
    assert says in output


DRAWS = """
draws:
  - {market: a, parameter: need, distribution: normal, sd: 6}
  - {market: b, parameter: slope, distribution: uniform, low: 0.5, high: 2}
"""


def spec(tmp_path: Path, kind: str, text: str) -> Any:
    code, _, target = draw(tmp_path, kind, "out.json", text)
    assert code == 0
    return json.loads(target.read_text(encoding="utf-8"))


def test_fan_of_a_file_with_draws_has_the_quantiles_of_the_ensemble(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    rows = spec(tmp_path, "fan", FILE + DRAWS)["data"]["values"]
    assert [(row["series"], row["place"].split()[0]) for row in rows] == [
        ("a", "without"),
        ("a", "with"),
        ("b", "without"),
        ("b", "with"),
    ]
    alone, linked = rows[0], rows[1]
    assert alone["q50"] == pytest.approx(80, abs=2)
    assert alone["q95"] - alone["q50"] == pytest.approx(2 * 6 * 1.645, rel=0.1)
    assert linked["q50"] == pytest.approx(60, abs=2)


def test_tornado_of_a_file_with_draws_moves_its_draws(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    found = spec(tmp_path, "tornado", FILE + DRAWS)
    assert {row["figure"] for row in found["data"]["values"]} == {"a need", "b slope"}
    assert "95 %" in found["title"]["text"]
    assert all(row["from"] == pytest.approx(387.5) for row in found["data"]["values"])


def test_coalition_bars_are_after_linking_costs(tmp_path: Path) -> None:
    costs = "linking_costs: {a: 50, b: 100}\n"
    [bar] = spec(tmp_path, "coalitions", FILE + costs)["data"]["values"]
    assert bar["group"] == "a+b"
    assert bar["gain"] == pytest.approx(450 - 150)


def test_too_many_markets_for_bars_are_said(tmp_path: Path) -> None:
    market = "  - {{id: m{at}, need: 5, mac: {{kind: linear, slope: 1}}}}\n"
    text = "markets:\n" + "".join(market.format(at=at) for at in range(7))
    code, output, _ = draw(tmp_path, "coalitions", "out.json", text)
    assert code == 2
    assert "at most 6" in output
