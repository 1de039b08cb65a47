"""Judging a posting: every rule that applies to it, in the order of reporting."""

from typing import Any

from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
from tallystick.article6.postings.control_judge import CONTROL_BOOKS
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
from tallystick.article6.postings.record_rules import ACCOUNTS, NDCS
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.unit_rules import UNITS
from tallystick.article6.postings.use_rules import TIMES, USES
from tallystick.core.findings import Finding
from tallystick.core.rules import Rulebook

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
)


def judge(posting: Posting, facts: Facts) -> list[Finding]:
    """Collect what the rules in force on the posting's date find."""
    return [
        finding
        for kinds, book in (*BOOKS, *CONTROL_BOOKS)
        if isinstance(posting, kinds)
        for finding in book.judge(posting, facts, posting.on)
    ]
