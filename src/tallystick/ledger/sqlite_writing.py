"""Writing a plan to SQLite: what the functions of the PostgreSQL ledger do, in the same order.

The caller holds the file's write lock, so that nothing changes between a check and its statement.
"""

import sqlite3
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tallystick.ledger.plans import Asked, EntryRow, Kept, Lot, Payment, Plan, Shift
from tallystick.ledger.store import KeyTaken, Row, Stale, Unexpected

INSERT_POSTING = (
    "INSERT INTO ledger_posting (id, key, kind, subject, body, recorded_at) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
INSERT_LEAF = "INSERT INTO ledger_leaf (posting_id, leaf) VALUES (?, ?)"
INSERT_ENTRY = (
    "INSERT INTO ledger_entry (posting_id, effective_on, type, party, counterparty, from_account, "
    "to_account, authorized_on, subtype, purpose, use_year, entity, authorization_id, series, "
    "first_serial, last_serial, metric, mitigation_type, unit_registry, first_unit, last_unit, "
    "first_transferred_on, quantity, unit_type) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SINCE = 20
"""Where an entry tells since when its units are first transferred, behind posting and shift."""

AUTHORIZE = (
    "INSERT INTO ledger_authorization (id, cap_t) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET "
    "cap_t = max(cap_t, excluded.cap_t) WHERE last_on IS NULL OR last_on < ?"
)
SET_LIMIT = (
    "INSERT INTO ledger_limit VALUES (?, ?, ?, "
    "(SELECT coalesce(sum(last_serial - first_serial + 1), 0) FROM ledger_holding "
    "WHERE account = ?) + "
    "(SELECT coalesce(sum(units), 0) FROM ledger_balance WHERE account = ?)) "
    "ON CONFLICT (account) DO UPDATE "
    "SET holding_t = excluded.holding_t, transfer_t = excluded.transfer_t"
)
UNCOVER = "UPDATE ledger_cover SET covered_t = NULL WHERE party = ?"
COVER = (
    "INSERT INTO ledger_cover VALUES (?, ?, ?, "
    "(SELECT coalesce(sum(CASE type WHEN 'correction' THEN -1 ELSE 1 END "
    "* (last_serial - first_serial + 1)), 0) FROM ledger_entry "
    "WHERE (type = 'first_transfer' OR type = 'correction' AND subtype = 'first_transfer') "
    "AND substr(series, -8) = ?)) "
    "ON CONFLICT (party, vintage) DO UPDATE SET covered_t = excluded.covered_t"
)
BIND = "INSERT OR IGNORE INTO ledger_covered VALUES (?)"
UNBIND = "DELETE FROM ledger_covered WHERE approach = ?"
INSERT_SERIES = "INSERT OR IGNORE INTO ledger_series (name) VALUES (?)"
INSERT_LOT = "INSERT INTO ledger_lot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_BACKING = "INSERT INTO ledger_backing VALUES (?, ?, ?, ?, ?, ?, ?)"
PAY = (
    "INSERT INTO ledger_balance VALUES (?, ?, ?) "
    "ON CONFLICT (account, unit_type) DO UPDATE SET units = units + excluded.units"
)
CHARGE = "UPDATE ledger_balance SET units = units - ? WHERE account = ? AND unit_type = ?"
INSERT_HOLDING = "INSERT INTO ledger_holding VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
LAST_BEFORE = (
    "SELECT * FROM ledger_holding WHERE series_id = ? AND first_serial <= ? "
    "ORDER BY first_serial DESC LIMIT 1"
)
BETWEEN = (
    "SELECT * FROM ledger_holding WHERE series_id = ? AND first_serial > ? AND first_serial <= ? "
    "ORDER BY first_serial"
)
CUT_END = "UPDATE ledger_holding SET last_serial = ? WHERE series_id = ? AND first_serial = ?"
CUT_START = "UPDATE ledger_holding SET first_serial = ? WHERE series_id = ? AND first_serial = ?"
HAND_OVER = (
    "UPDATE ledger_holding SET account = ?, received_on = ?, first_transferred_on = ?, ended = ? "
    "WHERE series_id = ? AND first_serial = ?"
)
COUNT = (
    "UPDATE ledger_authorization SET first_transferred_t = first_transferred_t + ?, "
    "last_on = max(coalesce(last_on, ''), ?) WHERE id = ? AND first_transferred_t + ? <= ?"
)
LIMITS = ("first_transferred_t", "units >= 0")
"""Checks that a lawful plan can meet, since others may have taken what it counted on."""

UNCAPPED = 2**63 - 1
"""A cap that is not there is larger than any number."""


class Held(NamedTuple):
    """A row of the holdings."""

    series_id: int
    first_serial: int
    last_serial: int
    account: str
    received_on: str
    lot: int | None
    first_transferred_on: str | None
    ended: int


def write(connection: sqlite3.Connection, plan: Plan) -> list[int]:
    """Write a plan and return the numbers of its postings; raises as `Store.write` does."""
    ((newest,),) = connection.execute("SELECT records FROM ledger_state")
    if newest != plan.records:
        raise Stale
    ids = _ask(connection, plan.postings)
    try:
        connection.execute("INSERT INTO ledger_writing VALUES (?)", (ids[0],))
        since = _Moving(connection).apply(plan)
        _count(connection, plan)
        _keep(connection, plan.kept)
        _enter(connection, plan.entries, ids, since)
        connection.execute("DELETE FROM ledger_writing")
    except sqlite3.IntegrityError as error:
        if "CHECK" in str(error) and not any(limit in str(error) for limit in LIMITS):
            raise
        raise Unexpected from error
    if plan.postings[-1].subject is not None:
        connection.execute("UPDATE ledger_state SET records = ?", ids[-1:])
    return ids


def _ask(connection: sqlite3.Connection, postings: list[Asked]) -> list[int]:
    ((last,),) = connection.execute("SELECT coalesce(max(id), 0) FROM ledger_posting")
    ids = list(range(last + 1, last + 1 + len(postings)))
    now = datetime.now(UTC).isoformat()
    values = ((number, *one[:4], now) for number, one in zip(ids, postings, strict=True))
    try:
        connection.executemany(INSERT_POSTING, values)
    except sqlite3.IntegrityError as error:
        raise KeyTaken from error
    leaves = ((number, one.leaf) for number, one in zip(ids, postings, strict=True))
    connection.executemany(INSERT_LEAF, leaves)
    return ids


def _enter(
    connection: sqlite3.Connection, entries: list[EntryRow], ids: list[int], since: list[Any]
) -> None:
    def row(entry: EntryRow) -> Row:
        posting, shift, *columns = entry
        if isinstance(shift, int) and columns[SINCE] is None:
            columns[SINCE] = since[shift - 1]
        return ids[int(posting or 0) - 1], *columns

    connection.executemany(INSERT_ENTRY, map(row, entries))


def _count(connection: sqlite3.Connection, plan: Plan) -> None:
    """Count what is first transferred under each authorization, against the cap in force."""
    for count in plan.counts:
        limit = UNCAPPED if count.cap_t is None else count.cap_t
        values = (count.units, count.on or "", count.authorization, count.units, limit)
        if connection.execute(COUNT, values).rowcount != 1:
            raise Unexpected


def _keep(connection: sqlite3.Connection, kept: Kept | None) -> None:
    if kept is not None and kept.account is not None:
        values = (kept.account, kept.terminal)
        connection.execute("INSERT INTO ledger_account VALUES (?, ?)", values)
    if kept is not None and kept.authorization is not None:
        row = (kept.authorization, kept.cap_t, kept.authorized_on)
        if connection.execute(AUTHORIZE, row).rowcount != 1:
            raise Unexpected
    if kept is not None and kept.limited is not None:
        limits = (kept.limited, kept.holding_t, kept.transfer_t, kept.limited, kept.limited)
        connection.execute(SET_LIMIT, limits)
    if kept is not None and kept.host is not None:
        connection.execute(UNCOVER, (kept.host,))
        for vintage, covered_t in (kept.covers_t or {}).items():
            ending = f"{kept.host}-{vintage}"
            connection.execute(COVER, (kept.host, vintage, covered_t, ending))
    if kept is not None and kept.approach is not None:
        connection.execute(BIND if kept.covered else UNBIND, (kept.approach,))


class _Moving:
    """Changes holdings and balances as a plan says, looking up names once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._series: dict[str, int] = {}
        self._ends: dict[str, bool] = {}

    def apply(self, plan: Plan) -> list[str | None]:
        """Apply a plan and return for each shift since when its units are first transferred."""
        for lot in plan.lots:
            self._issue(lot)
        since = [self._shift(shift) for shift in plan.shifts]
        for payment in plan.payments:
            self._pay(payment)
        return since

    def _issue(self, lot: Lot) -> None:
        self._execute(INSERT_SERIES, (lot.series,))
        series = self._series_id(lot.series)
        block = (series, lot.first_serial, lot.last_serial)
        start = None
        if lot.authorization is not None:
            start = lot.first_serial
            told = (lot.authorization, lot.metric, lot.mitigation_type)
            units = (lot.unit_registry, lot.first_unit, lot.last_unit)
            self._execute(INSERT_LOT, (*block, *told, *units))
        if lot.stem is not None:
            numbers = (lot.unit_registry, lot.stem, lot.first_number, lot.last_number)
            self._execute(INSERT_BACKING, (*numbers, lot.series, *block[1:]))
        ends = self._is_end(lot.account)
        row = (lot.account, lot.issued_on, start, lot.first_transferred_on, ends)
        self._execute(INSERT_HOLDING, (*block, *row))

    def _shift(self, shift: Shift) -> str | None:
        ranges = self._ranges(shift)
        since = ranges[0].first_transferred_on
        if not all(_is_expected(held, shift, since) for held in ranges):
            raise Unexpected
        since = shift.moved_on if shift.transfers else None if shift.undoes else since
        for held in ranges:
            self._hand_over(held, shift, since)
        return since

    def _ranges(self, shift: Shift) -> list[Held]:
        """Find the ranges that share units with a block, which must hold all of it."""
        series, first, last = self._series_id(shift.series), shift.first_serial, shift.last_serial
        found = self._execute(LAST_BEFORE, (series, first)).fetchall()
        if not found or found[0][2] < last:
            found += self._execute(BETWEEN, (series, first, last)).fetchall()
        ranges = [held for held in map(Held._make, found) if held.last_serial >= first]
        covered = sum(min(one.last_serial, last) - max(one.first_serial, first) for one in ranges)
        if covered + len(ranges) != shift.quantity:
            raise Unexpected
        return ranges

    def _hand_over(self, held: Held, shift: Shift, since: str | None) -> None:
        """Put the part of a range that moves in other hands, and leave the rest."""
        place = (held.series_id, held.first_serial)
        taken = (shift.taker, shift.moved_on)
        ends = self._is_end(shift.taker)
        before, behind = (
            held.first_serial < shift.first_serial,
            held.last_serial > shift.last_serial,
        )
        if not before and not behind:
            self._execute(HAND_OVER, (*taken, since, ends, *place))
            return
        if before:
            self._execute(CUT_END, (shift.first_serial - 1, *place))
        else:
            self._execute(CUT_START, (shift.last_serial + 1, *place))
        first = max(held.first_serial, shift.first_serial)
        last = min(held.last_serial, shift.last_serial)
        moved = (held.series_id, first, last, *taken, held.lot, since, ends)
        self._execute(INSERT_HOLDING, moved)
        if before and behind:
            self._execute(INSERT_HOLDING, (*held._replace(first_serial=last + 1),))

    def _pay(self, payment: Payment) -> None:
        if payment.giver:
            values = (payment.units, payment.giver, payment.unit_type)
            if self._execute(CHARGE, values).rowcount != 1:
                raise Unexpected
        self._execute(PAY, (payment.taker, payment.unit_type, payment.units))

    def _series_id(self, name: str) -> int:
        if name not in self._series:
            found = self._execute("SELECT id FROM ledger_series WHERE name = ?", (name,)).fetchone()
            self._series[name] = found[0] if found else 0
        return self._series[name]

    def _is_end(self, account: str) -> bool:
        if account not in self._ends:
            asked = "SELECT terminal FROM ledger_account WHERE id = ?"
            found = self._execute(asked, (account,)).fetchone()
            self._ends[account] = bool(found and found[0])
        return self._ends[account]


def _is_expected(held: Held, shift: Shift, since: str | None) -> bool:
    if held.account != shift.giver or held.ended or held.lot != shift.lot:
        return False
    if held.received_on > shift.moved_on or held.first_transferred_on != since:
        return False
    if since is None or shift.transferred_from is None or shift.transferred_to is None:
        return since is None and shift.transferred_from is None
    return shift.transferred_from <= since <= shift.transferred_to
