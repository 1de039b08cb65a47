"""Exports and proofs of a ledger hold against everything that a verifier can check."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tallystick.core.findings import Finding
from tallystick.ledger import LedgerError
from tallystick.ledger.log import sequencer
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.proving import Proof, prove
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.proof.merkle import verify_inclusion
from tallystick.ledger.proof.verify import verify_export
from tallystick.ledger.store import Store

from .conftest import Run


@pytest.fixture
def logged(posted: str, store: Store, key: SigningKey, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ledger whose log is complete, with a checkpoint after every ten entries."""
    monkeypatch.setattr(sequencer, "BATCH", 10)
    sequence(store, key)
    return store


def test_export_is_valid_and_has_the_root_of_the_ledger(
    logged: Store, key: SigningKey, tmp_path: Path
) -> None:
    exported = export_ledger(logged, tmp_path / "log")
    found = verify_export(tmp_path / "log", key.public)
    assert found.findings == ()
    assert (exported.entries, exported.root, exported.pending) == (24, found.root, 0)
    assert found.root == verify_ledger(logged).found.root


def test_any_line_left_out_of_an_export_is_found(
    logged: Store, key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "log"
    export_ledger(logged, path)
    lines = path.read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
        assert not verify_export(path, key.public).valid


def test_dry_run_writes_nothing(logged: Store, tmp_path: Path) -> None:
    exported = export_ledger(logged, None)
    assert exported == export_ledger(logged, tmp_path / "log")


def test_export_holds_what_is_signed_and_counts_what_is_pending(
    posted: str, store: Store, key: SigningKey, tmp_path: Path
) -> None:
    exported = export_ledger(store, tmp_path / "log")
    assert (exported.entries, exported.pending) == (0, 24)
    assert verify_export(tmp_path / "log", key.public).findings == ()


def test_export_of_a_damaged_log_shows_the_damage(
    logged: Store, key: SigningKey, force: Run, tmp_path: Path
) -> None:
    force("UPDATE ledger_leaf SET leaf = '{}' WHERE posting_id = 7")
    export_ledger(logged, tmp_path / "log")
    (finding,) = verify_export(tmp_path / "log", key.public).findings
    assert (finding.code, finding.where["index"]) == ("ENTRY_ALTERED", 6)


def test_ledger_without_a_log_has_no_export(posted: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no log"):
        export_ledger(store, tmp_path / "log")


@pytest.mark.parametrize("number", [1, 10, 11, 24])
def test_proof_holds_with_common_tools(logged: Store, key: SigningKey, number: int) -> None:
    proof = prove(logged, str(number))
    assert isinstance(proof, Proof)
    answer = json.loads(json.dumps(proof.to_json()))
    leaf_hash = sha256(b"\0" + answer["leaf"].encode()).digest()
    assert answer["hash"] == leaf_hash.hex()
    path = [bytes.fromhex(one) for one in answer["path"]]
    root = bytes.fromhex(answer["root"])
    assert answer["index"] == number - 1
    assert verify_inclusion(leaf_hash, answer["index"], answer["size"], path, root)
    signed = parse(answer["checkpoint"])
    assert signed.signed_by(key.public)
    assert (signed.checkpoint.size, signed.checkpoint.root) == (answer["size"], root)


def test_posting_is_named_by_number_or_key(logged: Store) -> None:
    assert prove(logged, "sample 23") == prove(logged, "24")


@pytest.mark.parametrize("asked", ["none", "", "25", "0", "9" * 30, "²"])
def test_unknown_posting_is_refused(logged: Store, asked: str) -> None:
    finding = prove(logged, asked)
    assert isinstance(finding, Finding)
    assert finding.code == "POSTING_UNKNOWN"


def test_pending_posting_has_no_proof_yet(posted: str, store: Store, key: SigningKey) -> None:
    finding = prove(store, "1")
    assert isinstance(finding, Finding)
    assert finding.code == "ENTRY_PENDING"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_leaf SET leaf = 'x' WHERE posting_id = 3",
        "DELETE FROM ledger_log WHERE log_index = 5",
        "UPDATE ledger_checkpoint SET note = 'x' WHERE size = 24",
    ],
)
def test_damaged_log_proves_nothing(logged: Store, force: Run, damage: str) -> None:
    force(damage)
    with pytest.raises(LedgerError, match="damaged"):
        prove(logged, "3")
