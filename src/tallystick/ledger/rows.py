"""The SQL that both databases share, and how values stand in rows."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Holding, NumberedUnits, Underlying, Units
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.ledger.bodies import read_body
from tallystick.ledger.entries import Entry, Leg, entry_type
from tallystick.ledger.store import Row, Store

_PARTS = {
    "leg": (
        "effective_on, type, party, counterparty, from_account, to_account, authorized_on, "
        "subtype, purpose, use_year, entity, authorization_id"
    ),
    "units": (
        "series, first_serial, last_serial, metric, mitigation_type, "
        "unit_registry, first_unit, last_unit, first_transferred_on"
    ),
    "held": "account, received_on, authorization_id",
    "sharing": "series = ? AND first_serial <= ? AND last_serial >= ?",
}


def _sql(text: str) -> str:
    return text.format_map(_PARTS)


INSERT_POSTING = (
    "INSERT INTO ledger_posting (key, kind, subject, body, recorded_at) "
    "VALUES (?, ?, ?, ?, ?) RETURNING id"
)
POSTING = "SELECT id, body FROM ledger_posting WHERE key = ?"
BODIES = "SELECT body FROM ledger_posting WHERE kind = ? ORDER BY id"
BODIES_ON = "SELECT body FROM ledger_posting WHERE kind = ? AND subject = ? ORDER BY id"
BODIES_OF = (
    "SELECT p.body FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id "
    "WHERE e.party = ? AND e.type = ? ORDER BY p.id"
)
INSERT_ENTRY = _sql(
    "INSERT INTO ledger_entry (posting_id, {leg}, {units}) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
FIRST_TRANSFERRED = (
    "SELECT CAST(coalesce(sum(CASE type WHEN 'correction' THEN -1 ELSE 1 END "
    "* (last_serial - first_serial + 1)), 0) AS bigint), "
    "max(CASE type WHEN 'first_transfer' THEN effective_on END) "
    "FROM ledger_entry WHERE authorization_id = ? AND (type = 'first_transfer' "
    "OR type = 'correction' AND subtype = 'first_transfer')"
)
JOURNAL = _sql(
    "SELECT e.id, p.id, p.key, p.recorded_at, p.body, {leg}, {units} "
    "FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id "
    "WHERE e.effective_on BETWEEN ? AND ?"
)
IN_ORDER = " ORDER BY e.effective_on, e.id"
HOLDINGS = _sql("SELECT {held}, {units} FROM ledger_holding")
HOLDINGS_SHARING = _sql("SELECT {held}, {units} FROM ledger_holding WHERE {sharing}")
DELETE_SHARING = _sql("DELETE FROM ledger_holding WHERE {sharing}")
INSERT_HOLDING = _sql(
    "INSERT INTO ledger_holding ({held}, {units}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
BACKED = (
    "SELECT series, first_serial, last_serial FROM ledger_backing "
    "WHERE registry = ? AND stem = ? AND first_unit <= ? AND last_unit >= ? ORDER BY first_unit"
)
INSERT_BACKING = (
    "INSERT INTO ledger_backing "
    "(registry, stem, first_unit, last_unit, series, first_serial, last_serial) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


NO_UNITS: Row = (None,) * len(_PARTS["units"].split(","))


def read_postings(store: Store, sql: str, *values: object) -> list[Posting]:
    """Run a query for bodies and read them as postings."""
    return [read_body(body) for (body,) in store.execute(sql, values)]


def read_sharing(store: Store, block: Block) -> list[Holding]:
    """Return the holdings that share units with a block."""
    rows = store.execute(HOLDINGS_SHARING, (str(block.series), block.last, block.first))
    return [read_holding(row) for row in rows]


def replace_sharing(store: Store, block: Block, holdings: Iterable[Holding]) -> None:
    """Put holdings in the place of those that share units with a block."""
    store.execute(DELETE_SHARING, (str(block.series), block.last, block.first))
    for held in holdings:
        row = (held.account, held.received_on.isoformat(), held.units.authorization)
        store.execute(INSERT_HOLDING, (*row, *_units_row(held.units)))


def write_backing(store: Store, registry: str, units: NumberedUnits, block: Block) -> None:
    """Remember which underlying units back a block."""
    row = (registry, units.stem, units.first, units.last)
    store.execute(INSERT_BACKING, (*row, str(block.series), block.first, block.last))


def read_backed(store: Store, registry: str, units: NumberedUnits) -> tuple[Block, ...]:
    """Return the blocks that share underlying units."""
    rows = store.execute(BACKED, (registry, units.stem, units.last, units.first))
    return tuple(Block(_series(series), first, last) for series, first, last in rows)


def write_leg(store: Store, posting: int, leg: Leg) -> None:
    """Write one entry of a posting."""
    row = (
        posting,
        leg.effective_on.isoformat(),
        leg.type.value,
        leg.party,
        leg.counterparty,
        leg.from_account,
        leg.to_account,
        _iso(leg.authorized_on),
        leg.subtype,
        leg.purpose.value if leg.purpose else None,
        leg.use_year,
        leg.entity,
        leg.authorization,
    )
    store.execute(INSERT_ENTRY, (*row, *(_units_row(leg.units) if leg.units else NO_UNITS)))


def read_entry(row: Row) -> Entry:
    """Read a row of the journal."""
    identifier, posting, key, recorded_at, body, *leg = row
    on, kind, party, counterparty, giver, taker, authorized, *told = leg
    subtype, purpose, use_year, entity, authorization, *units = told
    return Entry(
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
        units=_read_units(authorization, units) if units[0] else None,
        authorization=authorization,
        authorized_on=_day(authorized),
        subtype=subtype,
        purpose=Purpose(purpose) if purpose else None,
        use_year=use_year,
        entity=entity,
    )


def read_holding(row: Row) -> Holding:
    """Read a row of the holdings."""
    account, received_on, authorization, *units = row
    return Holding(
        account=account,
        received_on=date.fromisoformat(received_on),
        units=_read_units(authorization, units),
    )


def _units_row(units: Units) -> Row:
    backing = units.underlying
    return (
        str(units.block.series),
        units.block.first,
        units.block.last,
        units.metric,
        units.mitigation_type,
        backing.registry if backing else None,
        backing.first_unit if backing else None,
        backing.last_unit if backing else None,
        _iso(units.first_transferred_on),
    )


def _read_units(authorization: str, row: Sequence[Any]) -> Units:
    series, first, last, metric, mitigation_type, registry, *backing, on = row
    return Units(
        block=Block(_series(series), first, last),
        authorization=authorization,
        metric=metric,
        mitigation_type=mitigation_type,
        underlying=Underlying(registry, *backing) if registry else None,
        first_transferred_on=_day(on),
    )


def _series(text: str) -> Series:
    approach, registry, party, vintage = text.split("-")
    return Series(approach, registry, party, int(vintage))


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
