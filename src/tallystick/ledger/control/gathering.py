"""Gathering: the facts by which controls are judged."""

from dataclasses import replace
from functools import partial

from tallystick.article6.postings.control_approvals import Decision, Propose
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import passage
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    SetControls,
)
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger.control.rows import has_moved_since, read_held, read_holders, read_matter
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.store import Store

Control = Freeze | Pledge | SetControls | Propose | Ending


def control_facts(
    store: Store, gatherer: Gatherer, posting: Control, *, approved: bool = False
) -> Facts:
    """Read what bears on a control."""
    matter = _matter(store, posting)
    accounts, block = _concerned(posting, ControlFacts(matter=matter))
    found = gatherer.known.controls.facts(accounts, block, partial(read_held, store))
    control = replace(
        found,
        matter=matter,
        moved_since=_moved_since(store, posting, matter),
        approved=approved,
    )
    holdings = read_holders(store, block)
    named = sorted({*accounts, *(held.account for held in holdings)})
    return gatherer.facts(accounts=gatherer.accounts(named), holdings=holdings, control=control)


def _matter(store: Store, posting: Control) -> Matter:
    match posting:
        case Ending():
            return read_matter(store, posting.opened_as, posting.subject)
        case Freeze() | Pledge() | Propose():
            return read_matter(store, posting.kind, posting.id)
    return Matter()


def _concerned(posting: Posting, control: ControlFacts) -> tuple[tuple[str, ...], Block | None]:
    """Name the accounts and the block that a posting is about; for a decision, its proposal."""
    match posting:
        case Freeze() | Pledge():
            return (posting.account,) if posting.account else (), posting.block
        case SetControls():
            return (posting.account, *sorted(posting.trusted)), None
        case Decision():
            opened = control.matter.opened if control.matter else None
            asked = opened.posting if isinstance(opened, Propose) else None
            return _concerned(asked, control) if asked else ((), None)
    moved = passage(posting, control)
    return (moved.accounts, moved.block) if moved else ((), None)


def _moved_since(store: Store, posting: Control, matter: Matter) -> bool | None:
    if not isinstance(posting, Correct) or not isinstance(matter.opened, Movement):
        return None
    return has_moved_since(store, posting.movement, matter.opened)
