"""Any change of any row of a database, or of any line of an export, is found and located."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ledger_samples import LOT, authorize, day, issue, send, start, use

from postgresql import Server
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.units import Underlying
from tallystick.core.findings import Finding
from tallystick.ledger import open_ledger
from tallystick.ledger.log import sequencer, subtrees
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import PublicKey, SigningKey, read_key_file
from tallystick.ledger.proof.verify import verify_export

from .mutating import FAR, KEYS, Mutation, mutate

mutations = st.builds(
    Mutation,
    kind=st.sampled_from(["alter", "alter", "drop", "insert"]),
    table=st.sampled_from(sorted(KEYS)),
    row=st.integers(0, 10_000),
    column=st.integers(0, 10_000),
)
examples = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def sealed(place: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, SigningKey]:
    """A ledger of every kind of row, its log complete, with small batches and subtrees of four."""
    monkeypatch.setattr(sequencer, "BATCH", 5)
    monkeypatch.setattr(subtrees, "STEP", 2)
    backing = Underlying("JCM", "X-1", "X-1000")
    lots = (authorize(cap=900), replace(issue(), underlying=backing))
    move = Move(on=day(1), from_account="", to_account="A", range=Range("S", 1, 100))
    pay = MoveUnits(on=day(1), from_account="", to_account="A", amount=Amount(10))
    together = Batch(
        on=day(2),
        postings=(
            replace(move, on=day(2), from_account="A", to_account="B", range=Range("S", 11, 20)),
            replace(pay, on=day(2), from_account="A", to_account="B", amount=Amount(3)),
        ),
    )
    with open_ledger(place) as ledger:
        start(ledger, *lots, send(LOT.part(1, 300)), use(LOT.part(1, 50)), move, pay, together)
    key = read_key_file(prepare_keys(place).path)
    with closing(store_at(place)) as store:
        sequence(store, key)
        assert verify_ledger(store, key.public).found.findings == ()
    return place, key


@contextmanager
def copy_of(place: str, tmp_path: Path, server: Server | None) -> Iterator[str]:
    """Copy a ledger, for one change to be made to it."""
    if server is None:
        path = shutil.copy(place, tmp_path / "copy.db")
        yield str(path)
        return
    url = server.database(str(psycopg.conninfo.conninfo_to_dict(place)["dbname"]))
    try:
        yield url
    finally:
        server.drop(url)


def covers(where: Mapping[str, Any], index: int) -> bool:
    """Whether a finding points at an entry of the log."""
    if "first_index" in where:
        return bool(where["first_index"] <= index <= where["last_index"])
    return where.get("index") == index


def is_located(finding: Finding, mutation: Mutation, row: dict[str, Any]) -> bool:
    """Whether a finding points at the row that was changed, or at the entries around it."""
    where, code = finding.where, finding.code
    match mutation.table:
        case "ledger_posting" | "ledger_leaf" | "ledger_entry":
            posting = row["id" if mutation.table == "ledger_posting" else "posting_id"]
            return where.get("posting") in {posting, posting + FAR} or covers(where, posting - 1)
        case "ledger_log":
            return code == "ENTRIES_UNSIGNED" or covers(where, row["log_index"])
        case "ledger_subtree":
            near = {row["place"], row["place"] + FAR}
            return code == "SUBTREE_ALTERED" and where["place"] in near
        case "ledger_checkpoint":
            return code.startswith("CHECKPOINT") or code == "ENTRIES_UNSIGNED"
        case "ledger_holding" | "ledger_balance":
            return code == "HOLDINGS_MISMATCH"
    return code == "STATE_MISMATCH" and where["table"] == mutation.table


@examples
@given(mutations)
def test_change_of_any_row_is_found_and_located(
    sealed: tuple[str, SigningKey], tmp_path: Path, request: pytest.FixtureRequest, one: Mutation
) -> None:
    place, key = sealed
    server = request.getfixturevalue("postgresql") if "://" in place else None
    with copy_of(place, tmp_path, server) as copied:
        row = mutate(copied, one)
        assume(row is not None)
        with closing(store_at(copied)) as store:
            verified = verify_ledger(store, key.public).found
    assert not verified.valid, (one, row)
    found = [finding for finding in verified.findings if not finding.code.startswith("SCHEMA_")]
    assert any(is_located(finding, one, row or {}) for finding in found), (row, found)


def _altered(lines: list[bytes], at: int, other: int) -> list[bytes]:
    line = lines[at]
    place = other % (len(line) - 1)
    byte = bytes([line[place] ^ 1])
    return [*lines[:at], line[:place] + byte + line[place + 1 :], *lines[at + 1 :]]


def _dropped(lines: list[bytes], at: int, _: int) -> list[bytes]:
    return lines[:at] + lines[at + 1 :]


def _moved(lines: list[bytes], at: int, other: int) -> list[bytes]:
    rest = _dropped(lines, at, other)
    return [*rest[:other], lines[at], *rest[other:]]


def _inserted(lines: list[bytes], at: int, other: int) -> list[bytes]:
    return [*lines[:other], lines[at], *lines[other:]]


@settings(parent=examples, max_examples=300)
@given(
    st.sampled_from([_altered, _dropped, _moved, _inserted]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)
def test_change_of_any_line_of_an_export_is_found_and_located(
    exported: tuple[list[bytes], PublicKey],
    tmp_path: Path,
    change: Callable[[list[bytes], int, int], list[bytes]],
    at: int,
    other: int,
) -> None:
    lines, key = exported
    changed = change(lines, at % len(lines), other % len(lines))
    assume(changed != lines)
    (tmp_path / "changed").write_bytes(b"".join(changed))
    found = verify_export(tmp_path / "changed", key)
    assert not found.valid
    places = {"line", "index", "first_index", "size"}
    ends = {"ENTRIES_UNSIGNED", "SYNTAX"}
    assert any(places & one.where.keys() or one.code in ends for one in found.findings)


@pytest.fixture
def exported(sealed: tuple[str, SigningKey], tmp_path: Path) -> tuple[list[bytes], PublicKey]:
    """The lines of an export and the key that it is verified with."""
    place, key = sealed
    if "://" in place:
        pytest.skip("an export has the same lines from both databases")
    with closing(store_at(place)) as store:
        export_ledger(store, tmp_path / "exported")
    return (tmp_path / "exported").read_bytes().splitlines(keepends=True), key.public
