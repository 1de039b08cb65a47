"""Opening and making a ledger, and what is said when it cannot be."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from ledger_samples import LOT, authorize, issue, send, start

from conftest import NewPlace
from tallystick.ledger import Ledger, LedgerError, open_ledger, store
from tallystick.ledger.store import fingerprint


def test_create_on_a_ledger_that_exists_changes_nothing(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    before = ledger.journal()
    with open_ledger(place) as again:
        again.create()
        assert again.journal() == before


def test_what_is_posted_is_there_when_opened_again(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    ledger.close()
    with open_ledger(place) as again:
        assert [held.block for held in again.holdings()] == [LOT]


def test_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(LedgerError, match="no file"):
        open_ledger(path).holdings()
    assert not path.exists()


def test_directory_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="unable to open"):
        open_ledger(tmp_path / "none" / "ledger.db").create()


@pytest.mark.parametrize("content", [b"not a database, but long enough to look at" * 10, b"\0" * 9])
def test_file_that_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(path).journal()
    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(path).create()
    assert path.read_bytes() == content


def test_database_without_a_ledger_is_said(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id integer)")
    with pytest.raises(LedgerError, match="ledger init"):
        open_ledger(path).accounts()


OTHER_SCHEMAS = {
    "newer": ("UPDATE ledger_schema SET version = 99", "99 "),
    "other": ("UPDATE ledger_schema SET fingerprint = 'abcdef123456'", "1 abcdef123456 "),
    "before fingerprints": ("ALTER TABLE ledger_schema DROP COLUMN fingerprint", "1 "),
}


@pytest.mark.parametrize("change", OTHER_SCHEMAS)
def test_other_schema_is_refused_with_both_named_and_what_to_do(
    new_place: NewPlace, change: str
) -> None:
    place, (statement, there) = new_place(), OTHER_SCHEMAS[change]
    run(place, statement)
    here = f"1 {fingerprint('postgresql' if '://' in place else 'sqlite')};"
    for use in (Ledger.journal, Ledger.create):
        with pytest.raises(LedgerError) as raised:
            use(open_ledger(place))
        said = str(raised.value)
        assert f"has schema {there}" in said
        assert f"this program has schema {here}" in said
        assert "ledger export" in said
        assert "ledger import" in said
        assert "结构" in said


def test_fingerprint_tells_schemas_apart_but_not_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "sql_file", lambda _: "-- one\nCREATE TABLE a (b integer);\n")
    uncached = store.fingerprint.__wrapped__
    before = uncached("sqlite")
    monkeypatch.setattr(store, "sql_file", lambda _: "-- two\nCREATE TABLE a\n  (b integer);\n")
    assert uncached("sqlite") == before
    monkeypatch.setattr(store, "sql_file", lambda _: "CREATE TABLE a (b text);\n")
    assert uncached("sqlite") != before


def run(place: str, statement: str) -> None:
    """Run a statement past the ledger."""
    if "://" in place:
        with psycopg.connect(place) as other:
            other.execute(statement.encode())
    else:
        with closing(sqlite3.connect(place)) as connection, connection:
            connection.execute(statement)


def test_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallystick.ledger.sqlite.WAIT_SECONDS", 0.05)
    path = tmp_path / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.create()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerError, match="locked"):
                ledger.post(authorize(), key="k")


@pytest.mark.parametrize("place", ["mysql://host/ledger", "http://example.org/x"])
def test_other_kind_of_url_is_said(place: str) -> None:
    with pytest.raises(LedgerError, match=r"postgresql://"):
        open_ledger(place)


@pytest.mark.parametrize(
    "place", ["postgresql://127.0.0.1:1/none?connect_timeout=1", "postgresql://a b/?x=y"]
)
def test_server_that_does_not_answer_is_said(place: str) -> None:
    with pytest.raises(LedgerError, match="PostgreSQL: "):
        open_ledger(place).journal()
    with pytest.raises(LedgerError, match="PostgreSQL: "):
        open_ledger(place).create()


@pytest.mark.postgresql
def test_postgresql_database_without_a_ledger_is_said(
    request: pytest.FixtureRequest,
) -> None:
    place = request.getfixturevalue("postgresql").database("template0")
    with pytest.raises(LedgerError, match="ledger init"):
        open_ledger(place).journal()


def test_missing_driver_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tallystick.ledger.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"tallystick\[postgresql\]"):
        open_ledger("postgresql://somewhere/ledger")


@pytest.mark.parametrize("key", ["\ud800", "nul\0key"])
def test_text_that_a_database_cannot_keep_is_said_or_kept(ledger: Ledger, key: str) -> None:
    start(ledger)
    try:
        ledger.post(authorize(), key=key)
    except LedgerError:
        assert ledger.authorizations() == []
    else:
        assert ledger.journal()[-1].key == key


@pytest.mark.parametrize("last", [2**63 - 1, 2**63, 10**30])
def test_serial_too_large_for_a_database_is_said(ledger: Ledger, last: int) -> None:
    start(ledger, authorize())
    block = type(LOT)(LOT.series, 1, last)
    with pytest.raises(LedgerError):
        ledger.post(issue(block), key="k")
    with pytest.raises(LedgerError):
        ledger.post(issue(type(LOT)(LOT.series, last, last)), key="k")
    assert ledger.holdings() == []


def test_largest_serial_is_kept_and_moved(ledger: Ledger) -> None:
    block = type(LOT)(LOT.series, 2**63 - 11, 2**63 - 2)
    start(ledger, authorize(), issue(block), send(block.part(2**63 - 3, 2**63 - 2)))
    assert [held.block.last for held in ledger.holdings()] == [2**63 - 2, 2**63 - 4]
