"""Judging a posting: every rule that applies to it, in the order of reporting."""

from datetime import date
from functools import lru_cache
from typing import Any

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.postings.agreed_rules import AGREED_BOOKS
from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
from tallystick.article6.postings.control_facts import FREE
from tallystick.article6.postings.control_judge import CONTROL_BOOKS
from tallystick.article6.postings.control_rules import CONTROLLED
from tallystick.article6.postings.entity_rules import ENTITIES
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.issue_rules import ISSUES
from tallystick.article6.postings.movement_rules import FIRST_TRANSFERS, MOVEMENTS, TRANSFERS
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.permit_rules import PERMITS
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.plain_rules import AMOUNTS, MOVES, PLAIN
from tallystick.article6.postings.record_rules import ACCOUNTS, NDCS
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.term_rules import TERM_BOOKS
from tallystick.article6.postings.unit_rules import UNITS
from tallystick.article6.postings.use_rules import TIMES, USES
from tallystick.core.findings import Finding
from tallystick.core.rules import Rule, Rulebook

BOOKS: tuple[tuple[tuple[type[Posting], ...], Rulebook[Any, Facts]], ...] = (
    ((OpenAccount,), ACCOUNTS),
    ((RecordNdc,), NDCS),
    ((Authorize,), AUTHORIZATIONS),
    ((AuthorizeEntity,), ENTITIES),
    ((UnitPosting,), UNITS),
    ((Issue,), ISSUES),
    ((Movement,), MOVEMENTS),
    ((FirstTransfer, Transfer), TRANSFERS),
    ((UnitPosting,), FIRST_TRANSFERS),
    ((Use, Cancel), USES),
    ((UnitPosting,), TIMES),
    ((UnitPosting,), PERMITS),
    ((PlainPosting,), PLAIN),
    ((Move,), MOVES),
    ((MoveUnits,), AMOUNTS),
)


@lru_cache(maxsize=4096)
def _applicable(kind: type, on: date, *, free: bool) -> tuple[Rule[Any, Facts], ...]:
    """Return the rules in force for a kind of posting on a day, in the order of reporting.

    Where nothing is held fast or limited, the rules about that are left out.
    """
    return tuple(
        rule
        for kinds, book in (*BOOKS, *TERM_BOOKS, *AGREED_BOOKS, *CONTROL_BOOKS)
        if issubclass(kind, kinds) and not (free and book is CONTROLLED)
        for rule in book.rules
        if rule.in_force(on)
    )


def judge(posting: Posting, facts: Facts) -> list[Finding]:
    """Collect what the rules in force on the posting's date find."""
    kind: type = type(posting)
    return [
        finding
        for rule in _applicable(kind, posting.on, free=facts.control is FREE)
        for finding in rule.judge(posting, facts)
    ]
