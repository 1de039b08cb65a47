"""The pages for analysts say where results stand, and their code runs."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from market_cli import Verb
from tallystick.cli.main import app

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = (DOCS / "tutorial-analyst.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| [^|]+ \| (\w+) \| `([\w.]+)` \| `([\w.]+)` \|")
ROWS = ROW.findall((DOCS / "reference/market-results.md").read_text(encoding="utf-8"))
WHOLE = """
markets:
  - id: a
    need: 40
    baseline: 240
    mac: {kind: linear, slope: 2}
    floor: 1
    groups:
      - {id: power, baseline: 140, allocation: 60, share: 0.75}
    auctioned: 50
    need_deviation: 3
    ndc: {target: 205, other_emissions: 5}
  - {id: b, need: 20, baseline: 120, mac: {kind: linear, slope: 1}, need_deviation: 3}
links:
  - {from: b, to: a, rate: 0.9, limit: 10}
limits:
  - {kind: net_import, market: a, max: 8}
draws:
  - {market: a, parameter: need, distribution: normal, sd: 6}
"""
OPTIONS = {"ensemble": ("--draws", "8", "--seed", "1")}


def at(data: Any, path: str) -> Any:
    for key in path.split("."):
        data = (data[0] if isinstance(data, list) else data)[key]
    return data


def named(path: str) -> object:
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise LookupError(path)


@pytest.mark.parametrize("command", ["solve", "ensemble", "coalitions"])
def test_every_result_stands_where_the_page_says(tmp_path: Path, command: str) -> None:
    code, output = Verb(command).run(tmp_path, WHOLE, "--json", *OPTIONS.get(command, ()))
    assert code == 0
    paths = [(path, name) for verb, path, name in ROWS if verb == command]
    assert paths
    for path, name in paths:
        assert at(json.loads(output), path) is not None, path
        assert named(name) is not None


def test_the_file_of_the_tutorial_comes_out_as_told(tmp_path: Path) -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)
    file = tmp_path / "two.yaml"
    file.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["market", "solve", str(file), "--json"])
    found = json.loads(answer.stdout)
    assert [one["price"] for one in found["markets"]] == pytest.approx([64, 30])


def test_the_code_of_the_tutorial_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL))
    exec(compile(code, "tutorial", "exec"), {})  # noqa: S102 (our own document)
    told = capsys.readouterr().out
    assert "p[north] = 2 q" in told
    assert "(64.0,)" in told
