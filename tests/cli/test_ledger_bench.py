"""`tallystick ledger bench` on either database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

run = CliRunner().invoke


@pytest.mark.parametrize(("clients", "blocks"), [(3, 7), (3, 1)])
def test_no_unit_is_lost_or_duplicated(place: str, clients: int, blocks: int) -> None:
    size = ["--clients", str(clients), "--blocks", str(blocks), "--seconds", "0.5"]
    answer = run(app, ["ledger", "bench", "--db", place, *size, "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["lost"], told["duplicated"]) == (0, 0)
    assert told["transfers_per_second"] > 0
    assert 0 < told["p50_ms"] <= told["p95_ms"]


def test_a_ledger_that_cannot_be_used_is_unreadable(tmp_path: Path) -> None:
    answer = run(app, ["ledger", "bench", "--db", str(tmp_path), "--seconds", "0.1"])
    assert answer.exit_code == 3
