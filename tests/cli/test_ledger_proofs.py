"""`tallystick ledger export`, `verify` and `prove` as people and programs meet them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.article6.postings.records import OpenAccount
from tallystick.cli.main import app
from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import KeyPlace, prepare_keys
from tallystick.ledger.proof.checkpoint import parse

NAMES = ["GHA", "CHE", "SWE"]


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
def keys(place: str, tmp_path: Path) -> KeyPlace:
    """Keys of a ledger with three accounts; the public key is in the file `public`."""
    with open_ledger(place) as ledger:
        for name in NAMES:
            on = date(2024, 1, 1)
            account = OpenAccount(
                on=on, id=name, account_kind="party_holding", party=name, name=name
            )
            ledger.post(account, key=f"open {name}")
    made = prepare_keys(place)
    (tmp_path / "public").write_text(f"{made.public}\n", encoding="utf-8")
    return made


@pytest.mark.usefixtures("keys")
def test_export_is_verified_with_nothing_but_the_public_key(place: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.log"
    exported = call("export", "--db", place, "-o", file, "--json")
    assert exported.exit_code == 0
    verified = call("verify", file, "--public-key", tmp_path / "public", "--json")
    assert verified.exit_code == 0
    assert answer(verified) == {
        "valid": True,
        "entries": 3,
        "root": answer(exported)["root"],
        "pending": None,
        "origin_checked": True,
        "findings": [],
    }


@pytest.mark.usefixtures("keys")
def test_database_and_export_have_one_root(place: str, tmp_path: Path) -> None:
    verified = call("verify", "--db", place, "--public-key", tmp_path / "public", "--json")
    assert verified.exit_code == 0
    exported = call("export", "--db", place, "-o", tmp_path / "log", "--json")
    told = answer(exported)
    assert parse(told.pop("checkpoint")).checkpoint.size == 3
    assert told == {"entries": 3, "root": answer(verified)["root"], "pending": 0}
    assert answer(verified)["pending"] == 0


@pytest.mark.usefixtures("keys")
def test_without_a_public_key_the_answer_says_so(place: str) -> None:
    verified = call("verify", "--db", place, "--json")
    assert verified.exit_code == 0
    assert answer(verified)["origin_checked"] is False
    assert [one["code"] for one in answer(verified)["findings"]] == ["ORIGIN_UNCHECKED"]


@pytest.mark.usefixtures("keys")
def test_altered_export_exits_1_and_locates(place: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.log"
    call("export", "--db", place, "-o", file)
    content = file.read_text(encoding="utf-8").replace("open CHE", "open CHF")
    file.write_text(content, encoding="utf-8")
    verified = call("verify", file, "--public-key", tmp_path / "public", "--json")
    assert verified.exit_code == 1
    (finding,) = answer(verified)["findings"]
    assert finding["code"] == "ENTRY_ALTERED"
    assert finding["where"] == {"file": str(file), "line": 4, "index": 1}
    told = call("verify", file)
    assert told.exit_code == 1
    assert told.stdout.startswith("NOT VALID: 3 entries")
    assert "ENTRY_ALTERED" in told.stderr


@pytest.mark.usefixtures("keys")
def test_dry_run_writes_neither_file_nor_log(place: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.log"
    dry = call("export", "--db", place, "-o", file, "--dry-run", "--json")
    assert dry.exit_code == 0
    assert (answer(dry)["entries"], answer(dry)["pending"]) == (0, 3)
    assert not file.exists()
    assert "3 postings are not in the log yet" in dry.stderr


def test_without_the_private_key_the_log_is_not_extended_but_read(
    place: str, tmp_path: Path, keys: KeyPlace
) -> None:
    keys.path.unlink()
    verified = call("verify", "--db", place, "--public-key", tmp_path / "public", "--json")
    assert verified.exit_code == 0
    assert (answer(verified)["entries"], answer(verified)["pending"]) == (0, 3)
    refused = call("prove", "--db", place, "1", "--json")
    assert refused.exit_code == 1
    assert answer(refused)["findings"][0]["code"] == "ENTRY_PENDING"


@pytest.mark.usefixtures("keys")
def test_proof_is_given_for_a_number_or_a_key(place: str) -> None:
    proof = call("prove", "--db", place, "open CHE", "--json")
    assert proof.exit_code == 0
    assert set(answer(proof)) >= {"leaf", "index", "size", "root", "path"}
    assert json.loads(answer(proof)["leaf"])["key"] == "open CHE"
    assert (answer(proof)["index"], answer(proof)["size"]) == (1, 3)
    told = call("prove", "--db", place, "2")
    assert told.stdout.startswith("entry 1 of 3, root ")


@pytest.mark.usefixtures("keys")
def test_unknown_posting_exits_1(place: str) -> None:
    refused = call("prove", "--db", place, "none", "--json")
    assert refused.exit_code == 1
    assert answer(refused)["findings"][0]["code"] == "POSTING_UNKNOWN"
    told = call("prove", "--db", place, "none")
    assert told.exit_code == 1
    assert "POSTING_UNKNOWN" in told.stderr


def test_what_cannot_be_read_exits_3(tmp_path: Path) -> None:
    missing, rubbish = tmp_path / "missing", tmp_path / "rubbish"
    rubbish.write_bytes(b"\xff\x00")
    for arguments in (
        ["verify", missing, "--json"],
        ["verify", rubbish, "--json"],
        ["verify", "--db", missing],
        ["verify", "--db", rubbish],
        ["verify", "--db", "mysql://x"],
        ["verify", missing, "--public-key", missing],
        ["verify", missing, "--public-key", rubbish],
        ["export", "--db", missing, "-o", tmp_path / "out"],
        ["prove", "--db", missing, "1"],
    ):
        result = call(*arguments)
        assert result.exit_code == 3, arguments
        assert result.exception is None or isinstance(result.exception, SystemExit)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("keys")
def test_export_that_cannot_be_written_exits_3(place: str, tmp_path: Path) -> None:
    result = call("export", "--db", place, "-o", tmp_path / "none" / "file")
    assert result.exit_code == 3
    assert "No such file" in result.stderr


def test_neither_or_both_of_export_and_ledger_is_a_usage_error(tmp_path: Path) -> None:
    assert call("verify").exit_code == 2
    assert call("verify", tmp_path / "x", "--db", "y").exit_code == 2


@pytest.mark.usefixtures("keys")
def test_kept_checkpoint_is_held_against_a_later_log(place: str, tmp_path: Path) -> None:
    log, kept = tmp_path / "log", tmp_path / "kept"
    kept.write_text(answer(call("export", "--db", place, "-o", log, "--json"))["checkpoint"])
    with open_ledger(place) as ledger:
        on = date(2024, 1, 2)
        later = OpenAccount(on=on, id="FRA", account_kind="party_holding", party="FRA", name="FRA")
        ledger.post(later, key="later")
    public = ("--public-key", tmp_path / "public", "--checkpoint", kept, "--json")
    assert call("verify", "--db", place, *public).exit_code == 0
    newer = answer(call("export", "--db", place, "-o", tmp_path / "newer", "--json"))
    assert call("verify", tmp_path / "newer", *public).exit_code == 0
    kept.write_text(newer["checkpoint"])
    shortened = call("verify", log, *public)
    assert shortened.exit_code == 1
    assert {one["code"] for one in answer(shortened)["findings"]} == {"LOG_SHORTENED"}


@pytest.mark.usefixtures("keys")
def test_file_that_holds_no_checkpoint_is_unreadable(place: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    for kept in (tmp_path / "kept", tmp_path / "none"):
        done = call("verify", "--db", place, "--checkpoint", kept)
        assert done.exit_code == 3
        assert "holds no checkpoint" in done.stderr
