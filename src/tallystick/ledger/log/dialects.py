"""Where the two databases differ for the log: turns, and which leaves can be taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tallystick.ledger.sqlite import SqliteStore
from tallystick.ledger.store import Store

_LOGGED = "SELECT 1 FROM ledger_log g WHERE g.posting_id = l.posting_id"
_RUNNING = (
    "l.xid >= pg_snapshot_xmin(pg_current_snapshot()) "
    "AND l.xid < pg_snapshot_xmax(pg_current_snapshot())"
)
_SERVER = "(SELECT system_identifier FROM pg_control_system())"

_NUMBER = "(SELECT coalesce(max(number) + 1, 0) FROM ledger_checkpoint)"


@dataclass(frozen=True)
class Dialect:
    """What one database says in its own words.

    `turn` begins a transaction that keeps other sequencers out until it ends.
    `last` reads the newest checkpoint with its horizon: every leaf below that is in the log.
    `takeable` lists, from a horizon on and up to a limit, committed leaves that are not in the log
    and that no leaf still to come can precede. `horizon` reads the one that holds now, given the
    one before; `skipped` lists the leaves below one that are not in the log. `write` keeps a
    checkpoint with its horizon.
    """

    turn: tuple[str, ...]
    last: str
    takeable: str
    horizon: str
    skipped: str
    write: str


# One writer at a time: numbers are given in the order of the commits.
SQLITE = Dialect(
    turn=("BEGIN IMMEDIATE",),
    last=(
        "SELECT size, note, peaks, (SELECT coalesce(max(posting_id), 0) FROM ledger_log) "
        "FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
    ),
    takeable="SELECT posting_id FROM ledger_leaf WHERE posting_id > ? ORDER BY posting_id LIMIT ?",
    horizon="SELECT ?",
    skipped=(
        "SELECT l.posting_id FROM ledger_leaf l "
        f"WHERE l.posting_id <= ? AND NOT EXISTS ({_LOGGED}) ORDER BY 1"
    ),
    write=(
        "INSERT INTO ledger_checkpoint (size, number, note, peaks) "
        f"SELECT ?, {_NUMBER}, ?, ? WHERE ? IS NOT NULL"
    ),
)

# Numbers are given before the commit, so a lower one can appear later: what settles a leaf is that
# its transaction is older than every running one. A leaf that is committed but not settled holds
# back those numbered after it, which may build on it. A transaction number that this server has
# not given yet came with a restored dump, and is settled; a horizon of another server is void.
POSTGRESQL = Dialect(
    turn=(
        "BEGIN ISOLATION LEVEL READ COMMITTED",  # what is read must be newer than the lock
        "SELECT pg_advisory_xact_lock(hashtextextended('ledger log', 0))",
    ),
    last=(
        "SELECT size, note, peaks, "
        f"CASE WHEN server = {_SERVER} THEN CAST(horizon AS text) ELSE '0' END "
        "FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
    ),
    takeable=(
        "SELECT l.posting_id FROM ledger_leaf l "
        f"WHERE l.xid >= CAST(? AS xid8) AND NOT ({_RUNNING}) "
        "AND l.posting_id < coalesce((SELECT min(l.posting_id) FROM ledger_leaf l "
        f"WHERE {_RUNNING} AND NOT EXISTS ({_LOGGED})), 9223372036854775807) "
        f"AND NOT EXISTS ({_LOGGED}) ORDER BY l.posting_id LIMIT ?"
    ),
    horizon=(
        "SELECT CAST(least(pg_snapshot_xmin(pg_current_snapshot()), "
        "(SELECT min(l.xid) FROM ledger_leaf l WHERE l.xid >= CAST(? AS xid8) "
        f"AND NOT EXISTS ({_LOGGED}))) AS text)"
    ),
    skipped=(
        f"SELECT l.posting_id FROM ledger_leaf l "
        f"WHERE l.xid < CAST(? AS xid8) AND NOT EXISTS ({_LOGGED}) ORDER BY 1"
    ),
    write=(
        "INSERT INTO ledger_checkpoint (size, number, note, peaks, server, horizon) "
        f"SELECT ?, {_NUMBER}, ?, ?, {_SERVER}, CAST(? AS xid8)"
    ),
)


def dialect(store: Store) -> Dialect:
    """Return the dialect of a store."""
    return SQLITE if isinstance(store, SqliteStore) else POSTGRESQL


@contextmanager
def turn(store: Store) -> Iterator[None]:
    """Write all that the block executes, or nothing if it raises, while no sequencer else does."""
    try:
        for statement in dialect(store).turn:
            store.execute(statement)
        yield
        store.execute("COMMIT")
    except BaseException:
        # Only the end of the connection surely ends a transaction in whatever state it is.
        store.close()
        raise
