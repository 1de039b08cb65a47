"""Filling an empty ledger in PostgreSQL by COPY, in one transaction, as the owner of its tables.

While the rows of a table come in, its indexes, constraints and triggers are away; they are made
again from their own definitions before the commit, which checks all rows at once. Nobody sees the
tables before, and tables are made in another thread meanwhile. What was held fast or limited in the
end did not bind the postings before, so that is not asked either.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import polars as pl
import psycopg

from tallystick.ledger import postgresql_copying
from tallystick.ledger.ahead import ahead
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.postgresql_beside import (
    BESIDE,
    FILL_PERCENT,
    Filling,
    become_owner,
    filling,
    told_beside,
)
from tallystick.ledger.store import NotEmpty, Row

# The names below are those of the schema, not anybody's from outside.
_HERE = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('ledger_schema'))"
_TABLES = (
    "SELECT string_agg(quote_ident(relname), ', ' ORDER BY relname) FROM pg_class "
    f"WHERE relnamespace = {_HERE} AND relkind = 'r' AND left(relname, 7) = 'ledger_'"
)
_FOREIGN_KEYS = (
    "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', relname, conname), "
    "format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(k.oid)) "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid "
    f"WHERE relnamespace = {_HERE} AND left(relname, 7) = 'ledger_' AND contype = 'f' "
    "ORDER BY relname, conname"
)
_CONSTRAINTS = (
    "SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', relname, conname), "
    "format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', relname, conname, "
    "pg_get_constraintdef(k.oid)) || CASE contype WHEN 'x' THEN format(' WITH (fillfactor = %%s); "
    f"ALTER INDEX %%I RESET (fillfactor)', {FILL_PERCENT}, conname) ELSE '' END "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid "
    "WHERE c.oid = to_regclass(%s) AND CAST(contype AS text) = ANY(%s) "
    "ORDER BY contype, conname"
)
_INDEXES = (
    "SELECT format('DROP INDEX %%I', relname), pg_get_indexdef(indexrelid) "
    "FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = to_regclass(%s) "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) "
    "AND relname <> ALL(%s) ORDER BY relname"
)
_UNASKED = (
    "SELECT FROM (SELECT min(posting_id) AS first, max(posting_id) AS last FROM ledger_entry) e, "
    "(SELECT count(*) AS count, min(id) AS first, max(id) AS last FROM ledger_posting) p "
    "WHERE e.first < p.first OR e.last > p.last OR p.count <= p.last - p.first"
)
"""What the trigger on entries, which is away meanwhile, would find: an entry outside the postings,
whose numbers have no gap."""

_UNITLESS = (
    "SELECT FROM ledger_entry WHERE NOT (first_serial BETWEEN 1 AND last_serial "
    "AND last_serial < 9223372036854775807 AND quantity > 0) LIMIT 1"
)
"""And an entry that names no units by its range or amount."""

_NUMBER = (
    "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(max(id), 1), max(id) IS NOT NULL) "
    "FROM {}"
)
_PLACE = "SELECT system_identifier, CAST(pg_current_xact_id() AS text) FROM pg_control_system()"
NARROW = (
    "ledger_posting_subject", "ledger_posting_record", "ledger_posting_once",
    "ledger_posting_decision", "ledger_entry_account_frozen", "ledger_entry_units_held_fast",
)  # fmt: skip
"""Indexes of so few rows that to make them anew takes longer than to ask each row for them."""

NUMBERED = ("ledger_posting", "ledger_series")
CHECKPOINTS = "ledger_checkpoint"
SAMPLE = 10
"""How finely the new tables are sampled (default_statistics_target) until the server does so."""


def load(
    connection: psycopg.Connection,
    tables: Iterable[Table],
    connect: Callable[[], psycopg.Connection],
) -> None:
    """Load tables into an empty ledger; raises NotEmpty, and psycopg.Error where it cannot.

    The role must be the owner of the tables or a member of the role that owns them. `connect`
    makes a second connection.
    """
    connection.execute("BEGIN")
    try:
        _begin(connection)
        with filling(connect, told_beside(connection)) as beside:
            _load(connection, tables, beside)
            beside.end(connection)
    except BaseException:
        with suppress(psycopg.Error):
            connection.execute("ROLLBACK")
        raise


def _load(connection: psycopg.Connection, tables: Iterable[Table], beside: Filling) -> None:
    foreign_keys = _run(connection, _FOREIGN_KEYS)
    _do(connection, [drop for drop, _ in foreign_keys])
    with closing(ahead(tables)) as coming:
        for table in coming:
            if table.name == BESIDE:
                beside.begin(table, SAMPLE)
            else:
                _fill(connection, _as_here(connection, table))
    _do(connection, [make for _, make in foreign_keys])
    _settle(connection)


def _settle(connection: psycopg.Connection) -> None:
    """Look once at what each entry is else asked, go on with the numbers, and tell the planner."""
    if _run(connection, _UNASKED) or _run(connection, _UNITLESS):
        raise psycopg.IntegrityError("an entry without a posting, or without units")
    connection.execute("UPDATE ledger_state SET controlled = ledger_is_controlled()")
    for name in NUMBERED:
        connection.execute(_NUMBER.format(name).encode(), (name,))
    _do(connection, [f"SET LOCAL default_statistics_target = {SAMPLE}"])
    ((names,),) = _run(connection, _TABLES)
    _do(connection, [f"ANALYZE {names}"])


def _fill(connection: psycopg.Connection, table: Table) -> None:
    """Write a table; while the server makes its indexes anew, the next table is being made.

    Rows go to a file of their own, which an import that is refused takes away with it.
    """
    with bare(connection, table.name):
        if table.name != CHECKPOINTS:  # the log of an empty ledger can have been opened
            _do(connection, [f"TRUNCATE {table.name}"])
        postgresql_copying.copy(connection, table, table.name)


@contextmanager
def bare(connection: psycopg.Connection, table: str) -> Iterator[None]:
    """Let rows come into a table while its indexes, keys and triggers are away.

    No foreign key may lead to it. The role must be the owner of the table or a member of it.
    """
    removable = _removable(connection, table, "pux")
    _do(connection, [drop for drop, _ in removable])
    _do(connection, [f"ALTER TABLE {table} DISABLE TRIGGER USER"])
    yield
    _do(connection, [f"ALTER TABLE {table} ENABLE TRIGGER USER"])
    _do(connection, [make for _, make in removable])


def _removable(connection: psycopg.Connection, table: str, kinds: str) -> list[Row]:
    """List what drops and what makes again each constraint of some kinds, and each index."""
    constraints = connection.execute(_CONSTRAINTS.encode(), (table, list(kinds))).fetchall()
    indexes = connection.execute(_INDEXES.encode(), (table, list(NARROW))).fetchall()
    return [*constraints, *indexes]


def _begin(connection: psycopg.Connection) -> None:
    """Keep everybody else out, in the order in which they would lock, and look what is there."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('ledger records'))")
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('ledger log', 0))")
    become_owner(connection)
    ((tables,),) = _run(connection, _TABLES)
    connection.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE".encode())
    if _run(connection, "SELECT FROM ledger_posting LIMIT 1"):
        raise NotEmpty


def _run(connection: psycopg.Connection, sql: str, *names: str) -> list[Row]:
    return connection.execute(sql.encode(), names or None).fetchall()


def _do(connection: psycopg.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())


def _as_here(connection: psycopg.Connection, table: Table) -> Table:
    """Add to checkpoints what only this database keeps of them."""
    if table.name != CHECKPOINTS:
        return table
    ((server, horizon),) = _run(connection, _PLACE)
    last = pl.col("size") == pl.col("size").max()
    settled = pl.when(last).then(pl.lit(horizon)).otherwise(pl.lit("0"))
    return Table(table.name, table.rows.with_columns(server=pl.lit(server), horizon=settled))
