"""An import that dies leaves an empty ledger, and of two at once only one gets through."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from pathlib import Path

import polars as pl
import psycopg
import pytest

from importing.dying_import import BEFORE, BEHIND
from postgresql import Server
from tallystick.ledger import postgresql_beside
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.postgresql_beside import Filling
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.store import Row, Store

BESIDE = "SELECT CAST(to_regclass('coming_holding') AS text)"
DYING = Path(__file__).with_name("dying_import.py")
COUNTS = (
    "SELECT (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM ledger_holding), "
    "(SELECT count(*) FROM ledger_holding h "
    "WHERE NOT EXISTS (SELECT FROM ledger_series s WHERE s.id = h.series_id))"
)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = %s"
TABLES = ("ledger_posting", "ledger_entry", "ledger_leaf", "ledger_log", "ledger_checkpoint",
          "ledger_account", "ledger_authorization", "ledger_series", "ledger_lot",
          "ledger_holding", "ledger_balance")  # fmt: skip


@pytest.mark.parametrize("filled", [1, 5, 11])
def test_killed_import_leaves_an_empty_ledger_that_can_be_filled(
    store: Store, target: str, key: SigningKey, exported: Path, filled: int
) -> None:
    ended = subprocess.run([sys.executable, DYING, target, exported, str(filled)], check=False)
    assert ended.returncode == -signal.SIGKILL
    for table in TABLES:
        assert store.execute(f"SELECT count(*) FROM {table}") == [(0,)]
    assert import_export(store, exported, key.public).outcome is Outcome.IMPORTED
    assert verify_ledger(store, key.public).found.findings == ()


def test_of_two_imports_at_once_one_is_a_conflict_or_finds_it_done(
    target: str, key: SigningKey, exported: Path
) -> None:
    def one(_: int) -> Outcome:
        with closing(store_at(target)) as store:
            return import_export(store, exported, key.public).outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(one, range(2)))
    assert Outcome.IMPORTED in outcomes
    assert outcomes <= {Outcome.IMPORTED, Outcome.CONFLICT, Outcome.PRESENT}
    assert len(outcomes) == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("when", ["8", "9", BEFORE])
def test_killed_import_leaves_nothing_beside_the_ledger(
    postgresql: Server, key: SigningKey, exported: Path, when: str
) -> None:
    target = postgresql.database()
    ended = subprocess.run([sys.executable, DYING, target, exported, when], check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(store_at(target)) as store:
        for table in TABLES:
            assert store.execute(f"SELECT count(*) FROM {table}") == [(0,)]
        assert store.execute(BESIDE) == [(None,)]
        assert import_export(store, exported, key.public).outcome is Outcome.IMPORTED
    postgresql.drop(target)


@pytest.mark.postgresql
def test_import_killed_between_its_two_commits_is_whole(
    postgresql: Server, key: SigningKey, exported: Path
) -> None:
    target = postgresql.database()
    ended = subprocess.run([sys.executable, DYING, target, exported, BEHIND], check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(store_at(target)) as store:
        assert import_export(store, exported, key.public).outcome is Outcome.PRESENT
        assert store.execute(BESIDE) == [(None,)]
        assert verify_ledger(store, key.public).found.findings == ()
    postgresql.drop(target)


@pytest.mark.postgresql
def test_ranges_that_overlap_leave_the_ledger_empty_with_nothing_beside(
    postgresql: Server,
) -> None:
    target = postgresql.database()
    held = {"series_id": 1, "last_serial": 9, "account": "A", "received_on": "2024-01-01"}
    rows = pl.DataFrame([{**held, "first_serial": first, "ended": False} for first in (1, 9)])
    with closing(store_at(target)) as store:
        with pytest.raises(LedgerError, match="coming_ledger_holding_overlap"):
            store.load([Table("ledger_holding", rows)])
        assert store.execute("SELECT count(*) FROM ledger_holding") == [(0,)]
        assert store.execute(BESIDE) == [(None,)]
    postgresql.drop(target)


def wait_for_locks(watching: psycopg.Connection, kind: str) -> None:
    """Return once somebody waits for a lock of a kind."""
    while watching.execute(WAITING, (kind,)).fetchall() == [(0,)]:
        time.sleep(0.01)


@pytest.mark.postgresql
@pytest.mark.parametrize("in_snapshot", [False, True])
def test_reading_begun_between_the_commits_of_an_import_shows_all_of_it(
    postgresql: Server,
    key: SigningKey,
    exported: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_snapshot: bool,
) -> None:
    def read() -> Row:
        with closing(store_at(target)) as reader:
            with reader.snapshot() if in_snapshot else nullcontext():
                (counts,) = reader.execute(COUNTS)
            return counts

    def end(filling: Filling, first: psycopg.Connection) -> None:
        """Come between the two: the gate is handed on in the order in which it is asked for."""
        between = psycopg.connect(target)
        asked = pool.submit(between.execute, postgresql_beside.GATE.encode())
        wait_for_locks(watching, "advisory")
        ending = pool.submit(ended, filling, first)
        asked.result()
        reading = pool.submit(read)
        wait_for_locks(watching, "relation")
        between.close()
        ending.result()
        seen.append(reading.result())

    target, seen, ended = postgresql.database(), list[Row](), Filling.end
    monkeypatch.setattr(Filling, "end", end)
    with (
        psycopg.connect(target, autocommit=True) as watching,
        ThreadPoolExecutor(3) as pool,
        closing(store_at(target)) as store,
    ):
        assert import_export(store, exported, key.public).outcome is Outcome.IMPORTED
    ((postings, held, unnamed),) = seen
    assert postings > 0
    assert held > 0
    assert unnamed == 0
    postgresql.drop(target)
