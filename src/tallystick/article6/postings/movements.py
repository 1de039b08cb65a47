"""Postings that create or move units: issuance, first transfer, transfer, use, cancellation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from tallystick.article6.overrides import Override
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block


class Subtype(StrEnum):
    """How a first transfer comes about, or what an action is for, in the reporting words."""

    INTERNATIONAL = "First transfer to another Party"
    AUTHORIZATION = "Authorization"
    ISSUANCE = "Issuance"
    USE_OR_CANCELLATION = "Use or cancellation"
    MANDATORY_CONTRIBUTION = "Mandatory transfer to the Adaptation Fund (A6.4 ERs)"
    VOLUNTARY_CONTRIBUTION = "Voluntary transfer to the Adaptation Fund (A6.4 ERs)"
    MANDATORY_OMGE = "Mandatory cancellation to deliver OMGE"
    VOLUNTARY_OMGE = "Voluntary cancellation to deliver OMGE"
    OTHER_CANCELLATION = "Other cancellations"


class Route(StrEnum):
    """The way units come into an account; each kind of account says which it takes."""

    ISSUANCE = "issuance"
    TRANSFER = "transfer"
    CONTRIBUTION = "contribution"
    USE_NDC = "use_ndc"
    USE_OIMP = "use_oimp"
    CANCELLATION_OIMP = "cancellation_oimp"
    CANCELLATION = "cancellation"
    VOLUNTARY_CANCELLATION = "voluntary_cancellation"
    MANDATORY_OMGE = "mandatory_omge"
    VOLUNTARY_OMGE = "voluntary_omge"


OMGE = {
    Subtype.MANDATORY_OMGE: Route.MANDATORY_OMGE,
    Subtype.VOLUNTARY_OMGE: Route.VOLUNTARY_OMGE,
}
"""Cancellations that deliver overall mitigation in global emissions have routes of their own."""

CONTRIBUTIONS = frozenset({Subtype.MANDATORY_CONTRIBUTION, Subtype.VOLUNTARY_CONTRIBUTION})
"""Transfers to the Adaptation Fund (4/CMA.6 para 16, 7/CMA.4 annex I para 39)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPosting(Posting):
    """A posting about a block of units that ends on an account.

    `override` lets it restate a period that is final (2/CMA.3 annex para 12).
    """

    block: Block
    to_account: str
    override: Override | None = None

    @property
    def route(self) -> Route:
        """The way the units come into the account."""
        return Route.TRANSFER


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(UnitPosting):
    """New units under an authorization, with the units of another registry that back them.

    `quality` states what the terms of the approach demand, by attribute.
    """

    kind: ClassVar[str] = "issuance"

    authorization: str
    mitigation_type: str
    underlying: Underlying | None = None
    quality: Mapping[str, str] = field(default_factory=dict)

    @property
    def route(self) -> Route:
        """By issuance."""
        return Route.ISSUANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(UnitPosting):
    """A posting that takes units from one account to another."""

    from_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTransfer(Movement):
    """The first international transfer of units (2/CMA.3 annex para 2(a))."""

    kind: ClassVar[str] = "first_transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Movement):
    """A transfer that is not the first, stays within a Party, or goes to the Adaptation Fund.

    The subtype says so; ValueError for one that is none of a contribution.
    """

    kind: ClassVar[str] = "transfer"

    subtype: Subtype | None = None

    def __post_init__(self) -> None:
        if self.subtype is not None and self.subtype not in CONTRIBUTIONS:
            raise ValueError(f'"{self.subtype}" is not a subtype of a transfer')

    @property
    def route(self) -> Route:
        """As any transfer, or as a contribution to the Adaptation Fund."""
        return Route.CONTRIBUTION if self.subtype else Route.TRANSFER


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Movement):
    """A use towards the NDC of the Party that holds the units, or for another purpose.

    Raises ValueError unless a use towards an NDC, and no other, names its calendar year.
    """

    kind: ClassVar[str] = "use"

    purpose: Purpose = Purpose.NDC
    year: int | None = None
    entity: str | None = None

    def __post_init__(self) -> None:
        if (self.purpose is Purpose.NDC) != (self.year is not None):
            raise ValueError("a use towards an NDC names its calendar year, and no other use does")

    @property
    def route(self) -> Route:
        """By use, towards an NDC or for another purpose."""
        return Route.USE_NDC if self.purpose is Purpose.NDC else Route.USE_OIMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Movement):
    """A cancellation, for other international mitigation purposes or for none.

    Raises ValueError for a purpose of NDC, for a subtype that is none of a cancellation, and for
    a cancellation to deliver OMGE that is voluntary in one word and not in the other.
    """

    kind: ClassVar[str] = "cancellation"

    subtype: Subtype = Subtype.OTHER_CANCELLATION
    voluntary: bool = False
    purpose: Purpose | None = None
    entity: str | None = None

    def __post_init__(self) -> None:
        if self.purpose is Purpose.NDC:
            raise ValueError("units are used towards an NDC, not cancelled for it")
        if self.subtype not in {*OMGE, Subtype.OTHER_CANCELLATION}:
            raise ValueError(f'"{self.subtype}" is not a subtype of a cancellation')
        if self.subtype in OMGE and self.voluntary != (self.subtype is Subtype.VOLUNTARY_OMGE):
            raise ValueError(f'"{self.subtype}" says whether it is voluntary')

    @property
    def route(self) -> Route:
        """By cancellation: to deliver OMGE, voluntary, for other purposes or otherwise."""
        if self.subtype in OMGE:
            return OMGE[self.subtype]
        if self.voluntary:
            return Route.VOLUNTARY_CANCELLATION
        return Route.CANCELLATION_OIMP if self.purpose in OIMP else Route.CANCELLATION
