"""Gathering: the facts by which controls are judged."""

from dataclasses import replace

from tallystick.article6.postings.control_approvals import Decision, Propose
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import move
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    Restraint,
    SetControls,
)
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger.control.rows import (
    has_moved_since,
    read_held,
    read_matter,
    read_restraints,
    read_settings,
)
from tallystick.ledger.store import Store

HOLDING_OFF = (Freeze, Pledge, SetControls)
"""While these are written nobody moves units, so that whichever commits first counts."""


def gather_control(store: Store, posting: Posting, *, approved: bool) -> ControlFacts:
    """Read what holds fast or limits what a posting is about."""
    control = ControlFacts(matter=_matter(store, posting), approved=approved)
    accounts, block = concerned(posting, control)
    settings = read_settings(store, accounts)
    return replace(
        control,
        restraints=read_restraints(store, accounts, block),
        settings=settings,
        held_t=read_held(store, settings),
        moved_since=_moved_since(store, posting, control),
    )


def concerned(posting: Posting, control: ControlFacts) -> tuple[list[str], Block | None]:
    """Name the accounts and the block that a posting is about; for a decision, its proposal."""
    match posting:
        case Freeze() | Pledge():
            return _restrained(posting)
        case SetControls():
            return sorted({posting.account} | posting.trusted), None
        case Decision():
            opened = control.matter.opened if control.matter else None
            return concerned(opened.posting, control) if isinstance(opened, Propose) else ([], None)
    moved = move(posting, control)
    return (sorted(set(moved.accounts)), moved.block) if moved else ([], None)


def _restrained(restraint: Restraint) -> tuple[list[str], Block | None]:
    return [restraint.account] if restraint.account else [], restraint.block


def _matter(store: Store, posting: Posting) -> Matter | None:
    match posting:
        case Ending():
            return read_matter(store, posting.opened_as, posting.subject)
        case Freeze() | Pledge() | Propose():
            return read_matter(store, posting.kind, posting.id)
    return None


def _moved_since(store: Store, posting: Posting, control: ControlFacts) -> bool | None:
    mistake = control.matter.opened if control.matter else None
    if not isinstance(posting, Correct) or not isinstance(mistake, Movement):
        return None
    return has_moved_since(store, posting.movement, mistake)
