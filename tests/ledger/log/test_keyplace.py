"""The private key lies beside the ledger or where its keeper says, and in no database."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tallystick.ledger import LedgerError
from tallystick.ledger.log.keyplace import KeyPlace, prepare_keys, signing_key
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.tables import last_edge
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.keys import read_key_file
from tallystick.ledger.store import Store

from .conftest import Run


def test_key_lies_beside_the_file_or_in_the_configuration(
    place: str, keys: KeyPlace, tmp_path: Path
) -> None:
    if "://" in place:
        assert keys.path.parent == tmp_path / "config" / "tallystick"
        assert keys.path.stem in keys.public.name
    else:
        assert keys.path == Path(f"{place}.key")
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert read_key_file(keys.path).public == keys.public


def test_empty_log_is_signed_at_once(store: Store, keys: KeyPlace) -> None:
    edge = last_edge(store)
    assert edge is not None
    assert edge.size == 0
    assert parse(edge.seal.note).signed_by(keys.public)
    assert verify_ledger(store, keys.public).found.findings == ()


def test_preparing_again_changes_nothing(place: str, keys: KeyPlace) -> None:
    before = keys.path.read_bytes()
    assert prepare_keys(place) == keys
    assert keys.path.read_bytes() == before


def test_keeper_says_where_the_key_lies(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYSTICK_KEY", str(tmp_path / "safe" / "my.key"))
    assert prepare_keys(place).path == tmp_path / "safe" / "my.key"


def test_private_key_is_not_in_the_database(
    place: str, posted: str, store: Store, keys: KeyPlace
) -> None:
    key = read_key_file(keys.path)
    sequence(store, key)
    store.close()
    if "://" in place:
        tables = ["ledger_checkpoint", "ledger_log", "ledger_leaf", "ledger_posting"]
        held = "".join(str(store.execute(f"SELECT * FROM {one}")) for one in tables)
    else:
        with closing(sqlite3.connect(place)) as connection:
            held = "".join(connection.iterdump())
    assert keys.public.name in held
    assert key.secret_line() not in held
    secret = key.secret_line().split("+", 4)[4]  # in base64, where a + may stand too
    assert secret not in held


def test_lost_key_is_said_and_no_other_is_made(place: str, store: Store, keys: KeyPlace) -> None:
    keys.path.unlink()
    assert signing_key(store, place) is None
    with pytest.raises(LedgerError, match=f"is not at {keys.path}"):
        prepare_keys(place)
    assert not keys.path.exists()


def test_file_that_holds_no_key_is_refused(place: str, store: Store, keys: KeyPlace) -> None:
    for content in (b"", b"\xff", b"PRIVATE+KEY+x"):
        keys.path.write_bytes(content)
        with pytest.raises(LedgerError, match="holds no private key"):
            signing_key(store, place)


def test_place_that_cannot_be_written_is_said(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TALLYSTICK_KEY", str(tmp_path / "file" / "key"))
    with pytest.raises(LedgerError, match="private key"):
        prepare_keys(place)


def test_ledger_without_a_log_has_no_key(place: str, store: Store) -> None:
    assert signing_key(store, place) is None


def test_ledger_that_is_not_there_gets_no_key(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        prepare_keys(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


def test_damaged_log_gets_no_new_key(place: str, keys: KeyPlace, force: Run) -> None:
    force("UPDATE ledger_checkpoint SET note = 'x'")
    with pytest.raises(LedgerError, match="damaged"):
        prepare_keys(place)
