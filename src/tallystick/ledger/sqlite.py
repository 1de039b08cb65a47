"""The ledger in a SQLite file: one writer at a time, durable at every commit."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tallystick.ledger import sqlite_writing
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.plans import Plan
from tallystick.ledger.store import Row, require_version, schema

if TYPE_CHECKING:
    from tallystick.ledger.importing.tables import Table

WAIT_SECONDS = 30


class SqliteStore:
    """A ledger in one SQLite file, opened when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None

    def create(self) -> None:
        """Make the file and its tables; on a ledger that exists, change nothing."""
        with self._explained():
            connection = self._connect("rwc")
            try:
                version = _version(connection)
                if version is None:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(f"BEGIN IMMEDIATE; {schema('sqlite')} COMMIT;")
                else:
                    require_version(version, str(self._path))
            finally:
                connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that the block reads be of one instant."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one query and return its rows."""
        with self._explained():
            return self._connection.execute(sql, values).fetchall()

    def write(self, plan: Plan) -> list[int]:
        """Write a plan and return the numbers of its postings."""
        with self._writing() as connection:
            return sqlite_writing.write(connection, plan)

    def load(self, tables: "Sequence[Table]", now: datetime) -> None:
        """Fill an empty ledger with tables."""
        from tallystick.ledger.sqlite_loading import load

        with self._writing() as connection:
            load(connection, tables, now)

    def begin(self, plan: Plan) -> Callable[[], list[int]]:
        """Return what writes a plan: in this process, nothing is gained by beginning early."""
        return partial(self.write, plan)

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            if not self._path.is_file():
                raise LedgerError(f"there is no file {self._path}")
            connection = self._connect("rw")
            try:
                require_version(_version(connection), str(self._path))
            except BaseException:
                connection.close()
                raise
            self._opened = connection
        return self._opened

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(self._path))}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=WAIT_SECONDS,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Write all that the block executes, or nothing if it raises."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.rollback()
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise LedgerError(f"{self._path}: {error}") from error


def _version(connection: sqlite3.Connection) -> int | None:
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_schema'"
    if connection.execute(known).fetchone() is None:
        return None
    version: int = connection.execute("SELECT version FROM ledger_schema").fetchone()[0]
    return version
