"""`tallystick aef diff`: the difference of two workbooks, exit 0 whether or not they differ."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aef_workbooks import SENT, TERMS, reported
from tallystick.cli.main import app


def run(*words: str) -> tuple[int, str, str]:
    answer = CliRunner().invoke(app, ["aef", "diff", *words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.stdout, answer.stderr


@pytest.fixture
def versions(tmp_path: Path) -> list[str]:
    files = []
    for name, sent in (("old", SENT), ("new", {**SENT, "acquiring_party": "SWE"})):
        (tmp_path / name).mkdir()
        files.append(str(reported(tmp_path / name, "GHA", authorizations=TERMS, actions=sent)))
    return files


def told(versions: list[str], *words: str) -> dict[str, Any]:
    code, out, _ = run(*versions, "--json", *words)
    assert code == 0
    answer: dict[str, Any] = json.loads(out)
    return answer


def test_changed_cell_is_in_the_answer(versions: list[str]) -> None:
    answer = told(versions)
    assert [answer["old"]["path"], answer["new"]["path"]] == versions
    assert (answer["same"], answer["header"], answer["findings"]) == (False, [], [])
    (change,) = answer["tables"]["actions"]["changed"]
    assert (change["field"], change["old"], change["new"]) == ("acquiring_party", "CHE", "SWE")
    assert set(answer["tables"]) == {"authorizations", "actions", "holdings", "entities"}


def test_file_against_itself_is_the_same(versions: list[str]) -> None:
    assert told([versions[0], versions[0]])["same"] is True
    assert run(versions[0], versions[0])[:2] == (0, "no difference\n")


def test_text_names_rows_and_values(versions: list[str]) -> None:
    code, out, _ = run(*versions)
    assert code == 0
    assert "actions row 2 -> 2: Acquiring participating Party ID: CHE -> SWE" in out


def test_row_that_came_or_went_is_told(versions: list[str], tmp_path: Path) -> None:
    empty = str(reported(tmp_path, "GHA", authorizations=TERMS))
    assert "actions row 2 removed: 2023-12-15" in run(versions[0], empty)[1]
    assert "actions row 2 added: 2023-12-15" in run(empty, versions[0])[1]


def test_answer_goes_to_a_file(versions: list[str], tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    assert run(*versions, "--json", "-o", str(target)) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["same"] is False
    code, _, told = run(*versions, "-o", str(tmp_path))
    assert code == 3
    assert "cannot be written" in told


def test_file_that_cannot_be_read_exits_3(versions: list[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.xlsx")
    code, out, _ = run(versions[0], missing, "--json")
    answer = json.loads(out)
    assert code == 3
    assert [found["code"] for found in answer["findings"]] == ["UNREADABLE"]
    assert answer["same"] is None
    code, out, told = run(missing, versions[0])
    assert (code, out) == (3, "")
    assert "UNREADABLE" in told


def test_one_file_is_a_usage_error(versions: list[str]) -> None:
    assert run(versions[0])[0] == 2
