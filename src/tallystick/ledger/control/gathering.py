"""Gathering: the facts by which controls are judged."""

from dataclasses import replace
from functools import partial

from tallystick.article6.postings.control_approvals import Decision, Propose
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import Passage, passages
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    SetControls,
)
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.term_facts import NO_TERMS, TermFacts
from tallystick.ledger.control import rows
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.store import Store
from tallystick.ledger.terms import overseen

Control = Freeze | Pledge | SetControls | Propose | Ending


def control_facts(
    store: Store, gatherer: Gatherer, posting: Control, *, approved: bool = False
) -> Facts:
    """Read what bears on a control."""
    matter = _matter(store, posting)
    moved = _concerned(posting, ControlFacts(matter=matter))
    wanted = [one.range for one in moved if one.range]
    ranges = [held for one in wanted for held in rows.read_ranges(store, one)]
    holdings = [held for one in wanted for held in rows.read_holders(store, one)]
    named = _named(posting, moved)
    accounts = gatherer.accounts(sorted(named | {held.account for held in ranges}))
    control = replace(
        gatherer.known.controls.facts(moved, partial(rows.read_held, store)),
        in_use=frozenset(
            name for name in named if name not in accounts and rows.is_in_use(store, name)
        ),
        matter=matter,
        moved_since=_moved_since(store, posting, matter),
        balances=_balances(store, moved),
        approved=approved,
    )
    return gatherer.facts(
        accounts=accounts,
        holdings=tuple(dict.fromkeys(holdings)),
        ranges=tuple(dict.fromkeys(ranges)),
        control=control,
        terms=_mandate(gatherer, posting),
    )


def _mandate(gatherer: Gatherer, posting: Control) -> TermFacts:
    """Return whether the body in whose name a control is posted is appointed to oversee."""
    by = posting.by if isinstance(posting, Freeze | Correct) else None
    return overseen(gatherer.known, by, posting.on) if by is not None else NO_TERMS


def _matter(store: Store, posting: Control) -> Matter:
    match posting:
        case Ending():
            return rows.read_matter(store, posting.opened_as, posting.subject)
        case Freeze() | Pledge() | Propose():
            return rows.read_matter(store, posting.kind, posting.id)
    return Matter()


def _concerned(posting: Posting, control: ControlFacts) -> tuple[Passage, ...]:
    """Say which units and accounts a posting is about; for a decision, its proposal."""
    match posting:
        case Freeze() | Pledge():
            return (_still(posting.range, posting.account or ""),)
        case SetControls():
            return (_still(None, posting.account),)
        case Decision():
            opened = control.matter.opened if control.matter else None
            return _concerned(opened.posting, control) if isinstance(opened, Propose) else ()
    return passages(posting, control)


def _still(units: Range | None, account: str) -> Passage:
    """Units that stay on their account."""
    return Passage(units, units.quantity if units else 0, account, account)


def _named(posting: Control, moved: tuple[Passage, ...]) -> set[str]:
    trusted = posting.trusted if isinstance(posting, SetControls) else frozenset()
    return {name for one in moved for name in one.accounts if name} | trusted


def _moved_since(store: Store, posting: Control, matter: Matter) -> bool | None:
    if not isinstance(posting, Correct) or matter.opened is None:
        return None
    moved = passages(posting, ControlFacts(matter=matter))
    return any(
        rows.has_moved_since(store, posting.movement, one.range) for one in moved if one.range
    )


def _balances(store: Store, moved: tuple[Passage, ...]) -> dict[tuple[str, str], int]:
    """Read what accounts hold of the types without serials that they would give."""
    named = {(one.giver or "", one.unit_type) for one in moved if one.units is None}
    return {(name, kind): rows.read_balance(store, name, kind) for name, kind in named}
