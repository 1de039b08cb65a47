"""`tallystick market picture`: each kind from a file, and what cannot be drawn."""

from pathlib import Path

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
