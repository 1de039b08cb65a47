"""Annual reports: versions, the day of the holdings, the deadline, nil reports."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tallystick import law
from tallystick.article6.reports.annual import ANNUAL, AnnualReport, Previous, judge_annual
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Outcome


def report(**of: Any) -> AnnualReport:
    usual: dict[str, Any] = {"party": "GHA", "year": 2025, "version": FIRST, "rows": 3}
    return AnnualReport(**{**usual, "submitted_on": date(2026, 4, 15), **of})


def codes(previous: Previous | None = None, **of: Any) -> list[str]:
    return [one.code for one in judge_annual(report(**of), previous)]


BEFORE = Previous("GHA", 2025, Version(1, 9))


def test_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for rule in ANNUAL.rules:
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.feature("F245")
def test_first_version_is_1_0_and_each_later_one_is_higher() -> None:
    assert codes() == []
    assert codes(version=Version(1, 1)) == ["AEF_VERSION"]
    assert codes(BEFORE, version=Version(1, 10)) == []
    assert codes(BEFORE, version=Version(1, 9)) == ["AEF_VERSION"]


@pytest.mark.rule("pass", "AEF_NIL")
def test_version_before_is_of_the_same_report() -> None:
    other = Previous("CHE", 2025, Version(1, 9))
    assert codes(other, version=Version(1, 10)) == ["AEF_OTHER_REPORT"]


@pytest.mark.feature("F245")
def test_first_version_is_late_after_15_april_and_a_correction_never() -> None:
    assert codes(submitted_on=date(2026, 4, 16)) == ["AEF_LATE"]
    assert codes(BEFORE, version=Version(2, 0), submitted_on=date(2026, 12, 1)) == []


@pytest.mark.rule("fail", "AEF_YEAR_OPEN")
def test_holdings_are_not_frozen_before_the_year_is_over() -> None:
    assert codes(submitted_on=date(2025, 12, 31)) == ["AEF_YEAR_OPEN"]


@pytest.mark.rule("fail", "AEF_NIL")
@pytest.mark.feature("F245")
def test_correction_without_rows_takes_back_what_the_version_before_reported() -> None:
    before = Previous("GHA", 2025, Version(1, 9), rows=3)
    (finding,) = judge_annual(report(version=Version(1, 10), rows=0), before)
    assert (finding.code, finding.outcome, finding.refuses) == ("AEF_NIL", Outcome.FAIL, False)
    assert "had 3" in finding.message.en
    (told,) = judge_annual(report(version=Version(1, 10), rows=0), replace(before, rows=0))
    assert told.outcome is Outcome.NOT_DETERMINABLE
    assert codes(before, version=Version(1, 10)) == []


@pytest.mark.rule("missing", "AEF_NIL")
@pytest.mark.rule("pass", "AEF_OTHER_REPORT", "AEF_YEAR_OPEN")
def test_nil_report_is_told_as_undecided() -> None:
    assert codes(rows=0) == ["AEF_NIL"]
