"""Filling the table of holdings by a second connection, while the first fills the others.

That no ranges overlap takes the server as long to see to as a third of all else, and one connection
keeps one processor busy. The second fills a table that is nobody's yet, and commits it; the first
puts it in the place of the ledger's own in the transaction in which all else comes to stand. An
import that fails takes it away again, and what is left of one that died, the next takes away.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import psycopg

from tallystick.ledger.importing.tables import Table
from tallystick.ledger.postgresql_copying import copy

BESIDE = "ledger_holding"
COMING = "coming_holding"
"""The table that is filled beside; by its name it is none of the ledger's, which are locked."""

FILL_PERCENT = 20
"""Pages of an index of ranges are filled up to here at first: every range that comes in, and every
search for others that it overlaps, looks at each entry of a few pages, so that the fewer there are
on a page the faster it is, down to about here; the index takes five times the space for it."""

_MAKE = (
    f"SELECT format('CREATE TABLE {COMING} (LIKE {BESIDE} INCLUDING CONSTRAINTS INCLUDING DEFAULTS "
    "INCLUDING GENERATED INCLUDING STORAGE) WITH (%s)', array_to_string(reloptions, ', ')) "
    f"FROM pg_class WHERE oid = to_regclass('{BESIDE}')"
)
_EXCLUSIONS = (
    f"SELECT format('ALTER TABLE {COMING} ADD CONSTRAINT %I %s WITH (fillfactor = {FILL_PERCENT}); "
    "ALTER INDEX %1$I RESET (fillfactor)', 'coming_' || conname, pg_get_constraintdef(oid)), "
    f"format('ALTER TABLE {BESIDE} RENAME CONSTRAINT %I TO %I', 'coming_' || conname, conname) "
    f"FROM pg_constraint WHERE conrelid = to_regclass('{BESIDE}') AND contype = 'x' "
    "ORDER BY conname"
)
_GUARDS = (
    f"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass('{BESIDE}') "
    "AND NOT tgisinternal UNION ALL "
    f"SELECT format('GRANT %s ON {BESIDE} TO %s', privilege_type, "
    "CASE grantee WHEN 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END) "
    f"FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass('{BESIDE}') AND grantee <> relowner"
)


_OWNER = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('ledger_schema')"


def become_owner(connection: psycopg.Connection) -> None:
    """Act as the owner of the ledger until the transaction ends; psycopg.Error where it may not."""
    ((owner,),) = connection.execute(_OWNER).fetchall()
    connection.execute(psycopg.sql.SQL("SET LOCAL ROLE {}").format(psycopg.sql.Identifier(owner)))


class Beside(NamedTuple):
    """What makes a table that comes the ledger's own: constraints, their names, and its guards."""

    constraints: list[str]
    names: list[str]
    guards: list[str]


def make_beside(connection: psycopg.Connection) -> Beside:
    """Make the table that is filled beside, empty, in a transaction to be committed."""
    connection.execute(f"DROP TABLE IF EXISTS {COMING}".encode())
    ((made,),) = connection.execute(_MAKE.encode()).fetchall()
    connection.execute(made.encode())
    exclusions = connection.execute(_EXCLUSIONS.encode()).fetchall()
    guards = connection.execute(_GUARDS.encode()).fetchall()
    return Beside(
        [make for make, _ in exclusions],
        [name for _, name in exclusions],
        [guard for (guard,) in guards],
    )


@contextmanager
def filling(
    connect: Callable[[], psycopg.Connection], beside: Beside
) -> Iterator[Callable[[Table], Future[None]]]:
    """Give what begins to fill the table; if the block fails, what was begun is broken off."""
    with connect() as other, ThreadPoolExecutor(1) as thread:
        try:
            yield lambda table: thread.submit(_fill, other, table, beside)
        except BaseException:
            other.cancel_safe()
            raise


def _fill(other: psycopg.Connection, table: Table, beside: Beside) -> None:
    with other.transaction():
        become_owner(other)
        copy(other, table, COMING)
        for make in beside.constraints:
            other.execute(make.encode())


def put_in_place(connection: psycopg.Connection, beside: Beside) -> None:
    """Put the table that was filled in the place of the empty one, with the same guards."""
    replace = (f"DROP TABLE {BESIDE}", f"ALTER TABLE {COMING} RENAME TO {BESIDE}")
    for statement in (*replace, *beside.names, *beside.guards):
        connection.execute(statement.encode())


def clear(connection: psycopg.Connection) -> None:
    """Take away what was filled and did not come to stand."""
    connection.execute(f"DROP TABLE IF EXISTS {COMING}".encode())
