"""What a Party states about its account: figures by year, deductions, and what it plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tallystick.article6.account import Ndc
from tallystick.core.findings import Outcome

Origin = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The figures stated for one year in `metric`; what is not stated is None.

    `adjustment_t` may be a fraction where averages are stated; `divided_by` and `counted_to` are
    the divisor of the average and the last year whose ITMOs went into it. A year that
    `lacks_inventory` is known to have no emissions figure.
    """

    year: int
    metric: str | None = None
    emissions_t: int | None = None
    adjustment_t: Fraction | None = None
    balance_t: Fraction | None = None
    divided_by: int | None = None
    counted_to: int | None = None
    lacks_inventory: bool = False
    origin: Origin = field(default_factory=dict)


class DeductionKind(StrEnum):
    """What is taken from a transfer for others: adaptation, or overall mitigation."""

    SOP = "sop"
    OMGE = "omge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Units taken from a transfer under 6.2; `pledge` names the document that promised it."""

    kind: DeductionKind
    on: date
    quantity_t: int
    pledge: str | None = None
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCheck:
    """What a Party says a check came to; `rests_on` names the data it was run on."""

    check: str
    outcome: Outcome
    rests_on: str | None = None
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a Party expects by year: emissions, first transfers it means to make, and uses."""

    emissions_t: Mapping[int, int] = field(default_factory=dict)
    first_transfers_t: Mapping[int, int] = field(default_factory=dict)
    uses_t: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything that a Party states about one NDC period; lists not given are None."""

    party: str
    ndc: Ndc
    years: tuple[Year, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    forecast: Forecast | None = None
    checks: tuple[StatedCheck, ...] = ()
