"""The workbook's rows 7 to 13, the account beside them, and why they differ."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_samples import HOST, credit, different, row, side_by_side, total

from tallystick import law
from tallystick.article6.account import Method
from tallystick.article6.reporting_workbook import Credit, to_json
from tallystick.article6.reporting_workbook.compare import COUNTRIES
from tallystick.article6.reporting_workbook.differences import DIFFERENCES
from tallystick.core.findings import Outcome
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook

AVERAGING = {"method": Method.AVERAGING}
UNKNOWN = Outcome.NOT_DETERMINABLE
OLD = credit(60, 2022, authorized_in=2023)
YOUNG = credit(40, 2023, authorized_in=2026)
FOR_NDC = credit(10, 2021, "Issuance", for_ndc=True, authorized_in=2022, issued_in=2024)
NOWHERE = credit(7, 2024, "First international transfer")


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    books: list[Rulebook[Any, Any]] = [COUNTRIES, DIFFERENCES]
    for rule in (rule for book in books for rule in book.rules):
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


def test_rows_stand_by_year_of_the_declared_event_and_row_12_by_vintage() -> None:
    both = side_by_side(OLD, YOUNG, FOR_NDC, used_t={2025: 5})
    assert row(both, 7) == [0, 0, 0, 10, 0, 0]
    assert row(both, 8) == [0, 0, 60, 0, 0, 40]
    assert row(both, 9) == [0, 0, 0, 0, 5, 0]
    assert row(both, 10) == [0, 0, 60, 10, -5, 40]
    assert row(both, 11) == [None] * 6
    assert row(both, 12) == [10, 60, 40, 0, -5, 0]
    assert row(both, 13) == [0, 0, 60, 70, 65, 105]
    assert [total(both, number) for number in range(7, 14)] == [10, 100, 5, 105, None, 105, 105]


def test_row_14_is_never_there() -> None:
    assert [one["row"] for one in to_json(side_by_side(OLD))["rows"]] == [7, 8, 9, 10, 11, 12, 13]


def test_account_agrees_with_the_workbook_where_it_is_right() -> None:
    both = side_by_side(OLD, YOUNG, FOR_NDC, used_t={2025: 5})
    assert both.account is not None
    years = both.account.years[:6]
    assert [one.first_transferred_t for one in years] == row(both, 7)
    assert [one.first_transferred_oimp_t for one in years] == row(both, 8)
    assert [one.net_t for one in years] == row(both, 10)
    assert [one.adjustment_t for one in years] == row(both, 12)
    assert [one.cumulative_net_t for one in years] == row(both, 13)


@pytest.mark.rule("fail", "ROW14_SIGN")
def test_account_adds_first_transfers_and_says_why_row_14_differs() -> None:
    inventory = dict.fromkeys(range(2021, 2031), 1_000)
    both = side_by_side(OLD, YOUNG, inventory_t=inventory)
    assert both.account is not None
    assert [one.balance_t for one in both.account.years[:4]] == [1_000, 1_060, 1_040, 1_000]
    found = different(both, "ROW14_SIGN")
    assert [one.where["year"] for one in found] == [2022, 2023]
    assert "plus 60 t" in found[0].message.en
    assert "60" in found[0].message.zh
    assert both.findings == ()


@pytest.mark.rule("pass", "ROW14_SIGN", "YEARS_UNLISTED")
def test_sign_of_row_14_makes_no_difference_without_adjustments() -> None:
    assert different(side_by_side(credit(5, 2025, authorized_in=2025)), "ROW14_SIGN") == []


@pytest.mark.rule("missing", "ROW14_SIGN")
def test_sign_of_row_14_cannot_be_told_without_an_adjustment() -> None:
    (finding,) = different(side_by_side(NOWHERE), "ROW14_SIGN")
    assert finding.outcome is UNKNOWN


@pytest.mark.rule("fail", "AVG_WINDOW")
def test_average_of_the_workbook_divides_more_years_by_fewer() -> None:
    both = side_by_side(OLD, YOUNG, **AVERAGING)
    assert row(both, 11) == [25, 25, 25, 25, None, None]
    assert row(both, 12) == row(both, 11)
    assert both.account is not None
    assert [one.average_t for one in both.account.years[:6]] == [
        0,
        0,
        20,
        15,
        12,
        Fraction(100, 6),
    ]
    (finding,) = different(both, "AVG_WINDOW")
    assert finding.outcome is Outcome.FAIL
    assert "2026" in finding.message.en
    assert "2024" in finding.message.en


def test_average_with_one_window_is_no_difference() -> None:
    assert different(side_by_side(OLD, **AVERAGING), "AVG_WINDOW") == []
    assert different(side_by_side(OLD, YOUNG), "AVG_WINDOW") == []
    late = side_by_side(OLD, YOUNG, inventory_to=2026, **AVERAGING)
    assert different(late, "AVG_WINDOW") == []


@pytest.mark.rule("pass", "COUNTRY_UNKNOWN", "ISSUED_BEFORE_AUTHORIZED", "UNRESOLVED_COUNTED")
@pytest.mark.rule("missing", "AVG_WINDOW")
def test_window_of_the_average_cannot_be_told_without_years() -> None:
    (finding,) = different(side_by_side(credit(60, 2022), **AVERAGING), "AVG_WINDOW")
    assert finding.outcome is UNKNOWN


@pytest.mark.rule("fail", "UNRESOLVED_COUNTED")
def test_definition_that_cannot_be_dated_is_adjusted_by_the_workbook_and_refused_here() -> None:
    inventory = dict.fromkeys(range(2021, 2031), 1_000)
    both = side_by_side(OLD, NOWHERE, inventory_t=inventory)
    assert (total(both, 8), total(both, 12)) == (60, 67)
    assert both.account is not None
    assert {one.balance_t for one in both.account.years} == {None}
    assert both.account.period.balance_t is None
    assert [one.code for one in both.findings if one.refuses] == ["FT_DEF_UNRESOLVED"]
    (finding,) = different(both, "UNRESOLVED_COUNTED")
    assert "7 t" in finding.message.en


def test_what_is_neither_used_nor_cancelled_yet_is_adjusted_by_the_workbook_only() -> None:
    both = side_by_side(credit(7, 2024, "Use or cancellation", authorized_in=2024))
    assert (total(both, 8), total(both, 12)) == (0, 7)
    assert both.account is not None
    assert both.account.period.adjustment_t == 0
    assert [one.outcome for one in different(both, "UNRESOLVED_COUNTED")] == [Outcome.FAIL]
    assert different(side_by_side(OLD), "UNRESOLVED_COUNTED") == []


@pytest.mark.rule("missing", "UNRESOLVED_COUNTED")
def test_blank_definition_cannot_be_told() -> None:
    both = side_by_side(credit(7, 2024, ""))
    assert [one.outcome for one in different(both, "UNRESOLVED_COUNTED")] == [UNKNOWN]
    assert any(one.refuses for one in both.findings)


@pytest.mark.rule("fail", "ISSUED_BEFORE_AUTHORIZED")
@pytest.mark.rule("missing", "ISSUED_BEFORE_AUTHORIZED")
def test_units_issued_before_their_authorization_are_first_transferred_with_it() -> None:
    both = side_by_side(credit(9, 2021, "Issuance", issued_in=2022, authorized_in=2023))
    assert row(both, 8) == [0, 9, 0, 0, 0, 0]
    assert both.account is not None
    assert [one.first_transferred_oimp_t for one in both.account.years[:3]] == [0, 0, 9]
    (finding,) = different(both, "ISSUED_BEFORE_AUTHORIZED")
    assert finding.outcome is Outcome.FAIL
    undated = side_by_side(credit(9, 2021, "Issuance", issued_in=2022))
    assert [one.outcome for one in different(undated, "ISSUED_BEFORE_AUTHORIZED")] == [UNKNOWN]
    assert different(side_by_side(FOR_NDC), "ISSUED_BEFORE_AUTHORIZED") == []


def test_authorization_may_come_before_the_mitigation_it_first_transfers() -> None:
    both = side_by_side(credit(5, 2025, authorized_in=2023))
    assert row(both, 8) == [0, 0, 5, 0, 0, 0]
    assert both.account is not None
    assert [one.first_transferred_oimp_t for one in both.account.years[:3]] == [0, 0, 5]
    assert [one.adjustment_t for one in both.account.years[:5]] == row(both, 12)[:5]
    assert not any(one.refuses for one in both.findings)


@pytest.mark.rule("missing", "YEARS_UNLISTED")
def test_years_that_are_not_listed_are_never_guessed() -> None:
    both = side_by_side(credit(60, 2022), FOR_NDC)
    assert row(both, 7) == [0, 0, 0, 10, 0, 0]
    assert row(both, 8) == row(both, 10) == row(both, 13) == [None] * 6
    assert [total(both, number) for number in (8, 10, 13)] == [60, 70, 70]
    assert row(both, 12) == [10, 60, 0, 0, 0, 0]
    (finding,) = different(both, "YEARS_UNLISTED")
    assert finding.outcome is UNKNOWN
    assert both.account is not None
    assert [one.net_t for one in both.account.years] == [None] * 6 + [0] * 4
    assert [one.adjustment_t for one in both.account.years[:3]] == [10, 60, 0]
    assert different(side_by_side(OLD), "YEARS_UNLISTED") == []


def test_average_at_the_end_of_the_period_needs_no_years() -> None:
    both = side_by_side(credit(60, 2022), **AVERAGING)
    assert both.account is not None
    assert [one.average_t for one in both.account.years][:5] == [None] * 5
    assert both.account.years[-1].average_t == 6


@pytest.mark.rule("fail", "COUNTRY_UNKNOWN")
@pytest.mark.rule("missing", "COUNTRY_UNKNOWN")
def test_country_that_is_not_listed_is_refused_and_not_zero() -> None:
    both = side_by_side(OLD, country="atlantis ")
    assert (both.rows, both.account) == ((), None)
    (finding,) = both.findings
    assert (finding.code, finding.outcome) == ("COUNTRY_UNKNOWN", Outcome.FAIL)
    assert HOST in finding.fix.en
    (blank,) = side_by_side(country=HOST).findings
    assert blank.outcome is UNKNOWN
    assert side_by_side(OLD, country=HOST).rows


CREDITS = st.builds(
    credit,
    st.integers(1, 10**9),
    st.integers(2021, 2024),
    st.sampled_from(["Authorisation", "Issuance"]),
    for_ndc=st.booleans(),
    authorized_in=st.integers(2023, 2024),
    issued_in=st.integers(2024, 2026),
)


@given(st.lists(CREDITS, min_size=1, max_size=12), st.integers(2026, 2035))
def test_workbook_and_account_agree_in_total_whatever_the_years(
    listed: list[Credit], last_year: int
) -> None:
    both = side_by_side(*listed, period=NdcPeriod(2021, last_year))
    assert both.account is not None
    assert total(both, 7) + total(both, 8) == total(both, 12) == total(both, 13)
    assert both.account.period.adjustment_t == total(both, 12)
    assert both.account.period.first_transferred_total_t == total(both, 10)
