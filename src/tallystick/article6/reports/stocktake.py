"""Net transfers per Party and NDC period, as input to the global stocktake."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick.article6.account import Account, AccountResult
from tallystick.article6.account.years import Quantity, add
from tallystick.core.actions import ActionType
from tallystick.core.findings import Outcome, worst
from tallystick.core.quantities import printed


@dataclass(frozen=True, slots=True, kw_only=True)
class NetTransfers:
    """What a Party first transferred, acquired and used in an NDC period, in its metric.

    `net_transferred_t` is first transferred minus used: positive for what left the Party's
    account, negative for what it used of others. None where a quantity is not known.
    """

    party: str
    first_year: int
    last_year: int
    metric: str
    first_transferred_ndc_t: Quantity | None
    first_transferred_oimp_t: Quantity | None
    acquired_t: int
    used_t: int
    net_transferred_t: Quantity | None
    adjustment_t: Quantity | None
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        """Return the row with quantities as integers or decimal strings, unknowns as null."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, int | Fraction):
        return printed(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Counted:
    """An account that has been worked out, beside what its Party acquired in the period."""

    account: Account
    result: AccountResult
    acquired_t: int


def acquired_in(account: Account) -> int:
    """Add up the acquisitions that an account lists in the years of its period."""
    return sum(
        one.quantity_t
        for one in account.actions
        if one.type is ActionType.ACQUISITION and one.on.year in account.ndc.period
    )


def net_transfers(counted: Iterable[Counted]) -> tuple[NetTransfers, ...]:
    """Return one row per Party and NDC period, by Party and period."""
    rows = [_row(one.account, one.result, one.acquired_t) for one in counted]
    return tuple(sorted(rows, key=lambda row: (row.party, row.first_year, row.last_year)))


def _row(account: Account, result: AccountResult, acquired_t: int) -> NetTransfers:
    period, years = account.ndc.period, result.years
    return NetTransfers(
        party=account.party,
        first_year=period.first_year,
        last_year=period.last_year,
        metric=account.ndc.metric,
        first_transferred_ndc_t=add(*(year.first_transferred_t for year in years)),
        first_transferred_oimp_t=add(*(year.first_transferred_oimp_t for year in years)),
        acquired_t=acquired_t,
        used_t=result.period.used_t,
        net_transferred_t=add(*(year.net_t for year in years)),
        adjustment_t=result.period.adjustment_t,
        outcome=worst(result.findings),
    )
