"""Proposals as a ledger shows them: what was asked, by whom, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Reject,
    State,
    Withdraw,
    state,
)
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.records import Posting

DECISIONS: tuple[type[Decision], ...] = (Approve, Reject, Withdraw, Expire)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with the decision on it, if there is one."""

    asked: Propose
    decision: Decision | None = None

    def state(self, at: datetime) -> State:
        """Say where it stands at an instant."""
        return state(self.asked, self.decision, at)


def proposals(asked: Sequence[Posting], decisions: Sequence[Posting]) -> list[Proposal]:
    """Put decisions beside what they decide, in the order of asking."""
    decided = {one.proposal: one for one in decisions if isinstance(one, Decision)}
    return [Proposal(one, decided.get(one.id)) for one in asked if isinstance(one, Propose)]


def approved_by(posting: Posting, facts: Facts) -> Propose | None:
    """Return the proposal that a posting approves; None for a posting that approves nothing."""
    opened = facts.control.matter.opened if facts.control.matter else None
    return opened if isinstance(posting, Approve) and isinstance(opened, Propose) else None


def key_of(proposal: str) -> str:
    """Return the key under which the posting that a proposal carries is posted once approved."""
    return f"proposal {proposal}"
