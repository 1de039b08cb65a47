"""What the databases themselves guarantee, whoever writes."""

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Thread

import psycopg
import pytest
from ledger_samples import LOT, REDUCTIONS, SERIES, authorize, issue, open_account, send, start

from tallystick.article6.postings.units import Underlying
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, LedgerError, Refused

Run = Callable[[str], None]
HOLDING = (
    "INSERT INTO ledger_holding (series_id, first_serial, last_serial, account, received_on, "
    "ended) SELECT id, {first}, {last}, 'CHE', '2024-01-01', false FROM ledger_series"
)
WAITING = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
TERMINATE = f"SELECT pg_terminate_backend(pid) FROM ({WAITING}) waiting"
REFUSED = (sqlite3.IntegrityError, psycopg.Error)


@pytest.fixture
def run(ledger: Ledger, place: str) -> Run:
    """Run raw SQL on a ledger with one lot in it, past the program."""
    lot = issue()
    backed = type(lot)(
        on=lot.on,
        block=LOT,
        to_account="GHA",
        authorization="A1",
        mitigation_type=REDUCTIONS,
        underlying=Underlying("JCM", "X-1", "X-1000"),
    )
    start(ledger, authorize(), backed)

    def sqlite(sql: str) -> None:
        with closing(sqlite3.connect(place)) as connection, connection:
            if sql.startswith(HOLDING[:26]):
                connection.execute("INSERT INTO ledger_writing VALUES (1)")  # as a posting does
            connection.execute(sql)
            connection.execute("DELETE FROM ledger_writing")

    def postgresql(sql: str) -> None:
        with psycopg.connect(place) as connection:
            connection.execute(sql.encode())

    return postgresql if "://" in place else sqlite


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry", "ledger_backing"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {column} = {column}", "DELETE FROM {}"])
def test_journal_rows_are_neither_updated_nor_deleted(
    run: Run, ledger: Ledger, table: str, change: str
) -> None:
    column = "stem" if table == "ledger_backing" else "id"
    if column == "id" and change.startswith("UPDATE"):
        column = "body" if table == "ledger_posting" else "party"
    before = ledger.journal()
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="never changed"):
        run(change.format(table, column=column))
    assert ledger.journal() == before


def test_journal_rows_are_not_replaced(run: Run, place: str) -> None:
    if "://" in place:
        with pytest.raises(psycopg.IntegrityError, match="never changed"):
            run("TRUNCATE ledger_posting, ledger_entry")
        return
    columns = "id, key, kind, subject, body, recorded_at"
    taken = f"SELECT {columns} FROM ledger_posting WHERE id = 1"
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        run(f"INSERT OR REPLACE INTO ledger_posting ({columns}) {taken}")


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1000, 1001), (500, 600), (1, 5000)])
def test_holdings_of_a_series_never_overlap(run: Run, first: int, last: int) -> None:
    with pytest.raises(REFUSED):
        run(HOLDING.format(first=first, last=last))


def test_holdings_change_by_postings_only(run: Run, ledger: Ledger, place: str) -> None:
    if "://" in place:
        pytest.skip("on PostgreSQL the roles see to it, and who owns the tables may do anything")
    with (
        closing(sqlite3.connect(place)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="by postings only"),
    ):
        connection.execute(HOLDING.format(first=1001, last=1002))


@pytest.mark.parametrize(("first", "last"), [(0, 5), (2001, 2000)])
def test_holding_is_a_range_of_positive_serials(run: Run, first: int, last: int) -> None:
    with pytest.raises(REFUSED):
        run(HOLDING.format(first=first, last=last))


def test_underlying_unit_backs_one_unit_only(run: Run) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        run(
            "INSERT INTO ledger_backing VALUES "
            "('JCM', 'X-', 1000, 1000, 'CA0009-GHA01-GHA-2022', 2000, 2000)"
        )


def test_posting_goes_on_after_many_questions_and_a_refusal(ledger: Ledger) -> None:
    for _ in range(12):  # often enough for a driver to prepare the statement
        assert ledger.accounts() == []
    with pytest.raises(Refused):
        ledger.post(send(), key="refused")
    ledger.post(open_account("GHA"), key="account")
    assert [account.id for account in ledger.accounts()] == ["GHA"]


