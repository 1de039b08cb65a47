"""Whether the tables, triggers and constraints that guard a ledger are there as it was made.

What they should be is read from a ledger made anew: in memory for SQLite, for PostgreSQL in a
schema of its own whose making is rolled back.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from tallystick.core.findings import Finding
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import faults
from tallystick.ledger.log.dialects import SQLITE, dialect
from tallystick.ledger.store import Row, Store, schema

Objects = Mapping[tuple[str, str], str]
"""What defines each object, by its kind and name."""

_SQLITE = (
    "SELECT type, name, sql FROM sqlite_master "
    "WHERE tbl_name LIKE 'ledger!_%' ESCAPE '!' AND sql IS NOT NULL"
)
_HERE = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('ledger_schema'))"
_POSTGRESQL = (
    # A trigger that was switched off is as good as dropped.
    "SELECT 'trigger', tgname, concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled) "  # noqa: S608
    "FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
    f"WHERE NOT tgisinternal AND relnamespace = {_HERE} AND left(relname, 7) = 'ledger_'"
    " UNION ALL "
    "SELECT 'constraint', relname || ' ' || conname, "
    "concat_ws(' ', pg_get_constraintdef(k.oid), convalidated) "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid "
    f"WHERE relnamespace = {_HERE} AND left(relname, 7) = 'ledger_'"
    " UNION ALL "
    "SELECT 'index', indexname, indexdef FROM pg_indexes "
    f"WHERE schemaname = CAST(CAST({_HERE} AS regnamespace) AS text) "
    "AND left(tablename, 7) = 'ledger_'"
    " UNION ALL "
    "SELECT 'function', proname, pg_get_functiondef(p.oid) FROM pg_proc p "
    f"WHERE pronamespace = {_HERE} AND left(proname, 7) = 'ledger_'"
    " UNION ALL "
    "SELECT 'view', relname, pg_get_viewdef(oid) FROM pg_class "
    f"WHERE relkind = 'v' AND relnamespace = {_HERE} AND left(relname, 7) = 'ledger_'"
    " UNION ALL "
    "SELECT 'column', relname || ' ' || attname, "
    "concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, "
    "pg_get_expr(adbin, adrelid)) "
    "FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid "
    "LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum "
    "WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' "
    f"AND relnamespace = {_HERE} AND left(relname, 7) = 'ledger_'"
)


def check_schema(store: Store) -> Iterator[Finding]:
    """Compare what guards the ledger in its database with what a new ledger has."""
    if dialect(store) is SQLITE:
        there = _named(store.execute(_SQLITE))
        expected = _sqlite_reference()
    else:
        there = _postgresql(store)
        try:
            expected = _postgresql_reference(store)
        except LedgerError:
            yield faults.SCHEMA_UNCHECKED.found()
            return
    yield from _compare(there, expected)


def _compare(there: Objects, expected: Objects) -> Iterator[Finding]:
    for kind, name in sorted({*there, *expected}):
        found, made = there.get((kind, name)), expected.get((kind, name))
        if found is None:
            yield faults.SCHEMA_MISSING.found(kind=kind, name=name)
        elif made is None:
            yield faults.SCHEMA_ADDED.found(kind=kind, name=name)
        elif found != made:
            yield faults.SCHEMA_ALTERED.found(kind=kind, name=name)


def _named(rows: Iterable[Row]) -> Objects:
    return {(kind, name): definition for kind, name, definition in rows}


def _sqlite_reference() -> Objects:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema("sqlite"))
        return _named(connection.execute(_SQLITE).fetchall())


def _postgresql(store: Store) -> Objects:
    """Read the objects of the ledger that the search path leads to, without its schema's name."""
    ((schema_name,),) = store.execute(f"SELECT CAST(CAST({_HERE} AS regnamespace) AS text)")
    rows = store.execute(_POSTGRESQL)
    return _named((kind, name, _unplaced(text, schema_name)) for kind, name, text in rows)


def _unplaced(text: str, schema_name: str) -> str:
    return text.replace(f"{schema_name}.", "").replace(f"'{schema_name}'", "''")


def _postgresql_reference(store: Store) -> Objects:
    name = f"ledger_reference_{secrets.token_hex(8)}"
    store.execute("BEGIN")
    try:
        store.execute(f"CREATE SCHEMA {name}")
        # What is not made anew, the extension's operators, is found where it is.
        store.execute(f"SET LOCAL search_path TO {name}, public")
        store.execute(schema("postgresql").replace("%", "%%"))
        return _postgresql(store)
    finally:
        store.execute("ROLLBACK")
