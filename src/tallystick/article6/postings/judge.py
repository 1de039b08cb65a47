"""Judging a posting: every rule that applies to it, in the order of reporting."""

from datetime import date
from functools import lru_cache
from typing import Any

from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
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
    ((UnitPosting,), UNITS),
    ((Issue,), ISSUES),
    ((Movement,), MOVEMENTS),
    ((FirstTransfer, Transfer), TRANSFERS),
    ((UnitPosting,), FIRST_TRANSFERS),
    ((Use, Cancel), USES),
    ((UnitPosting,), TIMES),
    ((PlainPosting,), PLAIN),
    ((Move,), MOVES),
    ((MoveUnits,), AMOUNTS),
)


@lru_cache(maxsize=4096)
def _applicable(kind: type[Posting], on: date) -> tuple[Rule[Any, Facts], ...]:
    """Return the rules in force for a kind of posting on a day, in the order of reporting."""
    return tuple(
        rule
        for kinds, book in (*BOOKS, *TERM_BOOKS)
        if issubclass(kind, kinds)
        for rule in book.rules
        if rule.in_force(on)
    )


def judge(posting: Posting, facts: Facts) -> list[Finding]:
    """Collect what the rules in force on the posting's date find."""
    return [
        finding
        for rule in _applicable(type(posting), posting.on)
        for finding in rule.judge(posting, facts)
    ]
