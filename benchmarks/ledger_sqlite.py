"""A bulk of postings to the ledger in SQLite, against its bare rows through `sqlite3` alone.

Both are durable (WAL, synchronous FULL) and commit a thousand postings at a time. The peer writes
the rows of the journal that the ledger has just written, its leaves and entries too, into tables
with the same indexes and no triggers; the ledger also judges, plans and keeps holdings.
"""

import os
import resource
import sqlite3
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks._ledger_load import postings, prepare
from tallystick.ledger import open_ledger

POSTINGS, EVERY, LOTS, ROUNDS = 20_000, 1_000, 96, 3
RATIO_MIN = 0.25
TABLES = {"ledger_posting": "id", "ledger_leaf": "posting_id", "ledger_entry": "posting_id"}
MADE = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
    "AND tbl_name IN ('ledger_posting', 'ledger_leaf', 'ledger_entry')"
)

Rows = list[dict[str, list[tuple[object, ...]]]]
"""By commit, the rows of each table."""


def run() -> dict[str, object]:
    """Let the ledger and the bare driver take turns, and take the median of the ratios."""
    rounds = []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            place = Path(folder) / "ledger.db"
            ours = POSTINGS / _post(place)
            bare = POSTINGS / _write(place, Path(folder) / "bare.db")
        shown = {"ours": round(ours), "bare": round(bare), "load": os.getloadavg()[0]}
        rounds.append({**shown, "ratio": round(ours / bare, 3)})
    ratio = median(one["ratio"] for one in rounds)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return {
        "name": f"bulk postings in SQLite, {EVERY:,} per commit, against bare executemany",
        "ratio": ratio,
        "limit": RATIO_MIN,
        "holds": ratio >= RATIO_MIN,
        "rounds": rounds,
        "memory": f"{memory_mb} MB at most, the rows of the peer included",
    }


def _post(place: Path) -> float:
    """Return the seconds that the bulk takes through the ledger."""
    with open_ledger(str(place)) as ledger:
        prepare(ledger, LOTS)
        load = list(islice(postings(range(LOTS)), POSTINGS))
        start = time.perf_counter()
        answers = list(ledger.post_many(load, every=EVERY))
        seconds = time.perf_counter() - start
    if not all(hasattr(answer, "status") for answer in answers):
        raise RuntimeError("a posting of the bulk was not written")
    return seconds


def _write(place: Path, bare: Path) -> float:
    """Return the seconds that the same rows take without a ledger."""
    with closing(sqlite3.connect(place)) as ledger:
        made = [sql for (sql,) in ledger.execute(MADE)]
        commits = _rows(ledger)
    with closing(sqlite3.connect(bare, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(";".join(made))
        start = time.perf_counter()
        for tables in commits:
            connection.execute("BEGIN IMMEDIATE")
            for table, rows in tables.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            connection.execute("COMMIT")
        return time.perf_counter() - start


def _rows(ledger: sqlite3.Connection) -> Rows:
    """Read what the bulk wrote, in its commits."""
    ((last,),) = ledger.execute("SELECT max(id) FROM ledger_posting")
    starts = range(last - POSTINGS + 1, last + 1, EVERY)
    return [
        {
            table: ledger.execute(
                f"SELECT * FROM {table} WHERE {number} BETWEEN ? AND ?",
                (start, start + EVERY - 1),
            ).fetchall()
            for table, number in TABLES.items()
        }
        for start in starts
    ]
