"""Initial reports are there in time, and their versions follow each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import initial

from tallystick import law
from tallystick.article6.reports.filed import (
    COVERAGE,
    VERSIONS,
    Event,
    EventKind,
    FiledReport,
    judge_coverage,
    judge_filing,
)
from tallystick.article6.reports.initial import Approach, judge_initial
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Outcome

DAY, LATER = date(2024, 3, 1), date(2024, 6, 1)
AUTHORIZED = Event(EventKind.AUTHORIZATION, "CA0009", DAY, "A1")
ANNUAL = Event(EventKind.FILING, "CA0009", DAY)
FAIL, UNKNOWN = [("IR_MISSING", Outcome.FAIL)], [("IR_MISSING", Outcome.NOT_DETERMINABLE)]


def filed(on: date | None, approach: str = "CA0009", *, with_btr: bool = False) -> FiledReport:
    return FiledReport(FIRST, on, frozenset({approach}), with_btr)


def outcomes(event: Event, *reports: FiledReport) -> list[tuple[str, Outcome]]:
    return [(one.code, one.outcome) for one in judge_coverage([event], reports)]


def test_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for source, texts in [
        *((rule.source, (rule.message, rule.fix)) for rule in COVERAGE.rules),
        *((rule.source, (rule.message, rule.fix)) for rule in VERSIONS.rules),
    ]:
        assert law.paragraph(source)
        assert all(text.en and text.zh for text in texts)


@pytest.mark.feature("F243")
@pytest.mark.parametrize("event", [AUTHORIZED, ANNUAL])
@pytest.mark.rule("pass", "IR_MISSING")
def test_report_is_there_on_the_day(event: Event) -> None:
    assert outcomes(event, filed(DAY)) == []


@pytest.mark.parametrize("event", [AUTHORIZED, ANNUAL])
@pytest.mark.rule("fail", "IR_MISSING")
def test_report_that_comes_later_or_is_about_another_approach_is_missing(event: Event) -> None:
    assert outcomes(event, filed(LATER)) == FAIL
    assert outcomes(event, filed(DAY, "CA0010")) == FAIL
    assert outcomes(event) == FAIL


@pytest.mark.parametrize("event", [AUTHORIZED, ANNUAL])
@pytest.mark.rule("missing", "IR_MISSING")
def test_report_without_its_day_is_undecided(event: Event) -> None:
    assert outcomes(event, filed(None)) == UNKNOWN
    assert outcomes(Event(event.kind, "CA0009", None), filed(DAY)) == UNKNOWN


@pytest.mark.feature("F243")
def test_report_may_come_with_the_next_btr_where_that_is_declared() -> None:
    end_of_2024 = date(2024, 12, 31)
    assert outcomes(AUTHORIZED, filed(end_of_2024, with_btr=True)) == []
    assert outcomes(AUTHORIZED, filed(date(2025, 1, 1), with_btr=True)) == FAIL
    assert outcomes(ANNUAL, filed(end_of_2024, with_btr=True)) == FAIL


def test_the_report_itself_counts_for_its_approaches() -> None:
    approach = initial().approaches[0]
    event = Event(EventKind.AUTHORIZATION, "CA0009", date(2025, 3, 1))
    report = initial(approaches=(Approach("CA0009", approach.information, (event,)),))
    assert judge_initial(report) == []


@pytest.mark.rule("pass", "IR_VERSION", "IR_UPDATE")
def test_version_is_above_those_on_file_and_an_updated_report_adds_an_approach() -> None:
    before = [filed(DAY)]
    assert judge_filing(FiledReport(Version(1, 1), LATER, frozenset({"CA0009"})), before) == []
    assert judge_filing(FiledReport(Version(2, 0), LATER, frozenset({"CA0010"})), before) == []


@pytest.mark.rule("fail", "IR_VERSION")
def test_version_that_is_on_file_already_is_refused() -> None:
    (finding,) = judge_filing(FiledReport(FIRST, LATER, frozenset({"CA0009"})), [filed(DAY)])
    assert (finding.code, finding.refuses) == ("IR_VERSION", True)


@pytest.mark.rule("fail", "IR_UPDATE")
def test_updated_report_without_a_further_approach_is_none() -> None:
    second = FiledReport(Version(2, 0), LATER, frozenset({"CA0009"}))
    (finding,) = judge_filing(second, [filed(DAY)])
    assert finding.code == "IR_UPDATE"


@pytest.mark.rule("missing", "IR_UPDATE", "IR_MISSING")
def test_reports_whose_approaches_nobody_has_recorded_may_cover_any() -> None:
    unlisted = FiledReport(FIRST, DAY, None)
    for second in (frozenset({"CA0010"}), None):
        (finding,) = judge_filing(FiledReport(Version(2, 0), LATER, second), [unlisted])
        assert (finding.code, finding.outcome) == ("IR_UPDATE", Outcome.NOT_DETERMINABLE)
    event = Event(EventKind.AUTHORIZATION, "CA0010", LATER)
    (covered,) = judge_coverage([event], [unlisted])
    assert (covered.code, covered.outcome) == ("IR_MISSING", Outcome.NOT_DETERMINABLE)


NUMBERS = st.integers(1, 99)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_versions_read_back_and_compare_by_their_numbers(a: int, b: int, c: int, d: int) -> None:
    one, other = Version(a, b), Version(c, d)
    assert Version.parse(str(one)) == one
    assert (one < other) == ((a, b) < (c, d))
    assert one < one.correction()


@pytest.mark.parametrize("text", ["", "1", "0.1", "1.01", "v1.0", "1.0.0", "-1.0"])
def test_other_shapes_are_no_versions(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        Version.parse(text)
