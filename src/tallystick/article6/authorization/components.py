"""The components of authorization besides the outcomes, and the second keys (4/CMA.6 para 3).

Each is a record of a ledger, so that nothing is edited and every version keeps its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeVar

from tallystick.article6.postings.records import Record, RecordApproach
from tallystick.core.actions import ActionType

Recorded = TypeVar("Recorded", bound=Record)


class EntityType(StrEnum):
    """What kind of entity is authorized."""

    STATE = "state"
    PUBLIC = "public"
    PRIVATE = "private"
    NGO = "NGO"


class KycStatus(StrEnum):
    """Whether the entity has been identified; kept as data, decided by whoever authorizes."""

    PASSED = "passed"
    PENDING = "pending"
    FAILED = "failed"


class Decision(StrEnum):
    """What a Party's authority decides about another Party's authorization."""

    APPROVES = "approves"
    WITHDRAWS = "withdraws"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agreement or a contract, valid from its first to its last day; an open end is None."""

    id: str
    since: date
    last_day: date | None = None

    def is_valid_on(self, on: date) -> bool:
        """Whether it binds on a day."""
        return self.since <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeApproach(Record):
    """A Party's authorization of a cooperative approach, with what it says for all outcomes.

    `absent`, `not_applicable` and `omitted` hold letters of 4/CMA.6 para 5, as in `Content`.
    """

    kind: ClassVar[str] = "approach_authorization"

    party: str
    approach: str
    parties: tuple[str, ...] = ()
    document: str | None = None
    last_day: date | None = None
    frameworks: tuple[str, ...] = ()
    tracking_registry: str | None = None
    underlying_registries: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """The cooperative approach."""
        return self.approach


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeEntity(Record):
    """A Party's authorization of an entity in an approach (4/CMA.6 annex II table 5).

    `accounts` are those in which the entity acts; without `permits` it may do anything.
    """

    kind: ClassVar[str] = "entity_authorization"

    party: str
    approach: str
    number: str
    name: str
    country: str
    entity_type: EntityType | None = None
    last_day: date | None = None
    conditions: str | None = None
    change_conditions: str | None = None
    kyc: KycStatus | None = None
    kyc_on: date | None = None
    permits: frozenset[ActionType] = frozenset()
    accounts: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The cooperative approach."""
        return self.approach

    def is_valid_on(self, on: date) -> bool:
        """Whether the entity is authorized on a day."""
        return self.on <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """The second key: what the authority of another Party decides about an authorization."""

    kind: ClassVar[str] = "consent"

    authorization: str
    party: str
    authority: str
    decision: Decision = Decision.APPROVES
    document: str | None = None

    @property
    def subject(self) -> str:
        """The authorization."""
        return self.authorization


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChain(Record):
    """The two tiers that let an entity act: an agreement of governments and its own contract."""

    kind: ClassVar[str] = "entity_chain"

    authorization: str
    entity: str
    agreement: Instrument | None = None
    contract: Instrument | None = None

    @property
    def subject(self) -> str:
        """The authorization."""
        return self.authorization


@dataclass(frozen=True, slots=True)
class Permits:
    """What is on record besides an authorization itself, each in the order of recording."""

    consents: Sequence[Consent] = ()
    entities: Sequence[AuthorizeEntity] = ()
    chains: Sequence[RecordChain] = ()

    def consents_on(self, authorization: str, on: date) -> frozenset[str]:
        """Return the Parties whose newest decision by a day approves an authorization."""
        of_party = {
            one.party: one
            for one in _in_order(self.consents, on)
            if one.authorization == authorization
        }
        approving = (one for one in of_party.values() if one.decision is Decision.APPROVES)
        return frozenset(one.party for one in approving)

    def entity_on(self, approach: str, number_or_account: str, on: date) -> AuthorizeEntity | None:
        """Return the newest authorization of an entity, if it is valid on a day."""
        named = [
            one
            for one in _in_order(self.entities, on)
            if one.approach == approach and number_or_account in {one.number, *one.accounts}
        ]
        return named[-1] if named and named[-1].is_valid_on(on) else None

    def chain_on(self, authorization: str, entity: str, on: date) -> RecordChain | None:
        """Return the newest record of an entity's two tiers by a day."""
        of_entity = [
            one
            for one in _in_order(self.chains, on)
            if (one.authorization, one.entity) == (authorization, entity)
        ]
        return of_entity[-1] if of_entity else None


def participants(
    recorded: Sequence[RecordApproach], authorized: Sequence[AuthorizeApproach], on: date
) -> frozenset[str] | None:
    """Return the Parties of one cooperative approach on a day, None when nobody has named any.

    The newest record of the approach by that day decides, or the first one where all are dated
    later; without any, who authorized it and whom they name.
    """
    newest = _in_order(recorded, on)[-1:] or _in_order(recorded, date.max)[:1]
    if newest and newest[0].parties:
        return frozenset(newest[0].parties)
    stated = _in_order(authorized, on) or authorized
    return frozenset(name for one in stated for name in (one.party, *one.parties)) or None


def _in_order(records: Sequence[Recorded], on: date) -> list[Recorded]:
    """Return what has taken effect by a day, the newest last."""
    return sorted((one for one in records if one.on <= on), key=lambda one: one.on)
