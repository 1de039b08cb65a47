"""Records a ledger keeps beside the units: accounts, NDCs, agreements, approaches, authorizations.

A record is corrected by a later record; nothing is edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from tallystick.article6.authorization.content import Content
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.actions import (
    OIMP,
    FirstTransferDefinition,
    Purposes,
    parse_first_transfer_definition,
)
from tallystick.core.findings import Text
from tallystick.core.periods import NdcPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What somebody asks a ledger to write, with its date and where it comes from.

    `note` carries the source, the confidence in it and which fields are illustrative.
    """

    kind: ClassVar[str]

    on: date
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Posting, ABC):
    """A posting that moves no units, but says what later postings are judged by."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """What the record is about, as it is looked up later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(Record):
    """An account of a Party, or of an entity under a Party (2/CMA.3 annex para 29).

    An account for use states the NDC period that it serves.
    """

    kind: ClassVar[str] = "account"

    id: str
    account_kind: str
    party: str
    name: str
    period: NdcPeriod | None = None

    @property
    def subject(self) -> str:
        """The account."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNdc(Record):
    """The NDC of a Party with what its corresponding adjustments are measured against.

    Quantities are in `metric`; `ndc_kind` is single-year or multi-year. What a Party has not
    stated stays None or empty. `final_on` is the day from which its adjustments are final
    (2/CMA.3 annex para 12), None as long as nothing says when.
    """

    kind: ClassVar[str] = "ndc"

    party: str
    period: NdcPeriod
    ndc_kind: str
    method: str
    metric: str = "GHG"
    direction: str | None = None
    averaging_divisor: str | None = None
    target_t: int | None = None
    budget_t: int | None = None
    trajectory_t: Mapping[int, int] = field(default_factory=dict)
    inventory_t: Mapping[int, int] = field(default_factory=dict)
    final_on: date | None = None

    @property
    def subject(self) -> str:
        """The Party."""
        return self.party


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedUnits:
    """A series or type of units outside Article 6 that a system issues, as `unit` names them."""

    name: str
    system: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAccount:
    """An account in the registry of a system; into some of them units are surrendered."""

    account: str
    system: str
    surrender: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgreement(Record):
    """An agreement between Parties; it has no quantity, for to announce is not to transfer.

    With `terms`, the content of its file, movements from then on are held to it; `units` and
    `accounts` say what of this ledger belongs to the systems it links.
    """

    kind: ClassVar[str] = "agreement"

    id: str
    parties: tuple[str, ...]
    title: Text
    terms: Mapping[str, Any] = field(default_factory=dict)
    units: tuple[LinkedUnits, ...] = ()
    accounts: tuple[LinkedAccount, ...] = ()

    @property
    def subject(self) -> str:
        """The agreement."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordApproach(Record):
    """A cooperative approach by its identifier, for example CA0009, and its Parties.

    If `gated`, no transfer between Parties is booked before every step of the effect gate is on
    file; `quality` names what an issuance has to state of its units. If `identified`, units move
    only between accounts of entities whose identity is verified. If `host_covered`, units are
    first transferred only within what the host's forecast on record leaves of their vintage.
    `registration` says who can keep a transfer between Parties out of the registry, the
    `registrar` where that is a body.
    """

    kind: ClassVar[str] = "approach"

    id: str
    parties: tuple[str, ...]
    title: Text
    gated: bool | None = None
    quality: tuple[str, ...] = ()
    identified: bool | None = None
    host_covered: bool | None = None
    registration: Control | None = None
    registrar: str | None = None

    @property
    def subject(self) -> str:
        """The cooperative approach."""
        return self.id

    @property
    def has_terms(self) -> bool:
        """Whether it demands anything of postings."""
        checked = self.gated or self.quality or self.identified or self.host_covered
        return bool(checked or self.registration)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorize(Record):
    """One version of a Party's authorization of mitigation outcomes (4/CMA.6 para 5).

    No authorized Parties or entities means that any may use the units; no quantity, that there
    is no cap. `metric` is GHG or the name of a non-GHG metric. `on` is the day from which the
    version takes effect; `content` holds the rest of the full form, None where nobody has recorded
    it. Raises ValueError without a purpose.
    """

    kind: ClassVar[str] = "authorization"

    id: str
    party: str
    approach: str
    purposes: Purposes
    version: int = 1
    first_transfer_definition: str | None = None
    authorized_parties: tuple[str, ...] = ()
    authorized_entities: tuple[str, ...] = ()
    authorized_oimp: str | None = None
    authorized_quantity_t: int | None = None
    first_year: int | None = None
    last_year: int | None = None
    sectors: tuple[str, ...] = ()
    activity_types: tuple[str, ...] = ()
    metric: str = "GHG"
    gwp_values: str | None = None
    terms: str | None = None
    content: Content | None = None

    def __post_init__(self) -> None:
        if not self.purposes:
            raise ValueError(f"authorization {self.id} names no purpose")

    @property
    def subject(self) -> str:
        """The authorization."""
        return self.id

    @property
    def covers_oimp(self) -> bool:
        """Whether it authorizes other international mitigation purposes."""
        return bool(self.purposes & OIMP)

    @property
    def decided_on(self) -> date:
        """The day of the document, which is the day of effect where nothing else is stated."""
        return (self.content and self.content.decided_on) or self.on

    @property
    def revokes(self) -> bool:
        """Whether this version ends the authorization."""
        return self.content is not None and self.content.revokes

    def is_expired(self, on: date) -> bool:
        """Whether its duration is over on a day."""
        expires_on = self.content.expires_on if self.content else None
        return expires_on is not None and on > expires_on

    @property
    def definition(self) -> FirstTransferDefinition | None:
        """The event declared as the first transfer for OIMP; None when none can be made out."""
        if not self.covers_oimp or self.first_transfer_definition is None:
            return None
        try:
            return parse_first_transfer_definition(self.first_transfer_definition)
        except ValueError:
            return None
