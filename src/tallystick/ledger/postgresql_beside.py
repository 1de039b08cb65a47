"""Filling the table of holdings by a second connection, while the first fills the others.

That no ranges overlap takes the server as long to see to as a third of all else, and one connection
keeps one processor busy. The second makes and fills a table that is nobody's yet, in a transaction
of its own. The first puts it in the place of the ledger's own as the last thing it does: it is told
so, commit included, while the second has not committed yet, and waits for that. So whenever the
program dies, either nothing is there or the server brings all to its end.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import sleep
from typing import NamedTuple

import psycopg

from tallystick.ledger import postgresql_copying
from tallystick.ledger.importing.tables import Table

BESIDE = "ledger_holding"
COMING = "coming_holding"
"""The table that is filled beside; by its name it is none of the ledger's, which are locked."""

FILL_PERCENT = 20
"""Pages of an index of ranges are filled up to here at first: every range that comes in, and every
search for others that it overlaps, looks at each entry of a few pages, so that the fewer there are
on a page the faster it is, down to about here; the index takes five times the space for it."""

PAUSE_SECONDS = 0.001
GATE = "SELECT pg_advisory_xact_lock(hashtext('ledger holdings'))"
"""Held by the second connection until it has committed, and waited for by the first."""

_WAITING = "SELECT FROM pg_locks WHERE pid = %s AND locktype = 'advisory' AND NOT granted"

