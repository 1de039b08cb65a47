"""Proposals: what one person asks for and another decides, before a deadline."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from tallystick.article6.postings.control_records import Ending
from tallystick.article6.postings.records import Posting, Record


class State(StrEnum):
    """Where a proposal stands; only the first is not for ever."""

    PROPOSED = "proposed"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Record):
    """A posting that waits for another person's approval, until its deadline.

    Persons are opaque ids. Raises ValueError for an instant without a time zone or on another
    day than `on` (UTC), for a deadline that is not later, and for a proposal about a proposal.
    """

    kind: ClassVar[str] = "proposal"

    id: str
    posting: Posting
    proposer: str
    at: datetime
    deadline: datetime

    def __post_init__(self) -> None:
        _require_day(self)
        if self.deadline.tzinfo is None or self.deadline <= self.at:
            raise ValueError("the deadline has a time zone and is later than the proposal")
        if isinstance(self.posting, Propose | Decision):
            raise ValueError("a proposal is not about a proposal")  # noqa: TRY004 (a value)

    @property
    def subject(self) -> str:
        """The proposal."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Ending):
    """What ends a proposal, by whom and at which instant; ValueError as for `Propose`."""

    opened_as: ClassVar[str] = Propose.kind
    leads_to: ClassVar[State]

    proposal: str
    person: str
    at: datetime

    def __post_init__(self) -> None:
        Ending.__post_init__(self)
        _require_day(self)

    @property
    def subject(self) -> str:
        """The proposal."""
        return self.proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Decision):
    """A person other than the proposer agrees, and what was proposed is posted."""

    kind: ClassVar[str] = "approval"
    leads_to: ClassVar[State] = State.POSTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Decision):
    """A person other than the proposer refuses."""

    kind: ClassVar[str] = "rejection"
    leads_to: ClassVar[State] = State.VOIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Decision):
    """The proposer takes the proposal back."""

    kind: ClassVar[str] = "withdrawal"
    leads_to: ClassVar[State] = State.VOIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Expire(Decision):
    """Anybody puts on record that the deadline has passed."""

    kind: ClassVar[str] = "expiry"
    leads_to: ClassVar[State] = State.EXPIRED


def state(proposal: Propose, decision: Decision | None, at: datetime) -> State:
    """Say where a proposal stands at an instant; past its deadline it is expired undecided."""
    if decision is not None and decision.at <= at:
        return decision.leads_to
    return State.EXPIRED if at >= proposal.deadline else State.PROPOSED


def _require_day(posting: Propose | Decision) -> None:
    if posting.at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    if posting.at.astimezone(UTC).date() != posting.on:
        raise ValueError(f"{posting.at.isoformat()} is not on {posting.on} (UTC)")
