"""Whether postings, leaves, journal entries and holdings of a ledger tell the same story."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import partial

from tallystick.article6.postings.plain import HeldRange
from tallystick.article6.postings.records import Posting, Record
from tallystick.article6.postings.units import Holding, joined
from tallystick.core.findings import Finding
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.entries import Leg
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import faults
from tallystick.ledger.log.leaves import leaf_of
from tallystick.ledger.log.redraft import Redraft
from tallystick.ledger.log.tables import PAGE, SMALLEST
from tallystick.ledger.plain_fold import joined_ranges
from tallystick.ledger.store import Row, Store

_POSTINGS = (
    "SELECT p.id, p.key, p.kind, p.subject, p.body, l.leaf FROM ledger_posting p "
    "LEFT JOIN ledger_leaf l ON l.posting_id = p.id "
    "WHERE p.id > ? ORDER BY p.id LIMIT ?"
)
_ENTRIES = f"{rows.JOURNAL} AND p.id BETWEEN ? AND ? ORDER BY p.id, e.id"
_POSTING = (
    "SELECT p.body, l.leaf FROM ledger_posting p "
    "LEFT JOIN ledger_leaf l ON l.posting_id = p.id WHERE p.key = ?"
)
_LEAVES_ALONE = (
    "SELECT l.posting_id FROM ledger_leaf l "
    "WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.id = l.posting_id) ORDER BY 1"
)
_ENTRIES_ALONE = (
    "SELECT DISTINCT e.posting_id FROM ledger_entry e "
    "WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.id = e.posting_id) ORDER BY 1"
)
_ALL_DAYS = ("0001-01-01", "9999-12-31")

MALFORMED = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a row raises that this program did not write."""


def check_journal(store: Store) -> Iterator[Finding]:
    """Draft every posting anew and compare leaves, entries and holdings with it."""
    redraft = Redraft(partial(_find, store))
    after = SMALLEST
    while page := store.execute(_POSTINGS, (after, PAGE)):
        entries = _entries(store, page[0][0], page[-1][0])
        for row in page:
            yield from _check_posting(row)
            yield from _check_entries(row, entries[row[0]], redraft)
        after = page[-1][0]
    for (posting,) in store.execute(_LEAVES_ALONE):
        yield faults.POSTING_MISSING.found(posting=posting)
    for (posting,) in store.execute(_ENTRIES_ALONE):
        yield faults.ENTRIES_ALTERED.found(posting=posting)
    yield from _check_holdings(store, redraft)


def _entries(store: Store, first: int, last: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in store.execute(_ENTRIES, (*_ALL_DAYS, first, last)):
        found[row[1]].append(row)
    return found


def _check_posting(row: Row) -> Iterator[Finding]:
    """Compare a posting with its leaf."""
    posting, key, kind, subject, body, leaf = row
    if leaf is None:
        yield faults.LEAF_MISSING.found(posting=posting)
        return
    try:
        told = read_body(body)
        same = (told.kind, told.subject if isinstance(told, Record) else None) == (kind, subject)
        same = same and leaf_of(key, body).decode() == leaf
    except MALFORMED:
        same = False
    if not same:
        yield faults.POSTING_ALTERED.found(posting=posting)


def _check_entries(row: Row, entries: Sequence[Row], redraft: Redraft) -> Iterator[Finding]:
    """Compare the entries of a posting with what it comes to."""
    try:
        legs = redraft.post(_asked(row))
    except LedgerError as error:
        yield faults.UNREPLAYABLE.found(posting=row[0], reason=str(error))
        return
    except MALFORMED as error:
        reason = f"{type(error).__name__}: {error}"
        yield faults.UNREPLAYABLE.found(posting=row[0], reason=reason)
        return
    try:
        same = [_leg(rows.read_entry(entry)) for entry in entries] == legs
    except MALFORMED:
        same = False
    if not same:
        yield faults.ENTRIES_ALTERED.found(posting=row[0])


def _asked(row: Row) -> Posting:
    """Read a posting from its leaf, which is signed, and only without one from its body."""
    *_, body, leaf = row
    return read_body(json.dumps(json.loads(leaf)["posting"]) if leaf else body)


def _find(store: Store, key: str) -> Posting | None:
    """Return the posting that stands under a key."""
    return next((_asked(row) for row in store.execute(_POSTING, (key,))), None)


def _leg(entry: Leg) -> Leg:
    return Leg(**{field.name: getattr(entry, field.name) for field in fields(Leg)})


def _check_holdings(store: Store, redraft: Redraft) -> Iterator[Finding]:
    """Compare what accounts hold with what the postings come to."""
    try:
        holdings = joined(map(rows.read_holding, store.execute(rows.HOLDINGS)))
        ranges = joined_ranges(map(rows.read_range, store.execute(rows.RANGES)))
        balances = list(map(rows.read_balance, store.execute(rows.BALANCES)))
    except MALFORMED as error:
        yield faults.HOLDINGS_UNREADABLE.found(reason=f"{type(error).__name__}: {error}")
        return
    places = {
        *map(_place_of_holding, set(holdings) ^ set(redraft.holdings())),
        *map(_place_of_range, set(ranges) ^ set(redraft.ranges())),
    }
    for series, start, end, account in sorted(places):
        yield faults.HOLDING_MISMATCH.found(account=account, series=series, start=start, end=end)
    differing = set(balances) ^ set(redraft.balances())
    for account, unit_type in sorted({(one.account, one.amount.unit_type) for one in differing}):
        yield faults.BALANCE_MISMATCH.found(account=account, unit_type=unit_type)


def _place_of_holding(held: Holding) -> tuple[str, int, int, str]:
    return str(held.block.series), held.block.first, held.block.last, held.account


def _place_of_range(held: HeldRange) -> tuple[str, int, int, str]:
    return held.range.series, held.range.first, held.range.last, held.account
