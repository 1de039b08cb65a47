"""A posting whose commit fails after its answer was written does not count as posted."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from ledger_samples import LOT, authorize, issue, open_account, send, start

from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger import LedgerError, SharedLedger, open_ledger

pytestmark = [
    pytest.mark.postgresql,  # SQLite has nothing between the answer and the commit
    pytest.mark.parametrize("new_place", ["postgresql"], indirect=True),
]

AT_COMMIT = """
CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {} RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()
"""
"""Runs when the transaction ends, after the server has written the answer of the call."""

FAILS = AT_COMMIT.format("RAISE EXCEPTION 'the disk is full';")
WAITS = AT_COMMIT.format("PERFORM pg_sleep(600);")
SLEEPING = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
PATIENCE_SECONDS = 120

NEXT = Block(LOT.series, LOT.last + 1, LOT.last + 10)
POSTINGS: dict[str, Callable[[], Posting]] = {
    "a record": lambda: open_account("NOR"),
    "an issuance": lambda: issue(NEXT),
    "a movement": lambda: send(LOT.part(1, 10)),
}


@pytest.fixture
def url(place: str) -> str:
    """The address of a ledger with a lot in it, of which a part was moved."""
    with open_ledger(place) as ledger:
        start(ledger, authorize(), issue(), send(LOT.part(11, 20)))
    return place


@contextmanager
def in_the_end(url: str, sql: str) -> Iterator[None]:
    """Let something happen at the end of each posting within the block."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.encode())
        yield
        connection.execute("DROP FUNCTION at_commit() CASCADE")


def end_who_sleeps(url: str, ended: threading.Event) -> None:
    """End the connection of a posting that waits at its commit."""
    until = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while not ended.is_set() and time.monotonic() < until:
            connection.execute(SLEEPING)
            time.sleep(0.02)


@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_what_cannot_be_committed_is_not_posted(url: str, posting: Callable[[], Posting]) -> None:
    with open_ledger(url) as ledger:
        ledger.post(send(LOT.part(21, 30)), key="one like it, prepared")
        before = ledger.journal()
        with in_the_end(url, FAILS), pytest.raises(LedgerError, match="the disk is full"):
            ledger.post(posting(), key="lost")
        assert ledger.journal() == before
        assert ledger.post(posting(), key="lost").status == "posted"


@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_what_is_ended_at_its_commit_is_not_posted(
    url: str, posting: Callable[[], Posting]
) -> None:
    with open_ledger(url) as ledger:
        ledger.post(send(LOT.part(21, 30)), key="one like it, prepared")
        with in_the_end(url, WAITS):
            ended = threading.Event()
            ending = threading.Thread(target=end_who_sleeps, args=(url, ended))
            ending.start()
            with pytest.raises(LedgerError, match="may or may not stand"):
                ledger.post(posting(), key="lost")
            ended.set()
            ending.join()
        assert "lost" not in {entry.key for entry in ledger.journal()}
        assert ledger.post(posting(), key="lost").status == "posted"


def test_nor_is_it_through_a_shared_ledger(url: str) -> None:
    with SharedLedger(open_ledger(url)) as shared:
        with in_the_end(url, FAILS), pytest.raises(LedgerError, match="the disk is full"):
            shared.post(send(LOT.part(1, 10)), key="lost")
        assert shared.post(send(LOT.part(1, 10)), key="lost").status == "posted"


def test_nor_is_a_group_of_postings(url: str) -> None:
    wanted = [(f"lost {n}", send(LOT.part(n, n))) for n in range(1, 11)]
    with open_ledger(url) as ledger:
        with in_the_end(url, FAILS), pytest.raises(LedgerError, match="the disk is full"):
            list(ledger.post_many(wanted, every=5))
        assert {entry.key for entry in ledger.journal()}.isdisjoint(key for key, _ in wanted)
