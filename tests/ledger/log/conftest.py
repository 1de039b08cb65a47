"""A ledger with a key and a lot in it, and a way past the program into its database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from ledger_samples import KINDS, LOT, authorize, issue, send, start

from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import KeyPlace, prepare_keys
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey, read_key_file
from tallystick.ledger.store import Store

Run = Callable[..., None]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TALLYSTICK_KEY", raising=False)


@pytest.fixture
def keys(place: str) -> KeyPlace:
    """The keys of the ledger at `place`."""
    return prepare_keys(place)


@pytest.fixture
def key(keys: KeyPlace) -> SigningKey:
    """The private key of the ledger at `place`."""
    return read_key_file(keys.path)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """The database of the ledger at `place`."""
    with closing(store_at(place)) as opened:
        yield opened


@pytest.fixture
def posted(place: str) -> str:
    """The place of a ledger with a lot in it, a part of which was sent abroad."""
    with open_ledger(place) as ledger:
        sent = send(LOT.part(1, 100)), send(LOT.part(101, 300), "SWE")
        start(
            ledger, authorize(), issue(), *sent, kinds=[kind for kind in KINDS if kind != ":fund"]
        )
    return place


@pytest.fixture
def force(place: str) -> Run:
    """Run raw SQL with every guard dropped first, as the database's owner can."""

    def sqlite(*statements: str) -> None:
        with closing(sqlite3.connect(place)) as connection, connection:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    def postgresql(*statements: str) -> None:
        with psycopg.connect(place) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement.encode())

    return postgresql if "://" in place else sqlite
