"""What an account is worked out from: the NDC, the inventory, authorizations and dated actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tallystick.article6.adjustment import Method
from tallystick.article6.overrides import Override
from tallystick.core.actions import (
    OIMP,
    ActionType,
    FirstTransferDefinition,
    Purpose,
    Purposes,
    parse_first_transfer_definition,
)
from tallystick.core.periods import NdcPeriod
from tallystick.core.quantities import Metric

Origin = Mapping[str, object]
"""Where a value was read, such as a line or a journal entry; findings repeat it."""

NOT_APPLICABLE = frozenset({"", "NA", "N/A"})


class NdcKind(StrEnum):
    """Whether the target of an NDC is set for one year or for all years of its period."""

    SINGLE_YEAR = "single-year"
    MULTI_YEAR = "multi-year"


class Divisor(StrEnum):
    """What averaging divides by: the years passed, or all years of the period as treaties do."""

    ELAPSED = "elapsed"
    PERIOD = "period"


class Direction(StrEnum):
    """On which side of the target the NDC is achieved."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Communication(StrEnum):
    """Which NDC of a Party it is (2/CMA.3 annex para 10)."""

    FIRST = "first"
    FIRST_UPDATED = "first updated"
    LATER = "later"


class Scope(StrEnum):
    """Whether mitigation lies inside what the NDC covers (2/CMA.3 annex paras 13 and 14)."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Policies:
    """What an NDC of policies and measures that are not quantified is accounted on.

    The inventory then holds the `categories` of emissions and removals that the approach and
    those policies affect; None where nobody has stated them.
    """

    categories: tuple[str, ...] | None = None
    communication: Communication | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ndc:
    """An NDC with its accounting method; quantities are in its metric.

    `policies` is set where it consists of policies and measures that are not quantified.
    """

    period: NdcPeriod
    kind: NdcKind
    method: Method
    metric: str = Metric.GHG.value
    averaging_divisor: Divisor = Divisor.ELAPSED
    stated_direction: Direction | None = None
    target_t: int | None = None
    budget_t: int | None = None
    trajectory_t: Mapping[int, int] = field(default_factory=dict)
    policies: Policies | None = None
    origin: Origin = field(default_factory=dict)

    @property
    def is_ghg(self) -> bool:
        """Whether the metric is t CO2 eq."""
        return self.metric == Metric.GHG

    @property
    def direction(self) -> Direction:
        """The stated direction, or less is better for emissions and more for other indicators."""
        usual = Direction.AT_MOST if self.is_ghg else Direction.AT_LEAST
        return self.stated_direction or usual

    @property
    def is_single_year(self) -> bool:
        """Whether the target is set for the last year only."""
        return self.kind is NdcKind.SINGLE_YEAR

    @property
    def averages(self) -> bool:
        """Whether the year's adjustment is an average rather than the year's own quantity."""
        return self.method is Method.AVERAGING

    @property
    def method_fits(self) -> bool:
        """Whether the kind of NDC allows the method: averaging is for single-year ones."""
        return self.is_single_year or not self.averages

    @property
    def years_without_trajectory(self) -> list[int]:
        """The years of the period for which the trajectory says nothing."""
        return [year for year in self.period.years if year not in self.trajectory_t]

    @property
    def budget_or_trajectory_t(self) -> int | None:
        """What the years together may come to: the budget, or the sum of a whole trajectory."""
        if self.budget_t is not None or self.years_without_trajectory:
            return self.budget_t
        return sum(self.trajectory_t[year] for year in self.period.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """An authorization by the Party of the account, with the first transfer as it declares it.

    `scope` says where its outcomes come from, None where it is not stated.
    """

    id: str
    purposes: Purposes
    on: date | None = None
    declared: str | None = None
    approach: str | None = None
    quantity_t: int | None = None
    scope: Scope | None = None
    origin: Origin = field(default_factory=dict)

    @property
    def covers_oimp(self) -> bool:
        """Whether it covers international mitigation or other purposes."""
        return bool(self.purposes & OIMP)

    @property
    def includes_ndc(self) -> bool:
        """Whether it covers use towards an NDC, alone or among others."""
        return Purpose.NDC in self.purposes

    @property
    def states_definition(self) -> bool:
        """Whether it declares anything as the first transfer."""
        return (self.declared or "").strip().upper() not in NOT_APPLICABLE

    @property
    def definition(self) -> FirstTransferDefinition | None:
        """The declared event of the first transfer, None when it is none of the three."""
        try:
            return parse_first_transfer_definition(self.declared or "")
        except ValueError:
            return None

    @property
    def is_resolved(self) -> bool:
        """Whether every first transfer under it can be dated."""
        if not self.covers_oimp:
            return True
        dated = self.on is not None or self.definition != FirstTransferDefinition.AUTHORIZATION
        return self.definition is not None and dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that happened to units of one vintage; `block` gives their serials if known.

    `override` lets it restate a period that is final (2/CMA.3 annex para 12).

    Raises ValueError without a positive quantity, or when a use towards the NDC has no year.
    """

    type: ActionType
    on: date
    vintage: int
    quantity_t: int
    authorization: str | None = None
    year: int | None = None
    purposes: Purposes = frozenset()
    counterparty: str | None = None
    block: tuple[int, int] | None = None
    override: Override | None = None
    origin: Origin = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.quantity_t < 1:
            raise ValueError(f"a quantity is above 0, not {self.quantity_t}")
        if self.is_ndc_use and self.year is None:
            raise ValueError("a use towards the NDC needs the year of use")

    @property
    def is_ndc_use(self) -> bool:
        """Whether it is a use towards the NDC of the Party of the account."""
        return self.type is ActionType.USE and not self.purposes & OIMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that bears on the emissions balance of one Party in one NDC period.

    `inventory_t` is what the NDC covers, by year, as far as it is known; `authorizations` are
    the Party's own, by id. From `final_on` on the adjustments of the period are final; None as
    long as nothing says when.
    """

    party: str
    ndc: Ndc
    inventory_t: Mapping[int, int] = field(default_factory=dict)
    authorizations: Mapping[str, Authorization] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    final_on: date | None = None
