"""Authorized credits as the workbook lists them, and what it is asked about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.article6.account import Method
from tallystick.core.actions import FirstTransferDefinition, parse_first_transfer_definition
from tallystick.core.periods import NdcPeriod

WORKBOOK_YEARS = NdcPeriod(2021, 2026)
"""The columns of the workbook; what falls outside is in none of its rows."""

USUAL_PERIOD = NdcPeriod(2021, 2030)
USUAL_INVENTORY = 2024
"""The latest inventory year as the workbook is shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One line of the list; the years of authorization and issuance are None where not listed."""

    line: int
    country: str
    volume_t: int
    vintage: int
    declared: str
    for_ndc: bool
    authorized_in: int | None = None
    issued_in: int | None = None

    @property
    def definition(self) -> FirstTransferDefinition | None:
        """The declared first transfer, None when it is none of the decision's three."""
        try:
            return parse_first_transfer_definition(self.declared)
        except ValueError:
            return None

    @property
    def is_counted(self) -> bool:
        """Whether the workbook knows the declared first transfer: two of the three only."""
        return self.definition in {
            FirstTransferDefinition.AUTHORIZATION,
            FirstTransferDefinition.ISSUANCE,
        }

    @property
    def first_transferred_in(self) -> int | None:
        """The year in which the workbook enters the first transfer."""
        authorization = self.definition is FirstTransferDefinition.AUTHORIZATION
        return self.authorized_in if authorization else self.issued_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a user of the workbook chooses and enters by hand."""

    country: str
    method: Method = Method.TRAJECTORY
    inventory_to: int = USUAL_INVENTORY
    period: NdcPeriod = USUAL_PERIOD
    inventory_t: Mapping[int, int] = field(default_factory=dict)
    used_t: Mapping[int, int] = field(default_factory=dict)

    @property
    def averages(self) -> bool:
        """Whether adjustments are averages."""
        return self.method is Method.AVERAGING
