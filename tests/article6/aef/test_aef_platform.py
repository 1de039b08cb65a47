"""What only the platform can show is judged where it is given, and left unsaid otherwise."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from aef_trade import Book, Change, Trade, codes, submissions, the, trade

from tallystick import law
from tallystick.article6.aef.check import Report, check
from tallystick.article6.aef.platform import InitialReport, Platform
from tallystick.core.findings import Outcome, Severity

CONSISTENT = law.review_statuses()["consistent"]
BOTH = ("GHA", "CHE", "SWE")
REPORTS = tuple(
    InitialReport(party, date(2023, 1, 15), frozenset({"CA0009"}), CONSISTENT) for party in BOTH
)


def platform(
    as_of: date = date(2025, 6, 1),
    approaches: Collection[str] | None = frozenset({"CA0009"}),
    reports: tuple[InitialReport, ...] | None = REPORTS,
) -> Platform:
    return Platform(as_of, approaches, reports)


def checked_with(shown: Platform | None, change: Change | None = None) -> Report:
    told = trade()
    if change is not None:
        change(told)
    return check(submissions(told), shown)


def header(told: Trade, name: str, **cells: str | None) -> None:
    book: Book = told[name]
    book["submission"][0].update(cells)


@pytest.mark.rule("pass", "AEF_NEEDS_IR", "CA_UNKNOWN")
def test_trade_after_its_initial_reports_is_consistent() -> None:
    assert checked_with(platform()).findings == ()


def test_without_the_platform_nothing_is_said() -> None:
    assert checked_with(None).findings == ()
    assert checked_with(platform(approaches=None, reports=None)).findings == ()


@pytest.mark.rule("fail", "AEF_NEEDS_IR")
def test_annual_information_without_or_before_the_initial_report_is_inconsistent() -> None:
    report = checked_with(platform(reports=REPORTS[:2]))
    assert the(report, "AEF_NEEDS_IR").where["party"] == "SWE"
    assert not report.consistent
    late = InitialReport("SWE", date(2025, 5, 1), frozenset({"CA0009"}))
    assert codes(checked_with(platform(reports=(*REPORTS[:2], late)))) == ["AEF_NEEDS_IR"]


@pytest.mark.rule("pass", "AEF_NEEDS_IR")
def test_initial_report_may_come_on_the_day_of_the_annual_information() -> None:
    same_day = InitialReport("SWE", date(2025, 4, 10), frozenset({"CA0009"}))
    assert codes(checked_with(platform(reports=(*REPORTS[:2], same_day)))) == []


@pytest.mark.rule("missing", "AEF_NEEDS_IR", "CA_UNKNOWN")
def test_platform_seen_before_the_submission_decides_nothing() -> None:
    old = platform(date(2023, 2, 1), frozenset(), ())
    report = checked_with(old)
    assert codes(report) == []
    assert set(codes(report, Outcome.NOT_DETERMINABLE)) == {"AEF_NEEDS_IR", "CA_UNKNOWN"}


@pytest.mark.rule("fail", "CA_UNKNOWN")
def test_unknown_approach_is_a_warning_once_per_file() -> None:
    report = checked_with(platform(approaches=frozenset({"CA0010"})))
    assert codes(report) == ["CA_UNKNOWN"] * 5
    assert {found.severity for found in report.findings} == {Severity.WARNING}
    assert report.consistent


@pytest.mark.rule("pass", "CHECK_RESULT", "REVIEW_STATUS")
def test_printed_words_that_hold_pass() -> None:
    def returned(told: Trade) -> None:
        words = {"check_result": law.check_results()["consistent"], "review_status": CONSISTENT}
        header(told, "SWE-2024", **words)

    assert codes(checked_with(platform(), returned)) == ["CARP_FIELD"] * 2


@pytest.mark.rule("fail", "CHECK_RESULT", "REVIEW_STATUS")
def test_words_that_no_decision_prints_are_named_with_the_choice() -> None:
    def returned(told: Trade) -> None:
        header(told, "SWE-2024", check_result="consistent", review_status="under_review")

    report = checked_with(None, returned)
    assert "Null, information" in the(report, "CHECK_RESULT").fix.en
    assert "Review pending" in the(report, "REVIEW_STATUS").fix.zh
    assert report.consistent


@pytest.mark.rule("fail", "CHECK_RESULT", "REVIEW_STATUS")
def test_stated_result_and_status_are_held_against_what_is_known() -> None:
    def returned(told: Trade) -> None:
        words = {"check_result": law.check_results()["inconsistent"]}
        header(told, "SWE-2024", **words, review_status=law.review_statuses()["pending"])

    report = checked_with(platform(), returned)
    assert "no inconsistency" in the(report, "CHECK_RESULT").message.en
    assert CONSISTENT in the(report, "REVIEW_STATUS").message.en


@pytest.mark.rule("missing", "CHECK_RESULT", "REVIEW_STATUS")
def test_result_and_status_stay_open_where_others_are_missing() -> None:
    told = trade()
    words = {"check_result": law.check_results()["consistent"]}
    header(told, "SWE-2024", **words, review_status=law.review_statuses()["pending"])
    alone = submissions({"SWE-2024": told["SWE-2024"]})
    unsaid = platform(reports=tuple(replace(one, review=None) for one in REPORTS))
    open_to_question = codes(check(alone, unsaid), Outcome.NOT_DETERMINABLE)
    assert {"CHECK_RESULT", "REVIEW_STATUS"} <= set(open_to_question)


@pytest.mark.rule("fail", "HOLDINGS_OVERLAP")
def test_units_listed_in_two_rows_name_both_rows() -> None:
    def again(told: Trade) -> None:
        told["SWE-2024"]["holdings"].append(dict(told["SWE-2024"]["holdings"][0]))

    found = the(checked_with(None, again), "HOLDINGS_OVERLAP")
    assert (found.where["row"], found.where["counterpart_row"]) == (3, 2)
    assert found.where["check"] == "ISC01"
