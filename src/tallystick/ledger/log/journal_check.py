"""Whether postings, leaves, journal entries and holdings of a ledger tell the same story."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from tallystick.article6.postings.records import Posting, Record
from tallystick.core.findings import Finding
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body, write_body
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log import faults
from tallystick.ledger.log.leaves import leaf_of
from tallystick.ledger.log.redraft import Redraft
from tallystick.ledger.log.row_check import check_rows
from tallystick.ledger.log.tables import PAGE, SMALLEST
from tallystick.ledger.plans import columns
from tallystick.ledger.store import Row, Store

_POSTINGS = (
    "SELECT p.id, p.key, p.kind, p.subject, p.body, l.leaf FROM ledger_posting p "
    "LEFT JOIN ledger_leaf l ON l.posting_id = p.id "
    "WHERE p.id > ? ORDER BY p.id LIMIT ?"
)
_ENTRIES = f"{rows.ENTRIES}WHERE p.id BETWEEN ? AND ? ORDER BY p.id, e.id"
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
LEG = 5
"""Where, in a row of the journal, the columns begin that say what an entry is."""

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
    yield from check_rows(store, redraft)


def _entries(store: Store, first: int, last: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in store.execute(_ENTRIES, (first, last)):
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
        same = same and write_body(told) == body and leaf_of(key, body).decode() == leaf
    except MALFORMED:
        same = False
    if not same:
        yield faults.POSTING_ALTERED.found(posting=posting)


def _check_entries(row: Row, entries: Sequence[Row], redraft: Redraft) -> Iterator[Finding]:
    """Compare the entries of a posting with what it comes to."""
    try:
        legs = redraft.post(row[0], _asked(row))
    except LedgerError as error:
        yield faults.UNREPLAYABLE.found(posting=row[0], reason=str(error))
        return
    except MALFORMED as error:
        reason = f"{type(error).__name__}: {error}"
        yield faults.UNREPLAYABLE.found(posting=row[0], reason=reason)
        return
    if [entry[LEG:] for entry in entries] != list(map(columns, legs)):
        yield faults.ENTRIES_ALTERED.found(posting=row[0])


def _asked(row: Row) -> Posting:
    """Read a posting from its leaf, which is signed, and only without one from its body."""
    *_, body, leaf = row
    return read_body(json.dumps(json.loads(leaf)["posting"]) if leaf else body)


def _find(store: Store, key: str) -> Posting | None:
    """Return the posting that stands under a key."""
    return next((_asked(row) for row in store.execute(_POSTING, (key,))), None)
