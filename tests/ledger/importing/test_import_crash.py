"""An import that dies leaves an empty ledger, and of two at once only one gets through."""

import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import polars as pl
import psycopg
import pytest

from postgresql import Server
from tallystick.ledger import postgresql_beside, postgresql_loading
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.store import Store

BESIDE = "SELECT CAST(to_regclass('coming_holding') AS text)"
DYING = Path(__file__).with_name("dying_import.py")
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
def test_what_a_killed_import_left_beside_is_gone_after_the_next(
    postgresql: Server, key: SigningKey, exported: Path
) -> None:
    target = postgresql.database()
    ended = subprocess.run([sys.executable, DYING, target, exported, "9"], check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(store_at(target)) as store:
        assert store.execute(BESIDE) == [("coming_holding",)]
        assert import_export(store, exported, key.public).outcome is Outcome.IMPORTED
        assert store.execute(BESIDE) == [(None,)]
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


@pytest.mark.postgresql
def test_snapshot_begun_while_a_ledger_is_filled_shows_all_of_it(
    postgresql: Server, key: SigningKey, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts() -> tuple[int, int]:
        with closing(store_at(target)) as reader, reader.snapshot():
            (posted,), (held,) = (
                reader.execute(f"SELECT count(*) FROM ledger_{name}")[0]
                for name in ("posting", "holding")
            )
            return posted, held

    def put(connection: psycopg.Connection, beside: postgresql_beside.Beside) -> None:
        seen.append(pool.submit(counts))
        while not connection.execute("SELECT FROM pg_locks WHERE NOT granted").fetchall():
            pass
        postgresql_beside.put_in_place(connection, beside)

    target, seen = postgresql.database(), list[Future[tuple[int, int]]]()
    monkeypatch.setattr(postgresql_loading, "put_in_place", put)
    with closing(store_at(target)) as store, ThreadPoolExecutor(1) as pool:
        import_export(store, exported, key.public)
        posted, held = seen[0].result()
    assert posted > 0
    assert held > 0
    postgresql.drop(target)
