"""The SQL of controls that both databases share."""

from collections.abc import Mapping

from tallystick.article6.postings.control_approvals import Approve, Expire, Reject, Withdraw
from tallystick.article6.postings.control_facts import Matter
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    Restraint,
    Unfreeze,
)
from tallystick.article6.postings.plain import HeldRange, Range
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Holding
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.store import Store

ENDS: Mapping[str, tuple[str, ...]] = {
    Unfreeze.opened_as: (Unfreeze.kind,),
    Release.opened_as: (Release.kind,),
    Approve.opened_as: (Approve.kind, Reject.kind, Withdraw.kind, Expire.kind),
    Correct.opened_as: (Correct.kind,),
}
"""What can end each kind of matter."""

STANDING = "SELECT body FROM ledger_standing ORDER BY posting_id"
HELD = "SELECT held_t FROM ledger_limit WHERE account = ?"
IN_USE = "SELECT 1 FROM ledger_entry WHERE to_account = ? LIMIT 1"
MOVED_SINCE = (
    "SELECT 1 FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id "
    "WHERE e.series = ? AND e.first_serial <= ? AND e.last_serial >= ? "
    "AND e.type NOT IN ('freeze', 'pledge', 'correction') "
    "AND p.id > (SELECT id FROM ledger_posting WHERE key = ?) "
    "AND NOT EXISTS (SELECT 1 FROM ledger_posting c "
    "WHERE c.kind = 'correction' AND c.subject = p.key) LIMIT 1"
)


def read_standing(store: Store) -> list[Restraint]:
    """Return the freezes and pledges that stand, oldest first."""
    found = (read_body(body) for (body,) in store.execute(STANDING))
    return [one for one in found if isinstance(one, Freeze | Pledge)]


def read_matter(store: Store, opened_as: str, identifier: str) -> Matter:
    """Return what is on record under an id and what ended it."""
    if opened_as == Correct.opened_as:
        opened = [read_body(body) for _, body in store.execute(rows.POSTING, (identifier,))]
    else:
        opened = _read(store, opened_as, identifier)
    ended = [one for kind in ENDS[opened_as] for one in _read(store, kind, identifier)]
    return Matter(opened[0] if opened else None, ended[0] if ended else None)


def read_held(store: Store, account: str) -> int:
    """Return what an account with a limit holds, as the database counts it."""
    found = store.execute(HELD, (account,))
    return int(found[0][0]) if found else 0


def read_balance(store: Store, account: str, unit_type: str) -> int:
    """Return what an account holds of a type of units without serials."""
    found = store.execute(rows.BALANCE, (account, unit_type))
    return int(found[0][0]) if found else 0


def is_in_use(store: Store, account: str) -> bool:
    """Whether a name has received units, be it open or not."""
    return bool(store.execute(IN_USE, (account,)))


def read_holders(store: Store, wanted: Range) -> list[Holding]:
    """Return the holdings of ITMOs that share units with a range."""
    values = rows.sharing(wanted.series, wanted.first, wanted.last)
    return [rows.read_holding(row) for row in store.execute(rows.HOLDINGS_SHARING, values)]


def read_ranges(store: Store, wanted: Range) -> list[HeldRange]:
    """Return what accounts hold of a range, ITMOs or not."""
    values = rows.sharing(wanted.series, wanted.first, wanted.last)
    return [rows.read_range(row) for row in store.execute(rows.RANGES_SHARING, values)]


def has_moved_since(store: Store, key: str, moved: Range) -> bool:
    """Whether units of a movement were moved by a later posting that is not corrected."""
    return bool(store.execute(MOVED_SINCE, (moved.series, moved.last, moved.first, key)))


def _read(store: Store, kind: str, subject: str) -> list[Posting]:
    return [read_body(body) for (body,) in store.execute(rows.BODIES_ON, (kind, subject))]
