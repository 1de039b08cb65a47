"""What an answer is worth where a synchronous standby is there: no answer before it has it too."""

import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from pathlib import Path
from random import Random

import pytest
from ledger_samples import day

sys.path.append(str(Path(__file__).parents[2]))

from soak._server import Killable, killable, wait_until

from postgresql import binaries
from tallystick.article6.postings.plain import Amount, MoveUnits
from tallystick.ledger import LedgerError, Receipt, Status, open_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.postgresql import PostgresqlStore

pytestmark = pytest.mark.postgresql

WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = 'ledger'"
CANCEL = f"SELECT pg_cancel_backend(pid) FROM ({WAITING}) waiting"
UNITS = MoveUnits(on=day(1), from_account="", to_account="A", amount=Amount(1))


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Killable, Killable]]:
    """A primary that holds an empty ledger, and its synchronous standby."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with killable(2) as (primary, standby):
        primary.begin()
        standby.follow(primary)
        primary.run("CREATE DATABASE ledger")
        with open_ledger(primary.url("ledger")) as ledger:
            ledger.create()
        yield primary, standby


@pytest.fixture
def alone(pair: tuple[Killable, Killable]) -> Iterator[tuple[Killable, Killable]]:
    """The same pair, while the standby is away; it is back in the end."""
    primary, standby = pair
    standby.kill()
    yield primary, standby
    standby.start()
    wait_until(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == ["sync"])


def post(place: str, key: str) -> Receipt:
    with open_ledger(place) as ledger:
        return ledger.post(UNITS, key=key)


def has(server: Killable, key: str) -> bool:
    with open_ledger(server.url("ledger")) as copied:
        return any(one.key == key for one in copied.journal())


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads for postings that wait; left alone when a test fails while they wait."""
    made = ThreadPoolExecutor(2)
    yield made
    made.shutdown(wait=False)


def wait_for_standby(primary: Killable) -> None:
    wait_until(lambda: len(primary.ask(WAITING)) == 1)


def test_retry_is_answered_only_when_the_standby_has_the_posting(
    alone: tuple[Killable, Killable], threads: ThreadPoolExecutor
) -> None:
    primary, standby = alone
    place = primary.url("ledger")
    first = threads.submit(post, place, "retried")
    wait_for_standby(primary)
    primary.kill_backend(Random(1))
    with pytest.raises(LedgerError, match="lost"):
        first.result(60)
    again: Future[Receipt] = threads.submit(post, place, "retried")
    wait_for_standby(primary)
    with pytest.raises(StillWaiting):
        again.result(0.5)
    standby.start()
    assert again.result(60).status is Status.ALREADY_POSTED
    wait_until(lambda: has(standby, "retried"))
    standby.kill()


def test_wait_that_is_cancelled_is_no_acknowledgement(
    alone: tuple[Killable, Killable], threads: ThreadPoolExecutor
) -> None:
    primary, standby = alone
    place = primary.url("ledger")
    first = threads.submit(post, place, "cancelled")
    wait_for_standby(primary)
    primary.ask(CANCEL)
    with pytest.raises(LedgerError, match="may or may not"):
        first.result(60)
    standby.start()
    assert post(place, "cancelled").status is Status.ALREADY_POSTED
    standby.kill()


def test_store_connects_again_after_it_lost_the_server(pair: tuple[Killable, Killable]) -> None:
    primary, _ = pair
    with open_ledger(primary.url("ledger")) as ledger:
        ledger.post(UNITS, key="before")
        primary.kill()
        primary.start()
        with pytest.raises(LedgerError, match="under the same key"):
            ledger.post(UNITS, key="after")
        assert ledger.post(UNITS, key="after").status is Status.POSTED
        assert ledger.post(UNITS, key="before").status is Status.ALREADY_POSTED
        assert [one.key for one in ledger.journal()].count("after") == 1


def restart_and_read(server: Killable, store: PostgresqlStore) -> None:
    with store.snapshot():
        server.kill()
        server.start()
        store.execute("SELECT 1")


def test_loss_within_a_snapshot_is_told_as_it_is(pair: tuple[Killable, Killable]) -> None:
    primary, _ = pair
    store = store_at(primary.url("ledger"))
    assert isinstance(store, PostgresqlStore)
    with pytest.raises(LedgerError, match="lost"):
        restart_and_read(primary, store)
    assert store.execute("SELECT 1") == [(1,)]
    store.close()
