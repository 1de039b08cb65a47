"""The NDC period as a whole: sums, the trajectory, and whether the NDC is achieved."""

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.article6.account.values import Direction, Ndc
from tallystick.article6.account.years import Quantity, Year, add
from tallystick.core.findings import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What the years come to; None where it is not known or, for the trajectory, not asked.

    `first_transferred_total_t` is what the adjustment of the period rests on, for all purposes: by
    vintage under annual methods, by the year of first transfer under averaging.
    """

    first_transferred_total_t: Quantity | None
    used_t: int
    adjustment_t: Quantity | None
    balance_t: Quantity | None
    target_t: int | None
    trajectory: Outcome | None


def close_period(ndc: Ndc, years: Sequence[Year]) -> Period:
    """Sum up the years; under averaging the last year stands for the period.

    One year without a balance withholds that of the period.
    """
    used_t = sum(year.used_t for year in years)
    adjustment, balance = add(*(year.adjustment_t for year in years)), sum_of_balances(years)
    first_transferred = add(adjustment, used_t)
    if ndc.averages:
        first_transferred = add(years[-1].cumulative_net_t, used_t)
        adjustment = years[-1].adjustment_t
        balance = years[-1].balance_t if balance is not None else None
    return Period(
        first_transferred_total_t=first_transferred,
        used_t=used_t,
        adjustment_t=adjustment,
        balance_t=balance,
        target_t=ndc.target_t if ndc.is_single_year else ndc.budget_or_trajectory_t,
        trajectory=judge_trajectory(ndc, years),
    )


def sum_of_balances(years: Sequence[Year]) -> Quantity | None:
    """Add up the balances of all years, None when one of them is withheld."""
    return add(*(year.balance_t for year in years))


def judge_trajectory(ndc: Ndc, years: Sequence[Year]) -> Outcome | None:
    """Say whether a single-year NDC keeps to its trajectory or budget, None without either."""
    if not ndc.is_single_year or (ndc.budget_t is None and not ndc.trajectory_t):
        return None
    return _judge(ndc, sum_of_balances(years), ndc.budget_or_trajectory_t)


def judge_achievement(ndc: Ndc, years: Sequence[Year]) -> Outcome:
    """Say whether the NDC is achieved: by its last year's balance, or by that of all years."""
    if ndc.is_single_year:
        return _judge(ndc, years[-1].balance_t, ndc.target_t)
    return _judge(ndc, sum_of_balances(years), ndc.budget_or_trajectory_t)


def _judge(ndc: Ndc, balance: Quantity | None, limit: int | None) -> Outcome:
    if balance is None or limit is None:
        return Outcome.NOT_DETERMINABLE
    met = balance <= limit if ndc.direction is Direction.AT_MOST else balance >= limit
    return Outcome.PASS if met else Outcome.FAIL
