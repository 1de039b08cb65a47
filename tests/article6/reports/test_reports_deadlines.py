"""Deadlines between two days, from the dates that the decisions fix."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.article6.reporting_days import closing_report_year, report_year_from
from tallystick.article6.reports.deadlines import Deadline, Planned, deadlines
from tallystick.core.periods import NdcPeriod

DECADE = NdcPeriod(2021, 2030)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def days(code: str, *listed: Deadline) -> list[date | None]:
    return [one.due_on for one in listed if one.code == code]


@pytest.mark.feature("F245")
def test_annual_information_is_due_on_15_april_of_the_following_year() -> None:
    listed = deadlines("GHA", FIRST, LAST)
    assert days("AEF", *listed) == [date(year, 4, 15) for year in (2024, 2025, 2026)]
    assert days("AEF", *deadlines("GHA", date(2021, 1, 1), date(2021, 12, 31))) == []


@pytest.mark.feature("F246")
def test_biennial_reports_are_due_every_second_year_from_2024() -> None:
    listed = deadlines("GHA", date(2020, 1, 1), date(2029, 12, 31))
    assert days("BTR", *listed) == [date(year, 12, 31) for year in (2024, 2026, 2028)]
    assert not any(one.discretion for one in listed)


@pytest.mark.feature("F246")
@pytest.mark.parametrize("party", ["TUV", "MWI"])
def test_small_islands_and_least_developed_countries_report_at_their_discretion(
    party: str,
) -> None:
    reports = [one for one in deadlines(party, FIRST, LAST) if one.code == "BTR"]
    assert all(one.discretion for one in reports)
    assert all("discretion" in one.title.en for one in reports)


@pytest.mark.feature("F243")
def test_initial_report_is_due_by_the_authorization() -> None:
    (due,) = [
        one
        for one in deadlines("GHA", FIRST, LAST, planned=[Planned("CA0009", date(2025, 5, 1))])
        if one.code == "IR"
    ]
    assert due.due_on == date(2025, 5, 1)
    assert "2026-12-31" in due.title.en


def test_first_transfers_for_other_purposes_are_due_the_year_before_the_closing_report() -> None:
    listed = deadlines("GHA", date(2031, 1, 1), date(2032, 12, 31), periods=[DECADE])
    assert days("FT_OIMP", *listed) == [date(2031, 12, 31)]
    assert closing_report_year(DECADE) == 2032


def test_finality_has_no_day_unless_one_is_given() -> None:
    assert days("FINAL", *deadlines("GHA", FIRST, LAST, periods=[DECADE])) == [None]
    given_day = deadlines("GHA", FIRST, LAST, periods=[DECADE], final_on=date(2026, 6, 30))
    assert days("FINAL", *given_day) == [date(2026, 6, 30)]


def test_code_that_is_no_partys_is_refused() -> None:
    with pytest.raises(KeyError):
        deadlines("XQX", FIRST, LAST)


YEARS = st.integers(2019, 2060)


@given(st.sampled_from(sorted(PARTIES)), YEARS, YEARS)
def test_deadlines_lie_in_the_range_in_order_and_cite_the_law(
    party: str, first: int, last: int
) -> None:
    span = date(min(first, last), 1, 1), date(max(first, last), 12, 31)
    listed = deadlines(party, *span, periods=[DECADE])
    dated = [one.due_on for one in listed if one.due_on]
    assert dated == sorted(dated)
    assert all(span[0] <= day <= span[1] for day in dated)
    assert all(law.paragraph(one.source) for one in listed)


@given(YEARS)
def test_a_report_year_is_its_own_next(year: int) -> None:
    found = report_year_from(year)
    assert found >= year
    assert report_year_from(found) == found
