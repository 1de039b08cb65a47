"""The years of an account: what is first transferred and used, the adjustment, the balance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tallystick.article6.account.pools import Pool
from tallystick.article6.account.values import Account, Action, Divisor, Ndc

Quantity: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of the account in the metric of the NDC; None where a quantity is not known."""

    year: int
    inventory_t: int | None
    first_transferred_t: int | None
    first_transferred_oimp_t: int | None
    used_t: int
    net_t: Quantity | None
    cumulative_net_t: Quantity | None
    average_t: Quantity | None
    adjustment_t: Quantity | None
    balance_t: Quantity | None


@dataclass(frozen=True, slots=True)
class Bookings:
    """Units by year: first transfers by year of the event and by vintage, uses by year of use.

    A counter is None where a first transfer that belongs there cannot be dated.
    """

    with_ndc: Counter[int] | None
    oimp_only: Counter[int] | None
    by_vintage: Counter[int] | None
    used: Counter[int]


def book(account: Account, pools: Iterable[Pool], actions: Iterable[Action]) -> Bookings:
    """Enter every first transfer and every use towards the NDC under its years."""
    with_ndc, oimp_only, by_vintage = Counter[int](), Counter[int](), Counter[int]()
    used = Counter[int]()
    for pool in pools:
        column = with_ndc if pool.authorization.includes_ndc else oimp_only
        for one in pool.dating.first_transfers:
            column[one.on.year] += one.quantity_t
            by_vintage[pool.vintage] += one.quantity_t
    for action in actions:
        if action.is_ndc_use and action.year is not None:
            used[action.year] += action.quantity_t
    undated = [one for one in account.authorizations.values() if not one.is_resolved]
    return Bookings(
        with_ndc=None if any(one.includes_ndc for one in undated) else with_ndc,
        oimp_only=None if any(not one.includes_ndc for one in undated) else oimp_only,
        by_vintage=None if undated else by_vintage,
        used=used,
    )


def work_out_years(account: Account, bookings: Bookings) -> tuple[Year, ...]:
    """Work out every year of the period in order."""
    years: list[Year] = []
    cumulative: Quantity | None = 0
    for year in account.ndc.period.years:
        first = bookings.with_ndc[year] if bookings.with_ndc is not None else None
        oimp = bookings.oimp_only[year] if bookings.oimp_only is not None else None
        net = add(first, oimp, -bookings.used[year])
        cumulative = add(cumulative, net)
        average = _average(account.ndc, year, cumulative)
        adjustment = average if account.ndc.averages else _annual(bookings, year)
        inventory = account.inventory_t.get(year)
        years.append(
            Year(
                year=year,
                inventory_t=inventory,
                first_transferred_t=first,
                first_transferred_oimp_t=oimp,
                used_t=bookings.used[year],
                net_t=net,
                cumulative_net_t=cumulative,
                average_t=average,
                adjustment_t=adjustment,
                balance_t=_balance(account.ndc, inventory, adjustment),
            )
        )
    return tuple(years)


def add(*parts: Quantity | None) -> Quantity | None:
    """Add up quantities; the sum is unknown as soon as one of them is."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _average(ndc: Ndc, year: int, cumulative: Quantity | None) -> Fraction | None:
    """Divide by the years elapsed (2/CMA.3 annex para 7(a)(ii)) or, as treaties do, by all."""
    if not (ndc.averages and ndc.method_fits) or cumulative is None:
        return None
    elapsed = ndc.averaging_divisor is Divisor.ELAPSED
    return Fraction(cumulative, ndc.period.elapsed_years(year) if elapsed else len(ndc.period))


def _annual(bookings: Bookings, year: int) -> Quantity | None:
    """Adjust by the year of occurrence and the year of use (2/CMA.3 annex para 8)."""
    first = bookings.by_vintage[year] if bookings.by_vintage is not None else None
    return add(first, -bookings.used[year])


def _balance(ndc: Ndc, inventory: int | None, adjustment: Quantity | None) -> Quantity | None:
    """Add the adjustment to emissions, or subtract it from an indicator (paras 8 and 9)."""
    if inventory is None or adjustment is None:
        return None
    return inventory + adjustment if ndc.is_ghg else inventory - adjustment
