"""Merging in SQLite: neighbouring ranges that differ in nothing become one."""

import sqlite3

MARK = (
    "INSERT INTO ledger_merging "
    "SELECT series_id, min(first_serial), max(last_serial) FROM ("
    "SELECT *, sum(starts) OVER (ORDER BY first_serial) AS run FROM ("
    "SELECT *, NOT (lag(last_serial) OVER before IS first_serial - 1 "
    "AND lag(account) OVER before IS account AND lag(received_on) OVER before IS received_on "
    "AND lag(lot) OVER before IS lot AND lag(ended) OVER before IS ended "
    "AND lag(first_transferred_on) OVER before IS first_transferred_on) AS starts "
    "FROM ledger_holding WHERE series_id = (SELECT id FROM ledger_series WHERE name = ?) "
    "WINDOW before AS (ORDER BY first_serial))) GROUP BY series_id, run HAVING count(*) > 1"
)
REMOVE = (
    "DELETE FROM ledger_holding WHERE EXISTS (SELECT 1 FROM ledger_merging m "
    "WHERE m.series_id = ledger_holding.series_id AND m.first_serial < ledger_holding.first_serial "
    "AND m.last_serial >= ledger_holding.last_serial)"
)
STRETCH = (
    "UPDATE ledger_holding SET last_serial = m.last_serial FROM ledger_merging m "
    "WHERE m.series_id = ledger_holding.series_id AND m.first_serial = ledger_holding.first_serial"
)


def merge(connection: sqlite3.Connection, series: str) -> int:
    """Merge the ranges of a series inside a transaction; return how many fewer there are."""
    connection.execute("INSERT INTO ledger_writing VALUES (0)")
    connection.execute(MARK, (series,))
    gone = connection.execute(REMOVE).rowcount
    connection.execute(STRETCH)
    connection.execute("DELETE FROM ledger_merging")
    connection.execute("DELETE FROM ledger_writing")
    return gone
