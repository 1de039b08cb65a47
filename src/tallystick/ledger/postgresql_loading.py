"""Filling an empty ledger in PostgreSQL by COPY, in one transaction, as the owner of its tables.

While the rows of a table come in, its indexes, constraints and triggers are away; they are made
again from their own definitions before the commit, which checks all rows at once. Nobody sees the
tables before, and tables are made in another thread meanwhile. What was held fast or limited in the
end did not bind the postings before, so that is not asked either.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

import polars as pl
import psycopg

from tallystick.ledger.ahead import ahead
from tallystick.ledger.importing.tables import BYTES, Table
from tallystick.ledger.store import NotEmpty, Row

ROWS = 20_000
"""So many rows are written as text at a time."""

FILL_PERCENT = 20
"""Pages of an index of ranges are filled up to here at first: every range that comes in, and every
search for others that it overlaps, looks at each entry of a few pages, so that the fewer there are
on a page the faster it is, down to about here; the index takes five times the space for it."""

# The names below are those of the schema, not anybody's from outside.
_HERE = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('ledger_schema'))"
_OWNER = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('ledger_schema')"
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
    "WHERE c.oid = to_regclass(%s) AND contype IN ('p', 'u', 'x') ORDER BY contype, conname"
)
_INDEXES = (
    "SELECT format('DROP INDEX %%I', relname), pg_get_indexdef(indexrelid) "
    "FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = to_regclass(%s) "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY relname"
)
_UNFOUNDED = (
    "SELECT FROM ledger_entry e LEFT JOIN ledger_posting p ON p.id = e.posting_id "
    "WHERE p.id IS NULL OR NOT (e.first_serial BETWEEN 1 AND e.last_serial "
    "AND e.last_serial < 9223372036854775807 AND e.quantity > 0) LIMIT 1"
)
"""What the trigger on entries, which is away meanwhile, would find."""

_NUMBER = (
    "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(max(id), 1), max(id) IS NOT NULL) "
    "FROM {}"
)
_PLACE = "SELECT system_identifier, CAST(pg_current_xact_id() AS text) FROM pg_control_system()"
NUMBERED = ("ledger_posting", "ledger_series")
CHECKPOINTS = "ledger_checkpoint"
SAMPLE = 10
"""How finely the new tables are sampled (default_statistics_target) until the server does so."""


def load(connection: psycopg.Connection, tables: Iterable[Table], now: datetime) -> None:
    """Load tables into an empty ledger; raises NotEmpty, and psycopg.Error where it cannot.

    The role must be the owner of the tables or a member of the role that owns them.
    """
    with connection.transaction():
        _begin(connection)
        foreign_keys = _run(connection, _FOREIGN_KEYS)
        _do(connection, [drop for drop, _ in foreign_keys])
        with closing(ahead(tables)) as coming:
            for table in coming:
                _fill(connection, _as_here(connection, table, now))
        _do(connection, [make for _, make in foreign_keys])
        if _run(connection, _UNFOUNDED):
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
        _copy(connection, table)


@contextmanager
def bare(connection: psycopg.Connection, table: str) -> Iterator[None]:
    """Let rows come into a table while its indexes, keys and triggers are away.

    No foreign key may lead to it. The role must be the owner of the table or a member of it.
    """
    constraints = _run(connection, _CONSTRAINTS, table)
    indexes = _run(connection, _INDEXES, table)
    _do(connection, [drop for drop, _ in (*constraints, *indexes)])
    _do(connection, [f"ALTER TABLE {table} DISABLE TRIGGER USER"])
    yield
    _do(connection, [f"ALTER TABLE {table} ENABLE TRIGGER USER"])
    _do(connection, [make for _, make in (*constraints, *indexes)])


def _begin(connection: psycopg.Connection) -> None:
    """Keep everybody else out, in the order in which they would lock, and look what is there."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('ledger records'))")
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('ledger log', 0))")
    ((owner,),) = _run(connection, _OWNER)
    connection.execute(psycopg.sql.SQL("SET LOCAL ROLE {}").format(psycopg.sql.Identifier(owner)))
    ((tables,),) = _run(connection, _TABLES)
    connection.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE".encode())
    if _run(connection, "SELECT FROM ledger_posting LIMIT 1"):
        raise NotEmpty


def _run(connection: psycopg.Connection, sql: str, *names: str) -> list[Row]:
    return connection.execute(sql.encode(), names or None).fetchall()


def _do(connection: psycopg.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())


def _as_here(connection: psycopg.Connection, table: Table, now: datetime) -> Table:
    """Add what only this database keeps of a row."""
    rows = table.rows
    match table.name:
        case "ledger_posting":
            rows = rows.with_columns(recorded_at=pl.lit(now.isoformat()))
        case _ if table.name == CHECKPOINTS:
            ((server, horizon),) = _run(connection, _PLACE)
            last = pl.col("size") == pl.col("size").max()
            settled = pl.when(last).then(pl.lit(horizon)).otherwise(pl.lit("0"))
            rows = rows.with_columns(server=pl.lit(server), horizon=settled)
    return Table(table.name, rows)


def _copy(connection: psycopg.Connection, table: Table) -> None:
    columns = ", ".join(table.rows.columns)
    copying = f"COPY {table.name} ({columns}) FROM STDIN".encode()
    with connection.cursor().copy(copying) as copy, closing(ahead(_texts(table.rows))) as texts:
        for text in texts:
            copy.write(text)


def _texts(rows: pl.DataFrame) -> Iterator[bytes]:
    """Write rows in the text format of COPY."""
    escaped = rows.with_columns(_escaped(rows[name]) for name in rows.columns)
    for some in escaped.iter_slices(ROWS):
        yield some.write_csv(
            include_header=False, separator="\t", quote_style="never", null_value="\\N"
        ).encode()


def _escaped(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    if column.name in BYTES:
        return ("\\\\x" + column).alias(column.name)
    if not column.str.contains(r"[\\\t\n\r]").any():
        return column
    for plain, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        column = column.str.replace_all(plain, written, literal=True)
    return column