def test_entry_without_a_posting_is_refused(run: Run, place: str) -> None:
    if "://" not in place:
        pytest.skip("on SQLite each connection says for itself whether references are checked")
    with pytest.raises(psycopg.IntegrityError, match="an entry without a posting"):
        run(
            "INSERT INTO ledger_entry (posting_id, effective_on, type) "
            "VALUES (1, '2024-01-01', 'move'), (1000, '2024-01-01', 'move')"
        )


@pytest.mark.parametrize(
    "units",
    ["first_serial, last_serial) VALUES (1, '2024-01-01', 'move', 9, 8)",
     "first_serial, last_serial) VALUES (1, '2024-01-01', 'move', 0, 8)",
     "quantity) VALUES (1, '2024-01-01', 'move', 0)"],
)  # fmt: skip
def test_entry_without_units_is_refused(run: Run, units: str) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        run(f"INSERT INTO ledger_entry (posting_id, effective_on, type, {units}")


@pytest.mark.parametrize("name", ['a"b', "a\\b", "{a,(b)}", " ", "NULL", "甲\n"])
def test_account_of_any_name_stands_in_the_journal_as_it_was_named(
    ledger: Ledger, name: str
) -> None:
    start(ledger, authorize(), issue())
    ledger.post(replace(open_account("CHE"), id=name), key="account")
    for number, first in enumerate((1, 11), 1):  # the second is like the first
        ledger.post(send(Block(SERIES, first, first + 9), taker=name), key=f"sent {number}")
    takers = [one.to_account for one in ledger.journal() if one.block and one.from_account == "GHA"]
    assert set(takers) == {name}


@contextmanager
def waiting(place: str, *, then: Callable[[psycopg.Connection], object]) -> Iterator[None]:
    """Keep postings waiting for as long as the block lasts, and do something once one waits."""
    with psycopg.connect(place) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('ledger records'))")

        def act() -> None:
            while not other.execute(WAITING).fetchall():
                time.sleep(0.01)
            then(other)

        thread = Thread(target=act)
        thread.start()
        yield
        thread.join()


def test_posting_whose_connection_is_lost_is_in_doubt_and_asked_again(
    ledger: Ledger, place: str
) -> None:
    if "://" not in place:
        pytest.skip("SQLite has no connection to lose")
    start(ledger, authorize(), issue())
    ledger.post(send(Block(SERIES, 1, 10)), key="like it")
    asked = send(Block(SERIES, 11, 20))
    with (
        waiting(place, then=lambda other: other.execute(TERMINATE)),
        pytest.raises(LedgerError, match="may or may not stand"),
    ):
        ledger.post(asked, key="lost")
    assert ledger.post(asked, key="lost").status == "posted"


def test_posting_that_is_interrupted_while_it_waits_is_not_written(
    ledger: Ledger, place: str
) -> None:
    if "://" not in place:
        pytest.skip("SQLite waits in steps")
    start(ledger, authorize(), issue())
    ledger.post(send(Block(SERIES, 1, 10)), key="like it")
    asked = send(Block(SERIES, 11, 20))
    main = threading.main_thread().ident or 0
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    try:
        with (
            waiting(place, then=lambda _: signal.pthread_kill(main, signal.SIGINT)),
            pytest.raises(KeyboardInterrupt),
        ):
            ledger.post(asked, key="stopped")
    finally:
        signal.signal(signal.SIGINT, heard)
    assert ledger.post(asked, key="stopped").status == "posted"


def test_key_with_a_character_that_no_text_holds_is_never_cut_short(
    ledger: Ledger, place: str
) -> None:
    if "://" not in place:
        pytest.skip("SQLite keeps the character U+0000")
    start(ledger, authorize(), issue())
    ledger.post(send(Block(SERIES, 1, 10)), key="first")
    for key, block in {"a\0b": Block(SERIES, 11, 20), "\0": Block(SERIES, 21, 30)}.items():
        with pytest.raises(LedgerError):
            ledger.post(send(block), key=key)
    assert not ledger.standing(["a"])
