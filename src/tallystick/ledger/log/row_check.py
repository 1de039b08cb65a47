"""Whether the tables that follow from the postings hold what the postings come to."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tallystick.core.findings import Finding
from tallystick.ledger.log import faults
from tallystick.ledger.log.derived import HeldRow, joined_rows
from tallystick.ledger.log.dialects import SQLITE, dialect
from tallystick.ledger.log.redraft import Redraft
from tallystick.ledger.store import Row, Store


class Table(NamedTuple):
    """How the rows of a table are read, and how many columns name one."""

    sql: str
    named_by: int


TABLES = {
    "ledger_schema": Table("SELECT version FROM ledger_schema", 0),
    "ledger_state": Table("SELECT records FROM ledger_state", 0),
    "ledger_account": Table("SELECT id, terminal FROM ledger_account", 1),
    "ledger_authorization": Table(
        "SELECT id, cap_t, first_transferred_t, last_on FROM ledger_authorization", 1
    ),
    "ledger_cover": Table(
        "SELECT party, vintage, covered_t, first_transferred_t FROM ledger_cover", 2
    ),
    "ledger_covered": Table("SELECT approach FROM ledger_covered", 1),
    "ledger_series": Table("SELECT name FROM ledger_series", 1),
    "ledger_lot": Table(
        "SELECT s.name, l.first_serial, l.last_serial, l.authorization_id, l.metric, "
        "l.mitigation_type, l.unit_registry, l.first_unit, l.last_unit "
        "FROM ledger_lot l LEFT JOIN ledger_series s ON s.id = l.series_id",
        3,
    ),
    "ledger_backing": Table(
        "SELECT registry, stem, first_unit, last_unit, series, first_serial, last_serial "
        "FROM ledger_backing",
        4,
    ),
    "ledger_merging": Table("SELECT series_id, first_serial FROM ledger_merging", 2),
}
OF_SQLITE = {"ledger_writing": Table("SELECT posting FROM ledger_writing", 1)}
OF_POSTGRESQL = {
    "ledger_state": Table(
        "SELECT records FROM ledger_state WHERE controlled = ("
        "EXISTS (SELECT 1 FROM ledger_entry WHERE type IN ('freeze', 'pledge')) "
        "OR EXISTS (SELECT 1 FROM ledger_limit) "
        "OR EXISTS (SELECT 1 FROM ledger_cover) OR EXISTS (SELECT 1 FROM ledger_covered))",
        0,
    )
}
HOLDINGS = (
    "SELECT s.name, h.first_serial, h.last_serial, h.account, h.received_on, h.lot, "
    "h.first_transferred_on, h.ended "
    "FROM ledger_holding h LEFT JOIN ledger_series s ON s.id = h.series_id"
)

BALANCES = "SELECT account, units, unit_type FROM ledger_balance"


def check_rows(store: Store, redraft: Redraft) -> Iterator[Finding]:
    """Compare every table that follows from the postings with what they come to."""
    expected = redraft.derived.rows()
    tables = TABLES | (OF_SQLITE if dialect(store) is SQLITE else OF_POSTGRESQL)
    for name, table in tables.items():
        yield from _compare(name, table, store.execute(table.sql), expected[name])
    yield from _check_holdings(store, redraft)
    yield from _check_balances(store, redraft)


def _compare(name: str, table: Table, there: list[Row], expected: list[Row]) -> Iterator[Finding]:
    """Name each row that is missing, too many or not as it should be, once."""
    found, due = Counter(there), Counter(expected)
    differing = [*(found - due), *(due - found)]
    for row in sorted({_named(row[: table.named_by]) for row in differing}):
        yield faults.ROW_MISMATCH.found(table=name, row=row)


def _named(columns: Row) -> str:
    return " ".join(str(column) for column in columns) or "1"


def _check_holdings(store: Store, redraft: Redraft) -> Iterator[Finding]:
    there = [HeldRow(*row) for row in store.execute(HOLDINGS)]
    readable = [row for row in there if _is_readable(row)]
    for row in there:
        if not _is_readable(row):
            yield faults.HOLDING_UNREADABLE.found(series=str(row.series), start=str(row.first))
    differing = set(joined_rows(readable)) ^ set(joined_rows(redraft.held()))
    places = {(row.series, row.first, row.last, row.account) for row in differing}
    for series, start, end, account in sorted(places):
        yield faults.HOLDING_MISMATCH.found(account=account, series=series, start=start, end=end)


def _is_readable(row: HeldRow) -> bool:
    """Whether a row names a series and an account, and numbers from one to another."""
    texts = isinstance(row.series, str) and isinstance(row.account, str)
    return texts and isinstance(row.first, int) and isinstance(row.last, int)


def _check_balances(store: Store, redraft: Redraft) -> Iterator[Finding]:
    differing = set(store.execute(BALANCES)) ^ set(redraft.balances())
    for account, unit_type in sorted({_place(row) for row in differing}):
        yield faults.BALANCE_MISMATCH.found(account=account, unit_type=unit_type)


def _place(row: Row) -> tuple[str, str]:
    account, _, unit_type = row
    return str(account), str(unit_type)
