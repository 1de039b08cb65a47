"""Random changes of single rows behind a ledger's back, as the owner of its database can make."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

import psycopg

KEYS = {
    "ledger_posting": ("id",),
    "ledger_leaf": ("posting_id",),
    "ledger_entry": ("id",),
    "ledger_account": ("id",),
    "ledger_authorization": ("id",),
    "ledger_series": ("id",),
    "ledger_lot": ("series_id", "first_serial"),
    "ledger_holding": ("series_id", "first_serial"),
    "ledger_balance": ("account", "unit_type"),
    "ledger_backing": ("registry", "stem", "first_unit"),
    "ledger_state": ("records",),
    "ledger_log": ("log_index",),
    "ledger_subtree": ("level", "place"),
    "ledger_checkpoint": ("size",),
}
"""Every table of a ledger but its version, and what names a row of it."""

UNVOUCHED = {
    ("ledger_posting", "recorded_at"): "the clock of the writer, which no posting asks for",
    ("ledger_entry", "id"): "only the order that it gives is told",
    ("ledger_series", "id"): "a number inside the database, which lots and holdings follow",
    ("ledger_leaf", "xid"): "bookkeeping of the sequencer; a leaf passed by is found",
    ("ledger_checkpoint", "server"): "bookkeeping of the sequencer",
    ("ledger_checkpoint", "horizon"): "bookkeeping of the sequencer",
}
"""Columns that say nothing a proof speaks of, and why."""

FAR = 100_000
"""What is added to a number to have another one, which no sample comes near."""


@dataclass(frozen=True)
class Mutation:
    """One change of one row: `column` is altered, or the row dropped or inserted once more."""

    kind: str
    table: str
    row: int
    column: int


class Connection(Protocol):
    """What both drivers' connections do alike."""

    def execute(self, query: Any, values: Sequence[object] = ...) -> Any: ...


@contextmanager
def unguarded(place: str) -> Iterator[tuple[Connection, str]]:
    """Connect with triggers and foreign keys off, and give the mark for a value."""
    if "://" in place:
        with psycopg.connect(place) as server:
            server.execute("SET session_replication_role = replica")
            yield server, "%s"
        return
    with closing(sqlite3.connect(place)) as file, file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("PRAGMA ignore_check_constraints = ON")
        yield file, "?"


def mutate(place: str, mutation: Mutation) -> dict[str, Any] | None:
    """Make a change and return the row as it was; None where the database cannot hold the change.

    What a table's own keys and types forbid nobody can bring about.
    """
    keys = KEYS[mutation.table]
    with unguarded(place) as (connection, mark):
        found = connection.execute(f"SELECT * FROM {mutation.table} ORDER BY {', '.join(keys)}")
        names = [column[0] for column in found.description]
        rows = found.fetchall()
        row = dict(zip(names, rows[mutation.row % len(rows)], strict=True))
        sql, values = _statement(mutation, keys, row, names[mutation.column % len(names)])
        if sql is None:
            return None
        try:
            connection.execute(sql.replace("?", mark), values)
        except (sqlite3.Error, psycopg.Error):
            return None
    return row


def _statement(
    mutation: Mutation, keys: Sequence[str], row: dict[str, Any], column: str
) -> tuple[str | None, list[object]]:
    table = mutation.table
    where = " AND ".join(f"{key} = ?" for key in keys)
    named: list[object] = [row[key] for key in keys]
    if mutation.kind == "drop":
        return f"DELETE FROM {table} WHERE {where}", named
    if mutation.kind == "insert":
        new = {*keys, "key", "number", "posting_id"}
        fresh = {name: _other(row[name]) if name in new else row[name] for name in row}
        fresh = {name: value for name, value in fresh.items() if not _is_given(table, name)}
        marks = ", ".join("?" * len(fresh))
        columns = ", ".join(fresh)
        insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        return insert, list(fresh.values())
    if (table, column) in UNVOUCHED:
        return None, []
    set_one = f"UPDATE {table} SET {column} = ? WHERE {where}"
    return set_one, [_other(row[column]), *named]


def _is_given(table: str, column: str) -> bool:
    """Whether the database numbers the rows itself."""
    return column == "id" and table in {"ledger_entry", "ledger_series"}


def _other(value: object) -> object:
    """Return another value of the same type; where there was none, a text or a number."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + FAR
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"\1" * 32
    if isinstance(value, date):
        return value + timedelta(days=1)
    return _other_text(value) if isinstance(value, str) else "1"


def _other_text(text: str) -> str:
    return f"{int(text[:4]) + 1}{text[4:]}" if _is_day(text) else f"{text}x"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
