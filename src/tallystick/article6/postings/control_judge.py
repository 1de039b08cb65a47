"""Which rules on controls apply to which postings, in the order of reporting."""

from typing import Any

from tallystick.article6.postings.control_approval_rules import DECISIONS
from tallystick.article6.postings.control_approvals import Decision, Propose
from tallystick.article6.postings.control_correction_rules import CORRECTIONS
from tallystick.article6.postings.control_record_rules import (
    ENDINGS,
    OPENINGS,
    RESTRAINING,
    SETTINGS,
)
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    SetControls,
)
from tallystick.article6.postings.control_rules import CONTROLLED
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import UnitPosting
from tallystick.article6.postings.plain import PlainPosting
from tallystick.article6.postings.records import Posting
from tallystick.core.rules import Rulebook

CONTROL_BOOKS: tuple[tuple[tuple[type[Posting], ...], Rulebook[Any, Facts]], ...] = (
    ((UnitPosting, PlainPosting, Correct), CONTROLLED),
    ((Freeze, Pledge, Propose), OPENINGS),
    ((Freeze, Pledge), RESTRAINING),
    ((Ending,), ENDINGS),
    ((SetControls,), SETTINGS),
    ((Correct,), CORRECTIONS),
    ((Decision,), DECISIONS),
)
