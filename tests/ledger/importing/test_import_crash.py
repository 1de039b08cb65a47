"""An import that dies leaves an empty ledger, and of two at once only one gets through."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.store import Store

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
