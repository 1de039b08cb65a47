"""Worked examples: published transfers with made-up inventories, and made-up NDCs."""

from fractions import Fraction
from typing import Any

import pytest

from account_samples import BOTH, DECADE, account, action, authorization, codes, column, ndc, row
from tallystick.article6.account import Account, Direction, Divisor, Method, NdcKind, run, to_json
from tallystick.core.actions import OIMP
from tallystick.core.findings import Outcome
from tallystick.core.periods import NdcPeriod


def late_oimp_transfers(method: Method) -> Account:
    """Outcomes of 2022 to 2024 that are authorized for OIMP and issued in 2025 and 2026."""
    lots = [("2025-03-01", 2022, 67_497), ("2025-03-01", 2023, 113_370)]
    lots += [("2026-02-01", 2023, 116_756), ("2026-02-01", 2024, 25_748)]
    issued = [action("issuance", on, vintage, quantity) for on, vintage, quantity in lots]
    return account(ndc(method), issued, [authorization(OIMP, "Issuance")])


@pytest.mark.feature("F033")
def test_averaging_counts_transfers_and_years_up_to_the_same_year() -> None:
    result = run(late_oimp_transfers(Method.AVERAGING))
    averages = column(result, "average_t")
    assert averages[:4] == [0, 0, 0, 0]
    assert averages[-1] == Fraction(323_371, 10)
    assert to_json(result)["years"][-1]["adjustment_t"] == "32337.1"
    assert result.period.balance_t == 100 + Fraction(323_371, 10)


@pytest.mark.feature("F033")
def test_annual_method_adjusts_by_vintage_and_reports_by_year_of_first_transfer() -> None:
    result = run(late_oimp_transfers(Method.TRAJECTORY))
    assert column(result, "first_transferred_oimp_t")[4:6] == [180_867, 142_504]
    assert column(result, "adjustment_t")[:5] == [0, 67_497, 230_126, 25_748, 0]
    assert column(result, "cumulative_net_t")[4:6] == [180_867, 323_371]
    assert result.period.adjustment_t == result.period.first_transferred_total_t == 323_371


@pytest.mark.feature("F033")
def test_average_is_divided_by_elapsed_years_or_by_all_years() -> None:
    moved = [
        action("first_transfer", "2023-12-15", 2022, 1_916),
        action("first_transfer", "2026-04-02", 2023, 49_717),
    ]
    elapsed = to_json(run(account(ndc(), moved)))["years"]
    assert (elapsed[2]["average_t"], elapsed[-1]["average_t"]) == ("638.666667", "5163.3")
    whole = to_json(run(account(ndc(averaging_divisor=Divisor.PERIOD), moved)))["years"]
    assert (whole[2]["average_t"], whole[-1]["average_t"]) == ("191.6", "5163.3")


@pytest.mark.feature("F033")
def test_multi_year_budget_is_missed_once_transfers_are_added() -> None:
    period = NdcPeriod(2026, 2030)
    inventory = dict(zip(period.years, (104, 102, 100, 98, 96), strict=True))
    moved = [
        action("first_transfer", f"{year}-12-01", year, quantity)
        for year, quantity in zip(period.years, (1, 2, 2, 3, 4), strict=True)
    ]
    used = [
        action("use", f"{year}-12-31", 2026, quantity, year=year)
        for year, quantity in ((2028, 1), (2029, 1), (2030, 3))
    ]
    of = ndc(Method.BUDGET, period, kind=NdcKind.MULTI_YEAR, budget_t=500)
    result = run(account(of, moved + used, inventory_t=inventory))
    assert column(result, "balance_t") == [105, 104, 101, 100, 97]
    assert (result.period.balance_t, result.period.target_t) == (507, 500)
    assert (result.achieved, result.period.trajectory) == (Outcome.FAIL, None)
    assert run(account(of, inventory_t=inventory)).achieved is Outcome.PASS


def steady_sales(method: Method, **more: Any) -> Account:
    """Two tonnes of every vintage from 2023 to 2029, none of the target year."""
    inventory = {**dict(zip(DECADE.years, range(110, 100, -1), strict=True)), 2030: 89}
    moved = [action("first_transfer", f"{year}-12-01", year, 2) for year in range(2023, 2030)]
    return account(ndc(method, target_t=90, **more), moved, inventory_t=inventory)


