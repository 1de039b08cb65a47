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
from tallystick.ledger.store import Row, Store, schema, sql_file

Objects = Mapping[tuple[str, str], str]
"""What defines each object, by its kind and name."""

_SQLITE = (
    "SELECT type, name, sql FROM sqlite_master "
    "WHERE tbl_name LIKE 'ledger!_%' ESCAPE '!' AND sql IS NOT NULL"
)
_SOUND = "PRAGMA integrity_check"
"""Compares indexes with their tables too: an index that lacks rows hides them from the guards."""

_OBJECTS = "log/objects_postgresql"
_HERE = (
    "SELECT CAST(c.relnamespace AS regnamespace) FROM pg_class c "
    "WHERE c.oid = to_regclass('ledger_schema')"
)
_HAS_ROLES = (
    "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN LATERAL aclexplode(n.nspacl) a ON true "
    "JOIN pg_roles r ON r.oid IN (c.relowner, a.grantee) "
    "WHERE c.oid = to_regclass('ledger_schema') AND r.rolname = 'tallystick_owner' LIMIT 1"
)
"""Finds something where the role made for it owns the ledger, or may make objects beside it."""


def check_schema(store: Store) -> Iterator[Finding]:
    """Compare what guards the ledger in its database with what a new ledger has."""
    if dialect(store) is SQLITE:
        yield from _compare(_named(store.execute(_SQLITE)), _sqlite_reference())
        for (told,) in store.execute(_SOUND):
            if told != "ok":
                yield faults.FILE_UNSOUND.found(reason=told)
        return
    has_roles = bool(store.execute(_HAS_ROLES))
    there = _postgresql(store)
    try:
        expected = _postgresql_reference(store, has_roles)
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
    ((schema_name,),) = store.execute(_HERE)
    rows = store.execute(sql_file(_OBJECTS))
    return _named((kind, name, _unplaced(text, schema_name)) for kind, name, text in rows)


def _unplaced(text: str, schema_name: str) -> str:
    return text.replace(f"{schema_name}.", "").replace(f"'{schema_name}'", "''")


def _postgresql_reference(store: Store, has_roles: bool) -> Objects:
    """Read the objects of a ledger made anew by this user; LedgerError where it may not be."""
    name = f"ledger_reference_{secrets.token_hex(8)}"
    store.execute("BEGIN")
    try:
        store.execute(f"CREATE SCHEMA {name}")
        # What is not made anew, the extension's operators, is found where it is.
        store.execute(f"SET LOCAL search_path TO {name}, public")
        store.execute(schema("postgresql").replace("%", "%%"))
        if has_roles:
            store.execute(sql_file("roles_postgresql").replace("%", "%%"))
            if not store.execute(_HAS_ROLES):
                raise LedgerError("this user may not act for the owner of ledgers")
        return _postgresql(store)
    finally:
        store.execute("ROLLBACK")
