"""`tallystick ledger import` as people and programs meet it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from conftest import NewPlace
from tallystick.cli.main import app


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["ledger", *map(str, arguments)])


def answer(result: Result) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TALLYSTICK_KEY", raising=False)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An export of a ledger with one posting; the public key is in the file `public`."""
    old = tmp_path / "old.db"
    made = answer(call("init", "--db", old, "--json"))
    (tmp_path / "public").write_text(made["public_key"])
    assert call("post", "--db", old, "--key", "1", "--from", "", "--to", "A", "--series", "S",
                "--start", "1", "--end", "9").exit_code == 0  # fmt: skip
    assert call("export", "--db", old, "-o", tmp_path / "export").exit_code == 0
    return tmp_path / "export"


def test_import_answers_in_json(new_place: NewPlace, tmp_path: Path, exported: Path) -> None:
    place, key = new_place(), ("--public-key", tmp_path / "public")
    would = answer(call("import", "--db", place, exported, *key, "--dry-run", "--json"))
    done = answer(call("import", "--db", place, exported, *key, "--json"))
    again = answer(call("import", "--db", place, exported, *key, "--json"))
    assert [one["status"] for one in (would, done, again)] == [
        "would_import",
        "imported",
        "already_imported",
    ]
    assert (done["entries"], done["findings"]) == (1, [])
    held = answer(call("holdings", "--db", place, "--json"))
    assert [row["units"] for row in held["holdings"]] == [9]


def test_ledger_that_is_not_there_is_made(tmp_path: Path, exported: Path) -> None:
    new = tmp_path / "new.db"
    assert call("import", "--db", new, exported, "--dry-run").exit_code == 0
    assert not new.exists()
    assert "imported: 1 entries" in call("import", "--db", new, exported).stdout


def test_ledger_with_other_postings_is_a_conflict(new_place: NewPlace, exported: Path) -> None:
    place = new_place()
    call("post", "--db", place, "--key", "x", "--from", "", "--to", "B", "--series", "Z",
         "--start", "1", "--end", "2")  # fmt: skip
    result = call("import", "--db", place, exported, "--json")
    assert result.exit_code == 4
    assert answer(result)["findings"][-1]["code"] == "LEDGER_NOT_EMPTY"


def test_damaged_export_is_refused_and_none_unreadable(
    new_place: NewPlace, tmp_path: Path, exported: Path
) -> None:
    place = new_place()
    exported.write_bytes(exported.read_bytes().replace(b'\\"A\\"', b'\\"B\\"'))
    assert call("import", "--db", place, exported).exit_code == 1
    assert call("import", "--db", place, tmp_path / "none").exit_code == 3
    assert call("import", "--db", "x://y", exported).exit_code == 3
