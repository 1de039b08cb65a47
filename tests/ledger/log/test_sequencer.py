"""The sequencer takes every committed leaf once, in an order that every verifier accepts."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import KINDS, LOT, open_account, send
from proof.logs import naive_root

from conftest import NewPlace
from tallystick.ledger import LedgerError, open_ledger
from tallystick.ledger.log import sequencer, tables
from tallystick.ledger.log.background import keep_sequencing
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey, create_key_file, read_key_file
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.store import Store

from .conftest import Run

ACCOUNTS = [party + kind for party in ("GHA", "CHE") for kind in KINDS]
PATIENCE_SECONDS = 300
DYING = Path(__file__).with_name("dying_sequencer.py")


def logged(store: Store) -> list[int]:
    return [one for (one,) in store.execute("SELECT posting_id FROM ledger_log ORDER BY log_index")]


def postings(store: Store) -> list[int]:
    return [one for (one,) in store.execute("SELECT id FROM ledger_posting ORDER BY id")]


def checkpoints(store: Store) -> list[int]:
    return [size for (size,) in store.execute("SELECT size FROM ledger_checkpoint ORDER BY size")]


def open_accounts(place: str, *names: str) -> None:
    with open_ledger(place) as ledger:
        for name in names:
            ledger.post(open_account(name), key=name)


def test_every_posting_enters_the_log_once(posted: str, store: Store, key: SigningKey) -> None:
    assert tables.count_pending(store) == len(postings(store))
    assert sequence(store, key) == len(postings(store))
    assert logged(store) == postings(store)
    assert tables.count_pending(store) == 0
    assert sequence(store, key) == 0
    assert checkpoints(store) == [0, len(postings(store))]


def test_leaf_is_what_was_asked(posted: str, store: Store, key: SigningKey) -> None:
    sequence(store, key)
    last = list(tables.entries(store))[-1]
    assert last.hash == leaf_hash(last.leaf)
    assert last.leaf == (
        b'{"key":"sample 23","posting":{"block":{"first":"101","last":"300","series":'
        b'{"approach":"CA0009","party":"GHA","registry":"GHA01","vintage":"2022"}},'
        b'"from_account":"GHA","kind":"first_transfer","on":"2024-01-03","to_account":"SWE"}}'
    )


def test_checkpoint_is_signed_at_least_after_every_batch(
    posted: str, store: Store, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 10)
    monkeypatch.setattr(sequencer, "ROUND", 20)
    assert sequence(store, key) == 24
    assert checkpoints(store) == [0, 10, 20, 24]
    assert verify_ledger(store, key.public).found.findings == ()


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sets(st.sampled_from(ACCOUNTS)), st.integers(1, 8))
def test_root_does_not_depend_on_when_the_sequencer_ran(
    new_place: NewPlace, moments: set[str], batch: int
) -> None:
    place = new_place()
    key = read_key_file(prepare_keys(place).path)
    with pytest.MonkeyPatch.context() as patch, closing(store_at(place)) as store:
        patch.setattr(sequencer, "BATCH", batch)
        for account in ACCOUNTS:
            open_accounts(place, account)
            if account in moments:
                sequence(store, key)
        sequence(store, key)
        found = verify_ledger(store, key.public).found
        leaves = [entry.leaf for entry in tables.entries(store)]
    assert found.findings == ()
    assert found.entries == len(ACCOUNTS)
    assert found.root == naive_root(leaves)


def test_log_that_was_never_opened_is_refused(posted: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="never opened"):
        sequence(store, create_key_file(tmp_path / "key", "some.where/log"))


def test_another_key_is_refused(posted: str, store: Store, key: SigningKey, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="not signed with the key"):
        sequence(store, create_key_file(tmp_path / "key", key.name))
    assert logged(store) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_checkpoint SET note = 'x' WHERE size > 0",
        "DELETE FROM ledger_checkpoint WHERE size > 0",
        "DELETE FROM ledger_log WHERE log_index = 23",
    ],
)
def test_damaged_log_is_not_extended(
    posted: str, store: Store, key: SigningKey, force: Run, damage: str
) -> None:
    sequence(store, key)
    open_accounts(posted, "FRA")
    force(damage)
    before = logged(store)
    with pytest.raises(LedgerError, match=r"damaged|never changed|UNIQUE|duplicate"):
        sequence(store, key)
    assert logged(store) == before


def test_sequencers_that_run_at_once_take_turns(
    posted: str, key: SigningKey, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 2)
    monkeypatch.setattr(sequencer, "ROUND", 2)

    def run(_: int) -> int:
        with closing(store_at(posted)) as own:
            return sequence(own, key)

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(run, range(4))) == len(postings(store))
    assert logged(store) == postings(store)
    assert verify_ledger(store, key.public).found.findings == ()


def test_sequencing_while_others_post_misses_nothing(
    posted: str, store: Store, key: SigningKey
) -> None:
    def post(writer: int) -> None:
        with open_ledger(posted) as ledger:
            for number in range(10):
                serial = 301 + 10 * writer + number
                ledger.post(send(LOT.part(serial, serial)), key=f"{writer} {number}")

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(post, writer) for writer in range(4)]
        while not all(writer.done() for writer in writers):
            sequence(store, key)
    for writer in writers:
        writer.result()
    sequence(store, key)
    assert sorted(logged(store)) == postings(store)
    assert verify_ledger(store, key.public).found.findings == ()


def test_sequencer_killed_at_any_statement_leaves_a_sound_log(
    posted: str, store: Store, key: SigningKey
) -> None:
    for statements in range(40):
        ended = subprocess.run([sys.executable, DYING, posted, str(statements)], check=False)
        found = verify_ledger(store, key.public)
        assert found.found.findings == ()
        assert found.pending == len(postings(store)) - len(logged(store))
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
    assert statements > 5
    assert logged(store) == postings(store)


def test_background_loop_sequences_until_it_is_stopped(
    posted: str, store: Store, key: SigningKey
) -> None:
    stopped = Event()
    loop = Thread(target=keep_sequencing, args=(posted, key, stopped, 0.01))
    loop.start()
    try:
        deadline = monotonic() + PATIENCE_SECONDS
        while tables.count_pending(store) and monotonic() < deadline:
            sleep(0.01)
    finally:
        stopped.set()
        loop.join()
    assert logged(store) == postings(store)


def test_background_loop_outlives_what_goes_wrong(
    tmp_path: Path, key: SigningKey, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = Event()
    place = str(tmp_path / "not there.db")
    loop = Thread(target=keep_sequencing, args=(place, key, stopped, 0.01))
    loop.start()
    deadline = monotonic() + PATIENCE_SECONDS
    while len(caplog.records) < 2 and monotonic() < deadline:
        sleep(0.01)
    stopped.set()
    loop.join()
    assert "there is no file" in caplog.records[1].message


@contextmanager
def open_transaction(place: str, name: str) -> Iterator[psycopg.Connection]:
    """Post within a transaction that stays open, on PostgreSQL."""
    with psycopg.connect(place) as connection:
        connection.execute(
            "WITH p AS (INSERT INTO ledger_posting (key, kind, body, recorded_at) "
            "VALUES (%s, 'x', '{\"kind\":\"x\"}', now()) RETURNING id) "
            "INSERT INTO ledger_leaf (posting_id, leaf) SELECT id, %s FROM p",
            (name, f'{{"key":"{name}","posting":{{"kind":"x"}}}}'),
        )
        yield connection


@pytest.fixture
def postgresql_only(place: str) -> None:
    """Skip where there is one writer at a time."""
    if "://" not in place:
        pytest.skip("SQLite has one writer at a time: commits are never out of order")


@pytest.mark.usefixtures("postgresql_only", "posted")
def test_leaf_that_commits_late_is_never_skipped(place: str, store: Store, key: SigningKey) -> None:
    sequence(store, key)
    before = logged(store)
    with open_transaction(place, "early") as early, open_transaction(place, "late") as late:
        late.commit()
        assert sequence(store, key) == 0
        assert tables.count_pending(store) == 1
        early.commit()
    assert sequence(store, key) == 2
    assert logged(store)[len(before) :] == postings(store)[-2:]


@pytest.mark.usefixtures("postgresql_only", "posted")
def test_open_transaction_that_began_later_holds_nothing_back(
    place: str, store: Store, key: SigningKey
) -> None:
    sequence(store, key)
    with open_transaction(place, "early") as early, open_transaction(place, "late") as late:
        early.commit()
        assert sequence(store, key) == 1
        late.rollback()
    assert sequence(store, key) == 0
    assert tables.count_pending(store) == 0


@pytest.mark.usefixtures("postgresql_only", "posted")
def test_leaf_waits_for_what_it_may_build_on(place: str, store: Store, key: SigningKey) -> None:
    sequence(store, key)
    with open_transaction(place, "bulk 1") as bulk, open_transaction(place, "other") as other:
        with open_transaction(place, "record") as record:
            record.commit()
        bulk.execute(
            "WITH p AS (INSERT INTO ledger_posting (key, kind, body, recorded_at) "
            "VALUES ('bulk 2', 'x', '{\"kind\":\"x\"}', now()) RETURNING id) "
            "INSERT INTO ledger_leaf (posting_id, leaf) "
            'SELECT id, \'{"key":"bulk 2","posting":{"kind":"x"}}\' FROM p'
        )
        bulk.commit()
        assert sequence(store, key) == 1
        assert tables.count_pending(store) == 2
        other.rollback()
    sequence(store, key)
    keys = store.execute(
        "SELECT p.key FROM ledger_log g JOIN ledger_posting p ON p.id = g.posting_id "
        "ORDER BY log_index DESC LIMIT 3"
    )
    assert [one for (one,) in keys] == ["bulk 2", "record", "bulk 1"]


@pytest.mark.usefixtures("postgresql_only", "posted")
def test_posting_that_waited_is_numbered_after_what_it_waited_for(place: str, store: Store) -> None:
    def post() -> int:
        with open_ledger(place) as ledger:
            return ledger.post(send(LOT.part(301, 310)), key="waiting").id

    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(1) as threads, psycopg.connect(place) as earlier:
        earlier.execute("SELECT FROM ledger_holding FOR UPDATE")
        waiting = threads.submit(post)
        deadline = monotonic() + PATIENCE_SECONDS
        while store.execute(waits) == [(0,)] and monotonic() < deadline:
            sleep(0.01)
        earlier.execute(
            "INSERT INTO ledger_posting (key, kind, body, recorded_at) "
            "VALUES ('earlier', 'x', '{}', now())"
        )
        earlier.commit()
        assert waiting.result() == postings(store)[-1]


@pytest.mark.usefixtures("postgresql_only", "posted")
@pytest.mark.parametrize("far", [10**12, 1])
def test_restored_leaves_of_another_server_are_taken_and_skip_no_new_one(
    place: str, store: Store, key: SigningKey, force: Run, far: int
) -> None:
    sequence(store, key)
    with open_transaction(place, "foreign") as foreign:
        foreign.commit()
    force(
        f"UPDATE ledger_leaf SET xid = '{far}'",
        "UPDATE ledger_checkpoint SET server = 1, horizon = '1000000000000'",
    )
    assert sequence(store, key) == 1
    open_accounts(place, "FRA")
    assert sequence(store, key) == 1
    assert tables.count_pending(store) == 0


def test_accounts_of_every_kind_are_logged(place: str, store: Store, key: SigningKey) -> None:
    open_accounts(place, *("FRA" + kind for kind in KINDS))
    with open_ledger(place) as ledger:
        assert ledger.sequence(key) == len(KINDS)
