"""Journal entries: what a posting comes to, one line for each thing that happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tallystick.article6.overrides import Override
from tallystick.article6.postings.plain import Amount, Range
from tallystick.article6.postings.units import Units
from tallystick.core.actions import ActionType, Purpose
from tallystick.core.identifiers import Block


class RecordType(StrEnum):
    """Entries that are not actions on mitigation outcomes."""

    ACCOUNT = "account"
    NDC = "ndc"
    AGREEMENT = "agreement"
    APPROACH = "approach"
    APPROACH_AUTHORIZATION = "approach_authorization"
    ENTITY_AUTHORIZATION = "entity_authorization"
    CONSENT = "consent"
    ENTITY_CHAIN = "entity_chain"
    MOVE = "move"
    MOVE_UNITS = "move_units"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    PLEDGE = "pledge"
    RELEASE = "release"
    CONTROLS = "controls"
    CORRECTION = "correction"
    PROPOSAL = "proposal"
    APPROVAL = "approval"
    REJECTION = "rejection"
    WITHDRAWAL = "withdrawal"
    EXPIRY = "expiry"
    STEP = "step"
    IDENTITY = "identity"
    FORECAST = "forecast"
    OVERSIGHT = "oversight"
    ANNOTATION = "annotation"
    REFERRAL = "referral"


EntryType = ActionType | RecordType


def entry_type(text: str) -> EntryType:
    """Read the type of an entry back from its text."""
    return RecordType(text) if text in set(RecordType) else ActionType(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One thing that a posting makes happen.

    `units` are as the leg leaves them. A transfer between Parties has two legs: the giving
    Party's, which moves the units, and the receiving Party's acquisition, which mirrors it.
    `authorized_on` is the date of the version of the authorization in force. Outside Article 6
    a leg moves a `range` or an `amount`; one that holds units fast names their `range`.
    """

    effective_on: date
    type: EntryType
    party: str | None = None
    counterparty: str | None = None
    from_account: str | None = None
    to_account: str | None = None
    units: Units | None = None
    authorization: str | None = None
    authorized_on: date | None = None
    subtype: str | None = None
    purpose: Purpose | None = None
    use_year: int | None = None
    entity: str | None = None
    range: Range | None = None
    amount: Amount | None = None

    @property
    def block(self) -> Block | None:
        """The block of units, if the entry is about units."""
        return self.units.block if self.units else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Leg):
    """A leg as the journal keeps it, with the posting it belongs to.

    `override` is what that posting gives for restating a final period.
    """

    id: int
    posting: int
    key: str
    recorded_at: datetime
    note: Mapping[str, Any] = field(default_factory=dict)
    override: Override | None = None
