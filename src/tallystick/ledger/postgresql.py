"""The ledger in PostgreSQL: many writers, each posting one call of a function of the database."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import psycopg
from psycopg.types.string import TextLoader

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.plans import Plan
from tallystick.ledger.store import (
    KeyTaken,
    Row,
    Stale,
    Unexpected,
    require_version,
    schema,
    sql_file,
)

if TYPE_CHECKING:
    from tallystick.ledger.importing.tables import Table

STALE, UNEXPECTED = "LG001", "LG002"
DEADLOCK, OVERLAP, DUPLICATE, CHECKED = "40P01", "23P01", "23505", "23514"
KEY = "ledger_posting_key"
LIMITS = frozenset({"ledger_authorization_cap", "ledger_balance_units"})

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PostgresqlStore:
    """A ledger in a PostgreSQL database, connected to when it is first used."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: psycopg.Connection | None = None

    def create(self) -> None:
        """Make the tables and functions; on a ledger that exists, change nothing.

        Who may make roles gets two that cannot log in: `tallystick_owner` owns all, and
        `tallystick_poster` may read and post, no more. Grant the second to the role that the
        application logs in as. Who may not make roles stays the owner of tables and triggers,
        and with these rights could also remove them.
        """
        with _explained(), self._connect() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('ledger schema'))")
            version = _version(connection)
            if version is None:
                for sql in (schema("postgresql"), sql_file("roles_postgresql")):
                    connection.execute(sql.encode())
            else:
                require_version(version, "the database")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that the block reads be of one instant."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self.execute("ROLLBACK")

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one query and return its rows."""
        with _explained():
            cursor = self._connection.execute(sql.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

    def write(self, plan: Plan) -> list[int]:
        """Write a plan in one call and return the numbers of its postings."""
        function = "ledger_post" if plan.postings[0].subject is None else "ledger_record"
        with _explained(), _sorted_out():
            call = f"SELECT {function}(%s)".encode()
            found = self._connection.execute(call, (_write(_asked(plan)),), prepare=True).fetchone()
        return list(found[0]) if found else []

    def load(self, tables: "Sequence[Table]", now: datetime) -> None:
        """Fill an empty ledger by COPY; the role must be a member of the one that owns it."""
        from tallystick.ledger.postgresql_loading import load

        with _explained():
            load(self._connection, tables, now)

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


def _asked(plan: Plan) -> dict[str, object]:
    named = {
        "records": plan.records,
        "postings": plan.postings,
        "lots": plan.lots,
        "moves": plan.shifts,
        "payments": plan.payments,
        "entries": plan.entries,
        "kept": plan.kept,
    }
    return {name: value for name, value in named.items() if value or name == "records"}


def _version(connection: psycopg.Connection) -> int | None:
    known = connection.execute("SELECT to_regclass('ledger_schema')").fetchone()
    if known is None or known[0] is None:
        return None
    found = connection.execute("SELECT version FROM ledger_schema").fetchone()
    return found[0] if found else None


@contextmanager
def _sorted_out() -> Iterator[None]:
    """Tell a plan that no longer fits from a database that fails."""
    try:
        yield
    except psycopg.Error as error:
        constraint = error.diag.constraint_name
        if error.sqlstate == STALE:
            raise Stale from error
        if error.sqlstate == DUPLICATE and constraint == KEY:
            raise KeyTaken from error
        if error.sqlstate in {UNEXPECTED, OVERLAP, DUPLICATE, DEADLOCK} or (
            error.sqlstate == CHECKED and constraint in LIMITS
        ):
            raise Unexpected from error
        raise


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise LedgerError(f"PostgreSQL: {lines[0]}") from error
