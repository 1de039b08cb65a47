"""Units of one authorization and vintage: counted once, and never in silence."""

import pytest

from account_samples import (
    BOTH,
    BUDGET,
    SALE,
    TARGET,
    UNKNOWN,
    account,
    action,
    authorization,
    codes,
    found,
    ndc,
    selling,
)
from tallystick.article6.account import Account, Action, Method, run
from tallystick.core.actions import OIMP
from tallystick.core.findings import Outcome, Severity
from tallystick.core.periods import NdcPeriod


def dual(*events: Action) -> Account:
    granted = authorization(BOTH, "Use or cancellation")
    return account(ndc(**TARGET), events, [granted])


MOVED = action("first_transfer", "2023-12-01", 2022, 60)
USED = action("use", "2024-12-01", 2022, 40, purposes=OIMP)


@pytest.mark.rule("missing", "FT_SAME_UNITS")
def test_events_without_serials_are_taken_to_concern_the_same_units_and_say_so() -> None:
    result = run(dual(MOVED, USED))
    assert result.period.first_transferred_total_t == 60
    (finding,) = found(result, "FT_SAME_UNITS")
    assert (finding.outcome, finding.severity) == (UNKNOWN, Severity.WARNING)


def test_issuance_shows_that_events_concern_the_same_units() -> None:
    issued = action("issuance", "2023-01-01", 2022, 60)
    assert "FT_SAME_UNITS" not in codes(dual(issued, MOVED, USED))


@pytest.mark.parametrize(("first", "total"), [(1, 60), (31, 70), (61, 100)])
def test_serials_show_which_units_events_concern(first: int, total: int) -> None:
    moved = action("first_transfer", "2023-12-01", 2022, 60, block=(1, 60))
    used = action("use", "2024-12-01", 2022, 40, block=(first, first + 39), purposes=OIMP)
    result = run(dual(moved, used))
    assert result.period.first_transferred_total_t == total
    assert found(result, "FT_SAME_UNITS") == []


def test_unit_is_first_transferred_once_where_serials_tell() -> None:
    again = action("first_transfer", "2024-12-01", 2022, 10, block=(6, 15))
    once = action("first_transfer", "2023-12-01", 2022, 10, block=(1, 10))
    result = run(selling(once, again))
    (finding,) = found(result, "FT_TWICE")
    assert "5 of the units 6 to 15" in finding.message.en
    assert result.period.first_transferred_total_t == 15
    assert (
        codes(selling(once, action("first_transfer", "2024-12-01", 2022, 1, block=(11, 11)))) == []
    )
    assert "FT_TWICE" not in codes(selling(SALE, SALE))


def test_contribution_to_the_adaptation_fund_is_a_first_transfer() -> None:
    given = action("contribution", "2023-12-01", 2022, 10)
    assert run(selling(given)).period.first_transferred_total_t == 10
    early = [authorization(on="2024-01-01")]
    assert codes(account(ndc(**TARGET), [given], early)) == ["FT_UNAUTH"]


def test_nothing_follows_a_use_or_cancellation_where_serials_tell() -> None:
    ended = action("voluntary_cancellation", "2023-12-01", 2022, 10, block=(1, 10))
    later = action("first_transfer", "2024-12-01", 2022, 10, block=(10, 19))
    assert codes(selling(ended, later)) == ["TERMINAL"]
    before = action("first_transfer", "2023-12-01", 2022, 10, block=(10, 19))
    assert codes(selling(ended, before)) == []


@pytest.mark.rule("missing", "FT_EVENT_MISSING")
def test_units_that_moved_without_the_issuance_that_first_transfers_them_are_named() -> None:
    def of(*events: Action) -> Account:
        return account(ndc(**TARGET), events, [authorization(OIMP, "Issuance")])

    used = action("use", "2024-12-01", 2022, 40, purposes=OIMP)
    issued = action("issuance", "2023-12-01", 2022, 30)
    result = run(of(issued, used))
    (finding,) = result.findings
    assert (finding.code, finding.outcome) == ("FT_EVENT_MISSING", UNKNOWN)
    assert "10 units" in finding.message.en
    assert result.period.first_transferred_total_t == 30
    assert codes(of(issued, action("issuance", "2023-12-02", 2022, 10), used)) == []


@pytest.mark.rule("fail", "FT_PERIOD")
def test_first_transfers_of_another_period_are_named_and_do_not_enter() -> None:
    late = action("first_transfer", "2031-01-10", 2030, 10)
    result = run(selling(late))
    assert [(one.code, one.severity) for one in result.findings] == [
        ("FT_PERIOD", Severity.WARNING)
    ]
    assert result.period.first_transferred_total_t == result.period.adjustment_t == 0
    old = selling(SALE, method=Method.BUDGET, period=NdcPeriod(2023, 2030), **BUDGET)
    result = run(old)
    assert [one.code for one in result.findings] == ["FT_PERIOD"]
    assert "vintage 2022" in result.findings[0].message.en
    assert [year.first_transferred_t for year in result.years] == [10, *[0] * 7]
    assert result.period.first_transferred_total_t == result.period.adjustment_t == 0


@pytest.mark.parametrize(
    ("day", "vintage", "found"),
    [
        pytest.param("2031-12-31", 2022, [], marks=pytest.mark.rule("pass", "FT_OIMP_DEADLINE")),
        pytest.param(
            "2032-01-01", 2022, [Outcome.FAIL], marks=pytest.mark.rule("fail", "FT_OIMP_DEADLINE")
        ),
        pytest.param(
            "2040-01-01", 2035, [UNKNOWN], marks=pytest.mark.rule("missing", "FT_OIMP_DEADLINE")
        ),
        ("2032-01-01", 2031, []),
    ],
    ids=["last day", "a day late", "another period", "the year after the vintage"],
)
def test_outcomes_for_oimp_are_first_transferred_by_the_year_before_the_closing_report(
    day: str, vintage: int, found: list[Outcome]
) -> None:
    ended = action("use", day, vintage, 40, purposes=OIMP)
    result = run(account(ndc(**TARGET), [ended], [authorization(OIMP, "Use or cancellation")]))
    late = [one for one in result.findings if one.code == "FT_OIMP_DEADLINE"]
    assert [one.outcome for one in late] == found
    assert not [one for one in late if one.refuses]
