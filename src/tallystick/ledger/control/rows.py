"""The SQL of controls that both databases share."""

from collections.abc import Iterable, Mapping

from tallystick.article6.postings.control_approvals import Approve, Expire, Reject, Withdraw
from tallystick.article6.postings.control_facts import Matter
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    Restraint,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger.bodies import read_body
from tallystick.ledger.rows import BODIES_ON, POSTING, read_postings
from tallystick.ledger.store import Store

ENDS: Mapping[str, tuple[str, ...]] = {
    Unfreeze.opened_as: (Unfreeze.kind,),
    Release.opened_as: (Release.kind,),
    Approve.opened_as: (Approve.kind, Reject.kind, Withdraw.kind, Expire.kind),
    Correct.opened_as: (Correct.kind,),
}
"""What can end each kind of matter."""

STANDING = "SELECT body FROM ledger_standing ORDER BY posting_id"
ON_ACCOUNT = "SELECT posting_id, body FROM ledger_standing WHERE account = ?"
ON_BLOCK = (
    "SELECT posting_id, body FROM ledger_standing "
    "WHERE series = ? AND first_serial <= ? AND last_serial >= ?"
)
INSERT_RESTRAINT = (
    "INSERT INTO ledger_restraint (posting_id, account, series, first_serial, last_serial) "
    "VALUES (?, ?, ?, ?, ?)"
)
SET_LIMIT = (
    "INSERT INTO ledger_limit (account, holding_t, transfer_t, held_t) VALUES (?, ?, ?, "
    "(SELECT coalesce(sum(last_serial - first_serial + 1), 0) FROM ledger_holding "
    "WHERE account = ?)) ON CONFLICT (account) DO UPDATE "
    "SET holding_t = excluded.holding_t, transfer_t = excluded.transfer_t"
)
HELD = "SELECT held_t FROM ledger_limit WHERE account = ?"
MOVED_SINCE = (
    "SELECT 1 FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id "
    "WHERE e.series = ? AND e.first_serial <= ? AND e.last_serial >= ? "
    "AND p.id > (SELECT id FROM ledger_posting WHERE key = ?) AND p.kind <> 'correction' "
    "AND NOT EXISTS (SELECT 1 FROM ledger_posting c "
    "WHERE c.kind = 'correction' AND c.subject = p.key) LIMIT 1"
)


def read_matter(store: Store, opened_as: str, identifier: str) -> Matter:
    """Return what is on record under an id and what ended it."""
    if opened_as == Correct.opened_as:
        opened = [read_body(body) for _, body in store.execute(POSTING, (identifier,))]
    else:
        opened = read_postings(store, BODIES_ON, opened_as, identifier)
    ended = [
        one for kind in ENDS[opened_as] for one in read_postings(store, BODIES_ON, kind, identifier)
    ]
    return Matter(opened[0] if opened else None, ended[0] if ended else None)


def read_restraints(
    store: Store, accounts: Iterable[str], block: Block | None
) -> tuple[Restraint, ...]:
    """Return what holds accounts or units of a block fast, oldest first."""
    found = [row for one in accounts for row in store.execute(ON_ACCOUNT, (one,))]
    if block is not None:
        found += store.execute(ON_BLOCK, (str(block.series), block.last, block.first))
    read = [read_body(body) for _, body in sorted(found)]
    return tuple(one for one in read if isinstance(one, Freeze | Pledge))


def read_settings(store: Store, accounts: Iterable[str]) -> dict[str, SetControls]:
    """Return the newest controls of each account that has some."""
    return {
        name: one
        for name in accounts
        for one in read_postings(store, BODIES_ON, SetControls.kind, name)
        if isinstance(one, SetControls)
    }


def read_held(store: Store, accounts: Iterable[str]) -> dict[str, int]:
    """Return what accounts with controls hold, as the database counts it."""
    return {name: held for name in accounts for (held,) in store.execute(HELD, (name,))}


def has_moved_since(store: Store, key: str, mistake: Movement) -> bool:
    """Whether units of a movement were moved by a later posting that is not corrected."""
    block = mistake.block
    return bool(store.execute(MOVED_SINCE, (str(block.series), block.last, block.first, key)))


def write_control(store: Store, number: int, posting: Posting) -> None:
    """Write what the database itself checks of a restraint or a limit."""
    match posting:
        case Freeze(account=str()):
            store.execute(INSERT_RESTRAINT, (number, posting.account, None, None, None))
        case Freeze(block=Block() as block) | Pledge(block=block):
            held_fast = (number, None, str(block.series), block.first, block.last)
            store.execute(INSERT_RESTRAINT, held_fast)
        case SetControls(account=account):
            limits = (account, posting.holding_t, posting.transfer_t, account)
            store.execute(SET_LIMIT, limits)