# To make a table like another would lock that one, which is the first connection's.
_COLUMNS = (
    "SELECT format('%%I %%s', attname, format_type(atttypid, atttypmod)) "
    "|| CASE WHEN attcollation <> typcollation "
    "THEN ' COLLATE ' || CAST(CAST(attcollation AS regcollation) AS text) ELSE '' END "
    "|| CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END "
    "|| coalesce(CASE attgenerated WHEN 's' "
    "THEN ' GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || ') STORED' "
    "ELSE ' DEFAULT ' || pg_get_expr(adbin, adrelid) END, '') "
    "FROM pg_attribute JOIN pg_type t ON t.oid = atttypid "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    "WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
_STORED = (
    "SELECT format('ALTER %%I SET STORAGE %%s', attname, CASE attstorage WHEN 'p' THEN 'PLAIN' "
    "WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) "
    "FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE attrelid = to_regclass(%s) "
    "AND attnum > 0 AND NOT attisdropped AND attstorage <> typstorage ORDER BY attnum"
)
_CHECKS = (
    "SELECT format('CONSTRAINT %%I %%s', conname, pg_get_constraintdef(oid)) "
    "FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'c' ORDER BY conname"
)
_OPTIONS = "SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = to_regclass(%s)"
_KEYS = (
    f"SELECT format('ALTER TABLE {COMING} ADD CONSTRAINT %I %s', 'coming_' || conname, "
    "pg_get_constraintdef(oid)) || CASE contype WHEN 'x' THEN "
    f"format(' WITH (fillfactor = {FILL_PERCENT}); ALTER INDEX %I RESET (fillfactor)', "
    "'coming_' || conname) ELSE '' END, "
    f"format('ALTER TABLE {BESIDE} RENAME CONSTRAINT %I TO %I', 'coming_' || conname, conname) "
    f"FROM pg_constraint WHERE conrelid = to_regclass('{BESIDE}') AND contype IN ('x', 'p', 'u') "
    "ORDER BY contype DESC, conname"
)
_INDEXES = (
    f"SELECT format('CREATE INDEX %I ON {COMING}%s', 'coming_' || relname, "
    "substring(pg_get_indexdef(indexrelid) FROM ' USING .*')), "
    "format('ALTER INDEX %I RENAME TO %I', 'coming_' || relname, relname) "
    "FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
    f"WHERE indrelid = to_regclass('{BESIDE}') "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY relname"
)
_GUARDS = (
    f"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass('{BESIDE}') "
    "AND NOT tgisinternal UNION ALL "
    f"SELECT format('GRANT %s%s ON {BESIDE} TO %s%s', privilege_type, on_column, "
    "CASE grantee WHEN 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END, "
    "CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END) "
    "FROM (SELECT oid, NULL AS on_column, relacl AS granted FROM pg_class UNION ALL "
    "SELECT attrelid, format(' (%I)', attname), attacl FROM pg_attribute) one, "
    f"aclexplode(granted) WHERE oid = to_regclass('{BESIDE}') "
    "AND grantee <> (SELECT relowner FROM pg_class c WHERE c.oid = one.oid)"
)


_OWNER = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('ledger_schema')"


def become_owner(connection: psycopg.Connection) -> None:
    """Act as the owner of the ledger until the transaction ends; psycopg.Error where it may not."""
    ((owner,),) = connection.execute(_OWNER).fetchall()
    connection.execute(psycopg.sql.SQL("SET LOCAL ROLE {}").format(psycopg.sql.Identifier(owner)))


class Beside(NamedTuple):
    """What makes the table and its keys, and what makes these, once in place, the ledger's own."""

    table: list[str]
    keys: list[str]
    guards: list[str]


def told_beside(connection: psycopg.Connection) -> Beside:
    """Read off the table of holdings what makes one like it."""

    def listed(sql: str) -> list[str]:
        found = connection.execute(sql.encode(), (BESIDE,)).fetchall()
        return [text for (text,) in found if text]

    named = [
        row for sql in (_KEYS, _INDEXES) for row in connection.execute(sql.encode()).fetchall()
    ]
    guards = connection.execute(_GUARDS.encode()).fetchall()
    options = "".join(f" WITH ({told})" for told in listed(_OPTIONS))
    table = f"CREATE TABLE {COMING} ({', '.join(listed(_COLUMNS) + listed(_CHECKS))}){options}"
    stored = [f"ALTER TABLE {COMING} {change}" for change in listed(_STORED)]
    names = [f"DROP TABLE {BESIDE}", f"ALTER TABLE {COMING} RENAME TO {BESIDE}"]
    return Beside(
        [table, *stored],
        [make for make, _ in named],
        [*names, *(name for _, name in named), *(guard for (guard,) in guards)],
    )


@dataclass
class Filling:
    """The second connection, with what it makes and fills in one transaction."""

    other: psycopg.Connection
    beside: Beside
    thread: ThreadPoolExecutor
    filled: Future[None] | None = None

    def begin(self, table: Table, sample: int) -> None:
        """Begin to make and fill the table, its keys and what the planner is told of it."""
        self.filled = self.thread.submit(self._fill, table, sample)

    def _fill(self, table: Table, sample: int) -> None:
        self.other.execute("BEGIN")
        become_owner(self.other)
        self._run([GATE, f"DROP TABLE IF EXISTS {COMING}", *self.beside.table])
        postgresql_copying.copy(self.other, table, COMING)
        told = [f"SET LOCAL default_statistics_target = {sample}", f"ANALYZE {COMING}"]
        self._run([*self.beside.keys, *told])

    def end(self, first: psycopg.Connection) -> None:
        """Let the first connection put the table in place and commit, as soon as this has.

        What is left to do is with the server before it is decided.
        """
        if self.filled is None:
            first.execute("COMMIT")
            return
        self.filled.result()
        last = "; ".join([GATE, *self.beside.guards, "COMMIT"])
        ended = self.thread.submit(first.execute, last.encode())
        waiting = (first.info.backend_pid,)
        while not ended.done() and not self.other.execute(_WAITING.encode(), waiting).fetchall():
            sleep(PAUSE_SECONDS)
        if not ended.done():
            self.other.execute("COMMIT")
        ended.result()

    def _run(self, statements: list[str]) -> None:
        for statement in statements:
            self.other.execute(statement.encode())


@contextmanager
def filling(connect: Callable[[], psycopg.Connection], beside: Beside) -> Iterator[Filling]:
    """Give what fills the table; if the block fails, what was begun is broken off.

    The second connection is closed first, since the first may be waiting for it in the thread.
    """
    with ThreadPoolExecutor(1) as thread, connect() as other:
        try:
            yield Filling(other, beside, thread)
        except BaseException:
            other.cancel_safe()
            raise
