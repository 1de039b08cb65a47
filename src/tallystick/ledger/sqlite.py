"""The ledger in a SQLite file: one writer at a time, durable at every commit."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tallystick.ledger import sqlite_writing
from tallystick.ledger.control import merging
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.patterns import Again
from tallystick.ledger.plans import Plan
from tallystick.ledger.store import Row, require_schema, schema

if TYPE_CHECKING:
    from tallystick.ledger.importing.tables import Table

WAIT_SECONDS = 30
BEGIN = "BEGIN IMMEDIATE"
PAUSE_SECONDS_MAX = 0.01
PATIENCE_SECONDS = 0.05
"""Who has waited this long for the file asks twice as often, who has waited twice this thrice."""


class Turn(NamedTuple):
    """How what is written together begins, is kept, and is undone."""

    begin: str
    keep: str
    undo: tuple[str, ...]


WRITING = Turn(BEGIN, "COMMIT", ("ROLLBACK",))
REHEARSING = Turn(
    "SAVEPOINT posting", "RELEASE posting", ("ROLLBACK TO posting", "RELEASE posting")
)


class SqliteStore:
    """A ledger in one SQLite file, opened when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None
        self._turn = WRITING

    def create(self) -> None:
        """Make the file and its tables; on a ledger that exists, change nothing."""
        with self._explained():
            connection = self._connect("rwc")
            try:
                made = _made(connection)
                if made is None:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(f"BEGIN IMMEDIATE; {schema('sqlite')} COMMIT;")
                else:
                    require_schema(made, "sqlite", str(self._path))
            finally:
                connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that the block reads be of one instant."""
        if self._turn is REHEARSING:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at its end all that the block writes; other writers wait until then."""
        self.execute(WRITING.begin)
        self._turn = REHEARSING
        try:
            yield
        finally:
            self._turn = WRITING
            self._connection.rollback()

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one query and return its rows."""
        with self._explained():
            if sql == BEGIN:
                _begin(self._connection)
                return []
            return self._connection.execute(sql, values).fetchall()

    def write(self, plan: Plan | Again) -> list[int]:
        """Write a plan and return the numbers of its postings."""
        plan = plan.plan() if isinstance(plan, Again) else plan
        with self._writing() as connection:
            return sqlite_writing.write(connection, plan)

    def merge(self, series: str) -> int:
        """Make neighbouring ranges of a series one; return how many ranges fewer there are."""
        with self._writing() as connection:
            return merging.merge(connection, series)

    def load(self, tables: "Iterable[Table]") -> None:
        """Fill an empty ledger with tables, which are all made before others have to wait."""
        from tallystick.ledger.sqlite_loading import load

        tables = list(tables)
        with self._writing() as connection:
            load(connection, tables)

    def begin(self, plan: Plan) -> Callable[[], list[int]]:
        """Return what writes a plan: in this process, nothing is gained by beginning early."""
        return partial(self.write, plan)

    def confirm(self) -> None:
        """Do nothing: what can be read of a SQLite file is durable."""

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Keep all that the block writes, or nothing if it raises."""
        with self._explained():
            connection = self._connection
            if self._turn is WRITING:
                _begin(connection)
            else:
                connection.execute(self._turn.begin)
            try:
                yield connection
                connection.execute(self._turn.keep)
            except BaseException:
                if connection.in_transaction:
                    for statement in self._turn.undo:
                        connection.execute(statement)
                raise

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            if not self._path.is_file():
                raise LedgerError(
                    f"there is no file {self._path}; check the path, or make a ledger with: "
                    f"tallystick ledger init / 文件 {self._path} 不存在；请检查路径，"
                    "或用 tallystick ledger init 新建账本"
                )
            connection = self._connect("rw")
            try:
                require_schema(_made(connection), "sqlite", str(self._path))
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
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise LedgerError(f"{self._path}: {error}") from error


def _begin(connection: sqlite3.Connection) -> None:
    """Wait for the write lock; who has waited longer asks more often, so that none is passed over.

    SQLite's own waiting asks ever less often, and writers that have just begun win.
    """
    began = monotonic()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute(BEGIN)
            except sqlite3.OperationalError as error:
                waited = monotonic() - began
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or waited > WAIT_SECONDS:
                    raise
                pause = PAUSE_SECONDS_MAX / (1 + waited / PATIENCE_SECONDS)
                sleep(uniform(0, pause))  # noqa: S311 (who comes next is no secret)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {1000 * WAIT_SECONDS}")


def _made(connection: sqlite3.Connection) -> Row | None:
    """Return what a ledger keeps of the schema that it was made with, if there is a ledger."""
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_schema'"
    if connection.execute(known).fetchone() is None:
        return None
    found: Row | None = connection.execute("SELECT * FROM ledger_schema").fetchone()
    return found or ()
