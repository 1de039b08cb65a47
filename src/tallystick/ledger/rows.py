"""The SQL that both databases share, and how values stand in rows."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tallystick.article6.postings.plain import Amount, Balance, HeldRange, Range
from tallystick.article6.postings.units import Holding, Underlying, Units
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.ledger.entries import Entry, entry_type
from tallystick.ledger.overriding import carried_override
from tallystick.ledger.store import Row

_LOT_OF = "ledger_lot l ON l.series_id = h.series_id AND l.first_serial = h.lot"
_PARTS = {
    "leg": (
        "effective_on, type, party, counterparty, from_account, to_account, authorized_on, "
        "subtype, purpose, use_year, entity, authorization_id, series, first_serial, "
        "last_serial, metric, mitigation_type, unit_registry, first_unit, last_unit, "
        "first_transferred_on, quantity, unit_type"
    ),
    "lot": (
        "s.name, l.first_serial, l.last_serial, l.authorization_id, l.metric, "
        "l.mitigation_type, l.unit_registry, l.first_unit, l.last_unit"
    ),
    "lots": "FROM ledger_lot l JOIN ledger_series s ON s.id = l.series_id",
    "held": "h.first_serial, h.last_serial, h.account, h.received_on, h.first_transferred_on",
    "holdings": (
        f"FROM ledger_holding h JOIN ledger_series s ON s.id = h.series_id JOIN {_LOT_OF}"
    ),
    "lot_of": _LOT_OF,
    "plain": "h.account, h.received_on, s.name, h.first_serial, h.last_serial, h.lot",
    "ranges": "FROM ledger_holding h JOIN ledger_series s ON s.id = h.series_id",
}


def _sql(text: str) -> str:
    return text.format_map(_PARTS)


def _sharing(table: str, alias: str) -> str:
    """Find the ranges that share serials with one: none before the last that starts by its start.

    Takes the series, the last serial, the first serial, and the series and the first serial again.
    """
    return (  # the table and its alias are named below, not by anybody outside
        f" WHERE s.name = ? AND {alias}.first_serial <= ? AND {alias}.last_serial >= ? "
        f"AND {alias}.first_serial >= coalesce((SELECT max(b.first_serial) FROM {table} b "
        "WHERE b.series_id = (SELECT id FROM ledger_series WHERE name = ?) "
        "AND b.first_serial <= ?), 0)"
    )


SERIES = "SELECT name FROM ledger_series ORDER BY name"
NEWEST = "SELECT records FROM ledger_state"
POSTING = "SELECT id, body FROM ledger_posting WHERE key = ?"
STANDING = "SELECT key, body FROM ledger_posting WHERE key IN ({})"
NEWER = "SELECT id, kind, subject FROM ledger_posting WHERE subject IS NOT NULL AND id > ?"
BODIES = "SELECT body FROM ledger_posting WHERE kind = ? AND subject IS NOT NULL ORDER BY id"
BODIES_ON = "SELECT body FROM ledger_posting WHERE kind = ? AND subject = ? ORDER BY id"
FIRST_TRANSFERRED = "SELECT first_transferred_t, last_on FROM ledger_authorization WHERE id = ?"
APPROVED_OVERRIDES = (
    "SELECT d.key, q.body FROM ledger_posting q JOIN ledger_posting d "
    "ON d.kind = 'approval' AND d.subject = q.subject WHERE q.kind = 'proposal' AND q.body LIKE ?"
)
COVER = "SELECT vintage, first_transferred_t FROM ledger_cover WHERE party = ?"
ENTRIES = _sql(
    "SELECT e.id, p.id, p.key, p.recorded_at, p.body, {leg} "
    "FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id "
)
JOURNAL = f"{ENTRIES}WHERE e.effective_on BETWEEN ? AND ?"
OF_UNIT = " AND e.series = ? AND e.first_serial <= ? AND e.last_serial >= ?"
IN_ORDER = " ORDER BY e.effective_on, e.id"
LOTS_SHARING = _sql("SELECT {lot} {lots}") + _sharing("ledger_lot", "l")
HOLDINGS = _sql("SELECT {held}, {lot} {holdings}")
HELD = _sql(  # a page is cut out by the index before anything is joined to it
    "SELECT {held}, {lot} FROM (SELECT * FROM ledger_holding WHERE account = ? "
    "AND (series_id, first_serial) > "
    "(coalesce((SELECT id FROM ledger_series WHERE name = ?), 0), ?) {{}}"
    "ORDER BY series_id, first_serial LIMIT ?) h JOIN ledger_series s ON s.id = h.series_id "
    "LEFT JOIN {lot_of} ORDER BY h.series_id, h.first_serial"
)
HOLDINGS_SHARING = HOLDINGS + _sharing("ledger_holding", "h")
RANGES = _sql("SELECT {plain} {ranges} WHERE h.lot IS NULL")
RANGES_SHARING = _sql("SELECT {plain} {ranges}") + _sharing("ledger_holding", "h")
BALANCES = (
    "SELECT account, units, unit_type FROM ledger_balance WHERE units > 0 "
    "ORDER BY account, unit_type"
)
BALANCE = "SELECT units FROM ledger_balance WHERE account = ? AND unit_type = ?"
BACKED = (
    "SELECT series, first_serial, last_serial FROM ledger_backing "
    "WHERE registry = ? AND stem = ? AND first_unit <= ? AND last_unit >= ? "
    "AND first_unit >= coalesce((SELECT max(b.first_unit) FROM ledger_backing b "
    "WHERE b.registry = ? AND b.stem = ? AND b.first_unit <= ?), 0) ORDER BY first_unit"
)


def sharing(series: str, first: int, last: int) -> Row:
    """Return the values that a query for ranges sharing serials takes."""
    return (series, last, first, series, first)


def read_entry(row: Row) -> Entry:
    """Read a row of the journal."""
    identifier, posting, key, recorded_at, body, *leg = row
    on, kind, party, counterparty, giver, taker, authorized, *told = leg
    subtype, purpose, use_year, entity, authorization, *moved, quantity, unit_type = told
    series, first, last, metric, *_ = moved
    entry = Entry(
        id=identifier,
        posting=posting,
        key=key,
        recorded_at=datetime.fromisoformat(recorded_at),
        note=json.loads(body).get("note", {}),
        effective_on=date.fromisoformat(on),
        type=entry_type(kind),
        party=party,
        counterparty=counterparty,
        from_account=giver,
        to_account=taker,
        units=_units(authorization, moved) if metric is not None else None,
        authorization=authorization,
        authorized_on=_day(authorized),
        subtype=subtype,
        purpose=Purpose(purpose) if purpose else None,
        use_year=use_year,
        entity=entity,
        range=Range(series, first, last) if series is not None and metric is None else None,
        amount=Amount(quantity, unit_type) if quantity is not None else None,
    )
    override = carried_override(body, entry)
    return replace(entry, override=override) if override else entry


def read_holding(row: Row) -> Holding:
    """Read a row of the holdings: a part of its lot."""
    first, last, account, received_on, since, *lot = row
    return Holding(
        account=account,
        received_on=date.fromisoformat(received_on),
        units=read_lot(lot, _day(since)).part(first, last),
    )


def read_held(row: Row) -> Holding | HeldRange:
    """Read a row of what is held: ITMOs where there is a lot, else a range."""
    first, last, account, received_on, _, series, lot, *_ = row
    if lot is not None:
        return read_holding(row)
    held = Range(series, first, last)
    return HeldRange(account, date.fromisoformat(received_on), held)


def read_lot(row: Sequence[Any], since: date | None = None) -> Units:
    """Read a row of the lots."""
    series, first, last, authorization, *rest = row
    return _units(authorization, (series, first, last, *rest, since and since.isoformat()))


def read_range(row: Row) -> HeldRange:
    """Read a row of the holdings as a range."""
    account, received_on, series, first, last, lot = row
    held = Range(series, first, last)
    return HeldRange(account, date.fromisoformat(received_on), held, lot is not None)


def read_balance(row: Row) -> Balance:
    """Read a row of the balances."""
    account, units, unit_type = row
    return Balance(account, Amount(units, unit_type))


def read_series(text: str) -> Series:
    """Read the series of ITMOs from its text."""
    approach, registry, party, vintage = text.split("-")
    return Series(approach, registry, party, int(vintage))


def _units(authorization: str, row: Sequence[Any]) -> Units:
    series, first, last, metric, mitigation_type, registry, *backing, on = row
    return Units(
        block=Block(read_series(series), first, last),
        authorization=authorization,
        metric=metric,
        mitigation_type=mitigation_type,
        underlying=Underlying(registry, *backing) if registry else None,
        first_transferred_on=_day(on),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
