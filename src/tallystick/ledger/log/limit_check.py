"""Whether the limits that the database keeps are those on record, and count what is held."""

import json
from collections.abc import Iterator

from tallystick.article6.postings.control_records import SetControls
from tallystick.core.findings import Finding
from tallystick.ledger.bodies import read_body
from tallystick.ledger.log import faults
from tallystick.ledger.log.journal_check import MALFORMED
from tallystick.ledger.store import Row, Store

_RECORDED = (
    "SELECT l.leaf FROM ledger_posting p JOIN ledger_leaf l ON l.posting_id = p.id "
    "WHERE p.kind = 'controls' ORDER BY p.id"
)
_HELD = (
    "(SELECT coalesce(sum(h.last_serial - h.first_serial + 1), 0) FROM ledger_holding h "
    "WHERE h.account = l.account) + "
    "(SELECT coalesce(sum(b.units), 0) FROM ledger_balance b WHERE b.account = l.account)"
)
_KEPT = f"SELECT account, holding_t, transfer_t, held_t, {_HELD} FROM ledger_limit l"


def check_limits(store: Store) -> Iterator[Finding]:
    """Compare the limits that bind postings with the newest controls and with the holdings."""
    recorded = _recorded(store)
    kept = {row[0]: row[1:] for row in store.execute(_KEPT)}
    for account in sorted({*recorded, *kept}, key=str):
        if not _agree(recorded.get(account), kept.get(account)):
            yield faults.LIMIT_MISMATCH.found(account=account)


def _agree(recorded: SetControls | None, kept: Row | None) -> bool:
    if recorded is None or kept is None:
        return False
    holding_t, transfer_t, counted_t, held_t = kept
    same = (holding_t, transfer_t) == (recorded.holding_t, recorded.transfer_t)
    return same and counted_t == held_t


def _recorded(store: Store) -> dict[str, SetControls]:
    """Read the newest controls of each account from the leaves; what is unreadable is told of."""
    newest: dict[str, SetControls] = {}
    for (leaf,) in store.execute(_RECORDED):
        try:
            posting = read_body(json.dumps(json.loads(leaf)["posting"]))
        except MALFORMED:
            continue
        if isinstance(posting, SetControls):
            newest[posting.account] = posting
    return newest
