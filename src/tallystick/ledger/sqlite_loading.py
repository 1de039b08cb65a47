"""Filling an empty ledger in a SQLite file, in one transaction under all its guards."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import polars as pl

from tallystick.ledger.importing.tables import BYTES, Table
from tallystick.ledger.store import NotEmpty, Row

_CONTROLS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
    "AND name IN ('ledger_entry_held_fast', 'ledger_entry_limited')"
)
"""What is held fast or limited in the end did not bind the postings before."""


def load(connection: sqlite3.Connection, tables: Sequence[Table]) -> None:
    """Load tables into an empty ledger, whose write lock is held; raises NotEmpty."""
    if connection.execute("SELECT 1 FROM ledger_posting LIMIT 1").fetchone():
        raise NotEmpty
    now = datetime.now(UTC).isoformat()
    connection.execute("INSERT INTO ledger_writing VALUES (0)")
    controls = connection.execute(_CONTROLS).fetchall()
    for name, _ in controls:
        connection.execute(f"DROP TRIGGER {name}")
    for table in sorted(tables, key=lambda one: one.name == "ledger_entry"):
        rows = table.rows
        if table.name == "ledger_state":
            connection.execute("UPDATE ledger_state SET records = ?", rows.row(0))
            continue
        if table.name == "ledger_posting":
            rows = rows.with_columns(recorded_at=pl.lit(now))
        names, marks = ", ".join(rows.columns), ", ".join("?" * rows.width)
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
        connection.executemany(sql, _values(rows))
    for _, make in controls:
        connection.execute(make)
    connection.execute("DELETE FROM ledger_writing")


def _values(rows: pl.DataFrame) -> Iterator[Row]:
    bytes_at = [place for place, name in enumerate(rows.columns) if name in BYTES]
    for row in rows.iter_rows():
        if not bytes_at:
            yield row
            continue
        values = list(row)
        for place in bytes_at:
            values[place] = bytes.fromhex(values[place])
        yield tuple(values)
