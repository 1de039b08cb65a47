"""Stated figures are held to the balance, the average, the metric, pledges and the target."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.article6.account import Divisor, Method, Ndc, NdcKind
from tallystick.article6.stated import (
    Deduction,
    DeductionKind,
    Forecast,
    StatedCheck,
    Statement,
    Year,
    check,
)
from tallystick.core.findings import Outcome
from tallystick.core.periods import NdcPeriod

PERIOD = NdcPeriod(2021, 2030)
TONNES = Ndc(
    period=PERIOD, kind=NdcKind.SINGLE_YEAR, method=Method.BUDGET, target_t=90, budget_t=900
)
MWH = replace(TONNES, metric="MWh")
AVERAGED = replace(TONNES, method=Method.AVERAGING, budget_t=None)


def year(number: int = 2023, **figures: Any) -> Year:
    return Year(year=number, **{"metric": "GHG", **figures})


def said(outcome: Outcome = Outcome.FAIL, ndc: Ndc = TONNES, **told: Any) -> list[str]:
    statement = Statement(party="GHA", ndc=ndc, **told)
    return [found.code for found in check(statement) if found.outcome is outcome]


UNKNOWN = Outcome.NOT_DETERMINABLE


@pytest.mark.rule("pass", "BALANCE", "METRIC_ACCOUNT")
@given(st.integers(0, 10**9), st.fractions())
def test_balance_is_emissions_plus_the_adjustment(emissions: int, adjustment: Fraction) -> None:
    tonnes = year(emissions_t=emissions, adjustment_t=adjustment, balance_t=emissions + adjustment)
    assert check(Statement(party="GHA", ndc=TONNES, years=(tonnes,))) == []
    power = replace(tonnes, metric="MWh", balance_t=emissions - adjustment)
    assert check(Statement(party="GHA", ndc=MWH, years=(power,))) == []


@pytest.mark.rule("fail", "BALANCE")
def test_balance_into_which_acquisitions_went_is_refused() -> None:
    first, acquired, used, emissions = 5, 3, 0, 100
    wrong = Fraction(emissions + first - acquired + used)
    told = year(emissions_t=emissions, adjustment_t=Fraction(first - used), balance_t=wrong)
    assert said(years=(told,)) == ["BALANCE"]


@pytest.mark.rule("missing", "BALANCE", "METRIC_ACCOUNT")
def test_balance_without_its_parts_cannot_be_told() -> None:
    told = year(metric=None, balance_t=Fraction(100))
    assert said(UNKNOWN, years=(told,)) == ["BALANCE", "METRIC_ACCOUNT"]


@pytest.mark.rule("fail", "INV_MISSING")
def test_balance_of_a_year_that_has_no_inventory_is_not_one() -> None:
    bare = year(adjustment_t=Fraction(5), lacks_inventory=True)
    assert said(years=(bare,)) == []
    assert said(years=(replace(bare, balance_t=Fraction(5)),)) == ["INV_MISSING"]
    assert said(UNKNOWN, years=(replace(bare, balance_t=Fraction(5)),)) == []


def answered(outcome: Outcome, rests_on: str | None) -> Statement:
    told = StatedCheck(check="PART_E", outcome=outcome, rests_on=rests_on)
    return Statement(party="GHA", ndc=TONNES, checks=(told,))


@pytest.mark.rule("fail", "CHECK_NOT_RUN")
def test_check_without_data_is_not_passed() -> None:
    (found,) = check(answered(Outcome.PASS, "none"))
    assert (found.code, found.outcome) == ("CHECK_NOT_RUN", Outcome.FAIL)
    assert found.where["check"] == "PART_E"
    assert check(answered(UNKNOWN, "none")) == []


@pytest.mark.rule("pass", "CHECK_NOT_RUN")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_check_that_had_data_came_to_what_it_came_to(outcome: Outcome) -> None:
    assert check(answered(outcome, "inventory of 2024")) == []


@pytest.mark.rule("missing", "CHECK_NOT_RUN")
def test_check_of_which_nobody_says_what_it_rested_on_is_undecided() -> None:
    (found,) = check(answered(Outcome.PASS, None))
    assert (found.code, found.outcome) == ("CHECK_NOT_RUN", UNKNOWN)


@pytest.mark.rule("fail", "METRIC_ACCOUNT")
def test_figures_in_another_metric_have_an_account_of_their_own() -> None:
    assert said(years=(year(metric="MWh"),)) == ["METRIC_ACCOUNT"]
    assert said(ndc=MWH, years=(year(),)) == ["METRIC_ACCOUNT"]


def average(**others: Any) -> Year:
    return year(2023, adjustment_t=Fraction(4), **others)


@pytest.mark.rule("pass", "AVG_DENOM", "AVG_WINDOW")
def test_average_is_divided_by_the_years_elapsed_or_by_all_as_declared() -> None:
    assert said(ndc=AVERAGED, years=(average(divided_by=3, counted_to=2023),)) == []
    treaty = replace(AVERAGED, averaging_divisor=Divisor.PERIOD)
    assert said(ndc=treaty, years=(average(divided_by=10, counted_to=2023),)) == []


@pytest.mark.rule("fail", "AVG_DENOM", "AVG_WINDOW")
def test_other_divisor_or_window_is_refused() -> None:
    told = average(divided_by=10, counted_to=2026)
    assert said(ndc=AVERAGED, years=(told,)) == ["AVG_DENOM", "AVG_WINDOW"]


@pytest.mark.rule("missing", "AVG_DENOM", "AVG_WINDOW")
def test_average_without_its_divisor_cannot_be_told() -> None:
    assert said(UNKNOWN, ndc=AVERAGED, years=(average(),)) == ["AVG_DENOM", "AVG_WINDOW"]


def deduction(pledge: str | None) -> Deduction:
    return Deduction(kind=DeductionKind.SOP, on=date(2024, 1, 1), quantity_t=50, pledge=pledge)


@pytest.mark.rule("pass", "SOP_OMGE")
def test_pledged_deduction_passes_and_none_is_ever_asked_for() -> None:
    assert said(deductions=(deduction("implementing agreement, article 5"),)) == []
    assert said() == []


@pytest.mark.rule("fail", "SOP_OMGE")
def test_deduction_made_without_a_pledge_is_refused() -> None:
    assert said(deductions=(deduction("none"),)) == ["SOP_OMGE"]


@pytest.mark.rule("missing", "SOP_OMGE")
def test_deduction_of_which_the_pledge_is_not_told_stays_open() -> None:
    assert said(UNKNOWN, deductions=(deduction(None),)) == ["SOP_OMGE"]


def forecast(sent: int, emissions: int | None = 80) -> Forecast:
    return Forecast(
        emissions_t={} if emissions is None else {2030: emissions}, first_transfers_t={2030: sent}
    )


@pytest.mark.rule("pass", "OVERSELL")
def test_target_that_is_kept_after_all_transfers_passes() -> None:
    assert said(forecast=forecast(10)) == []


@pytest.mark.rule("fail", "OVERSELL")
def test_transfers_beyond_the_target_are_a_warning() -> None:
    assert said(forecast=forecast(11)) == ["OVERSELL"]
    assert said(ndc=AVERAGED, forecast=forecast(100)) == []
    assert said(ndc=AVERAGED, forecast=forecast(101)) == ["OVERSELL"]


@pytest.mark.rule("missing", "OVERSELL")
def test_oversale_cannot_be_told_without_the_emissions_expected_or_a_target() -> None:
    assert said(UNKNOWN, forecast=forecast(1, None)) == ["OVERSELL"]
    assert said(UNKNOWN, ndc=replace(TONNES, target_t=None), forecast=forecast(1)) == ["OVERSELL"]