@pytest.mark.feature("F033")
def test_averaging_shows_that_a_single_year_target_is_missed() -> None:
    result = run(steady_sales(Method.AVERAGING))
    shown = to_json(result)
    assert [year["average_t"] for year in shown["years"][2:]] == [
        "0.666667",
        1,
        "1.2",
        "1.333333",
        "1.428571",
        "1.5",
        "1.555556",
        "1.4",
    ]
    assert (shown["period"]["balance_t"], shown["period"]["target_t"]) == ("90.4", 90)
    assert result.achieved is Outcome.FAIL


@pytest.mark.feature("F033")
def test_exceeded_trajectory_of_a_single_year_ndc_warns_and_does_not_decide() -> None:
    of = steady_sales(Method.TRAJECTORY)
    inventory_t = sum(of.inventory_t.values())
    within = dict.fromkeys(DECADE.years, (inventory_t + 14) // 10 + 1)
    short = {**dict.fromkeys(DECADE.years, 0), 2021: inventory_t + 12}
    result = run(steady_sales(Method.TRAJECTORY, trajectory_t=short))
    assert result.period.balance_t == inventory_t + 14
    assert (result.period.trajectory, result.achieved) == (Outcome.FAIL, Outcome.PASS)
    assert [one.code for one in result.findings] == ["TRAJECTORY_EXCEEDED"]
    assert not any(one.refuses for one in result.findings)
    kept = run(steady_sales(Method.TRAJECTORY, trajectory_t=within))
    assert (kept.period.trajectory, kept.findings) == (Outcome.PASS, ())
    budget = run(steady_sales(Method.BUDGET, budget_t=inventory_t + 12))
    assert budget.period.trajectory is Outcome.FAIL


@pytest.mark.feature("F035")
def test_indicator_other_than_greenhouse_gases_has_the_mirrored_signs() -> None:
    of = ndc(Method.BUDGET, metric="MWh", budget_t=0, target_t=880_000)
    inventory = dict.fromkeys(DECADE.years, 1_000_000)
    moved = [action("first_transfer", "2030-12-01", 2030, 120_000)]
    seller = run(account(of, moved, inventory_t=inventory))
    assert seller.years[-1].balance_t == 880_000
    assert (of.direction, seller.achieved) == (Direction.AT_LEAST, Outcome.PASS)
    assert row(seller, "23(i)")[2030] == 1_000_000
    assert row(seller, "23(k)(ii)")[2030] == 880_000
    assert row(seller, "23(k)(i)")[2030] is row(seller, "23(a)")[2030] is None
    used = [action("use", "2030-12-31", 2030, 120_000, year=2030)]
    assert run(account(of, used, inventory_t=inventory)).years[-1].balance_t == 1_120_000


@pytest.mark.parametrize(
    ("declared", "year"),
    [("Authorization", 2024), ("Issuance", 2025), ("Use or cancellation", 2026)],
)
def test_definition_moves_the_report_and_never_the_adjustment(declared: str, year: int) -> None:
    events = [
        action("issuance", "2025-02-01", 2023, 50),
        action("use", "2026-06-01", 2023, 50, purposes=OIMP),
    ]
    granted = authorization(OIMP, declared, on="2024-03-01")
    result = run(account(ndc(Method.BUDGET, budget_t=0), events, [granted]))
    reported = dict(zip(DECADE.years, column(result, "first_transferred_oimp_t"), strict=True))
    assert {year: t for year, t in reported.items() if t} == {year: 50}
    assert column(result, "adjustment_t")[:4] == [0, 0, 50, 0]
    assert column(result, "first_transferred_t") == [0] * 10


def test_dual_purpose_units_are_first_transferred_once_by_the_earlier_event() -> None:
    events = [
        action("first_transfer", "2024-11-01", 2023, 50, counterparty="CHE"),
        action("issuance", "2025-02-01", 2023, 50),
    ]
    granted = authorization(BOTH, "Issuance", on="2024-03-01")
    of = account(ndc(Method.BUDGET, budget_t=0, target_t=0), events, [granted])
    result = run(of)
    assert column(result, "first_transferred_t")[3:5] == [50, 0]
    assert column(result, "first_transferred_oimp_t") == [0] * 10
    assert result.period.first_transferred_total_t == 50
    assert "FT_SAME_UNITS" not in codes(of)
