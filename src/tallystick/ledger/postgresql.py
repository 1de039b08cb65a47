"""The ledger in PostgreSQL: many writers, kept apart by advisory locks taken in order."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import psycopg
from psycopg.types.string import TextLoader

from tallystick.ledger.errors import LedgerError, Overtaken
from tallystick.ledger.store import Row, require_version, schema

SCHEMA_LOCK = "ledger schema"
OVERTAKEN = "LG002"


class PostgresqlStore:
    """A ledger in a PostgreSQL database, connected to when it is first used."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: psycopg.Connection | None = None

    def create(self) -> None:
        """Make the tables; on a ledger that exists, change nothing."""
        with _explained(), self._connect() as connection, connection.transaction():
            _lock(connection, [SCHEMA_LOCK])
            version = _version(connection)
            if version is None:
                connection.execute(schema("postgresql").encode())
            else:
                require_version(version, "the database")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block executes, or nothing if it raises."""
        with _explained(), self._connection.transaction():
            yield

    def lock(self, names: Iterable[str]) -> None:
        """Keep other writers of these names out until the transaction ends."""
        with _explained():
            _lock(self._connection, names)

    def hold_off_writers(self) -> None:
        """Wait for whoever is moving units, and keep others from it until the transaction ends."""
        self.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        with _explained():
            cursor = self._connection.execute(sql.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """End the connection."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _connection(self) -> psycopg.Connection:
        if self._opened is None:
            with _explained():
                connection = self._connect()
                try:
                    require_version(_version(connection), "the database")
                except BaseException:
                    connection.close()
                    raise
            self._opened = connection
        return self._opened

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(self._url, autocommit=True)
        for kind in ("date", "timestamptz"):
            connection.adapters.register_loader(kind, TextLoader)
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET datestyle = 'ISO'")
        return connection


def _lock(connection: psycopg.Connection, names: Iterable[str]) -> None:
    """Take locks in the order of their numbers, so that no two writers wait for each other."""
    numbers = sorted(
        {int.from_bytes(sha256(name.encode()).digest()[:8], signed=True) for name in names}
    )
    connection.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) AS n", [numbers])


def _version(connection: psycopg.Connection) -> int | None:
    known = connection.execute("SELECT to_regclass('ledger_schema')").fetchone()
    if known is None or known[0] is None:
        return None
    found = connection.execute("SELECT version FROM ledger_schema").fetchone()
    return found[0] if found else None


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        overtaken = isinstance(error, psycopg.Error) and error.sqlstate == OVERTAKEN
        raise (Overtaken if overtaken else LedgerError)(f"PostgreSQL: {lines[0]}") from error
