"""Reports are complete by the value of every element, never by whether it is "truthy"."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import (
    AFTER_BAKU,
    BEFORE_BAKU,
    DECADE,
    initial,
    ndc,
    told,
    told_about,
)

from tallystick import law
from tallystick.article6.account import Method
from tallystick.article6.ndc import TargetForm
from tallystick.article6.reports.information import (
    COMPLETENESS,
    Information,
    Value,
    asked,
    judge_completeness,
)
from tallystick.article6.reports.initial import Approach, judge_initial
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.regular import RegularApproach, RegularReport, judge_regular
from tallystick.article6.reports.tell import initial_to_json
from tallystick.core.findings import Outcome
from tallystick.core.quantities import Metric

OUTLINES = ("initial", "approach", "regular", "regular_approach")
INCOMPLETE, UNDECIDED = [("IR_INCOMPLETE", "fail")], [("IR_INCOMPLETE", "not_determinable")]


def test_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for rule in COMPLETENESS.rules:
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.parametrize("name", OUTLINES)
def test_every_element_cites_paragraphs_and_has_words_in_both_languages(name: str) -> None:
    outline = law.outline(name)
    assert law.paragraph(outline.source)
    names = [one.name for one in outline.elements]
    assert len(names) == len(set(names))
    for one in outline.elements:
        assert law.paragraph(one.source)
        assert one.label_en
        assert one.label_zh
        assert one.instead is None or one.instead in names


@pytest.mark.feature("F243")
def test_whole_initial_report_has_nothing_to_mend() -> None:
    assert judge_initial(initial()) == []


@pytest.mark.feature("F243")
def test_null_quantification_of_the_ndc_is_incomplete_and_zero_is_a_value() -> None:
    level = "ndc_target_level_t"
    assert told_about(judge_initial(initial()), level) == []
    findings = judge_initial(initial(information=told("initial", level, "ndc_methodology")))
    assert told_about(findings, level) == INCOMPLETE
    (finding,) = findings
    assert finding.source == "2/CMA.3 annex para 18(d)"
    assert (finding.where["para"], finding.refuses) == ("18(d)", True)


def test_methodology_stands_in_for_levels_that_cannot_be_given() -> None:
    information = told("initial", "ndc_target_level_t", "ndc_reference_level_t")
    assert judge_initial(initial(information=information)) == []


@pytest.mark.parametrize("value", ["", "   ", (), {}])
def test_empty_value_is_none(value: Value) -> None:
    findings = judge_initial(initial(information=told("initial", metrics=value)))
    assert told_about(findings, "metrics") == INCOMPLETE


@pytest.mark.feature("F243")
def test_description_of_the_ndc_is_asked_for_while_no_btr_was_submitted() -> None:
    information = told("initial", "ndc_target")

    def about(btr_submitted: bool | None) -> list[tuple[str, str]]:
        report = initial(information=information, btr_submitted=btr_submitted)
        return told_about(judge_initial(report), "ndc_target")

    assert (about(False), about(True), about(None)) == (INCOMPLETE, [], UNDECIDED)


def test_trajectory_is_asked_for_as_the_method_demands() -> None:
    def about(method: Method | None) -> list[tuple[str, str]]:
        report = initial(ndc=ndc(method=method), information=told("initial", "trajectory_method"))
        return told_about(judge_initial(report), "trajectory_method")

    assert (about(Method.BUDGET), about(Method.AVERAGING)) == (INCOMPLETE, [])
    assert about(None) == UNDECIDED


def test_non_ghg_and_policies_are_asked_for_by_the_form_of_the_target() -> None:
    information = told("initial", "ndc_non_ghg", "policies_emission_level_t")

    def about(form: TargetForm | None, element: str) -> list[tuple[str, str]]:
        return told_about(
            judge_initial(initial(ndc=ndc(form=form), information=information)), element
        )

    assert about(TargetForm.NON_GHG, "ndc_non_ghg") == INCOMPLETE
    assert about(TargetForm.ABSOLUTE, "ndc_non_ghg") == []
    assert about(TargetForm.POLICIES, "policies_emission_level_t") == INCOMPLETE
    assert about(None, "policies_emission_level_t") == UNDECIDED


@pytest.mark.feature("F244")
@pytest.mark.parametrize("element", [one.name for one in law.outline("approach").elements])
def test_every_element_of_an_approach_is_missed(element: str) -> None:
    approach = Approach("CA0009", told("approach", element))
    findings = judge_initial(initial(approaches=(approach,)))
    assert told_about(findings, element) in (INCOMPLETE, UNDECIDED)
    assert all(one.where["approach"] == "CA0009" for one in findings)


@pytest.mark.feature("F244")
def test_element_that_may_not_apply_is_settled_by_a_reason_and_others_are_not() -> None:
    def about(element: str) -> list[tuple[str, str]]:
        silent = told("approach", element)
        reasoned = replace(silent, not_applicable={element: "none agreed"})
        return told_about(judge_initial(initial(approaches=(Approach("X", reasoned),))), element)

    assert about("adaptation") == []
    assert about("description") == INCOMPLETE


@pytest.mark.feature("F244")
def test_expected_mitigation_covers_every_year_of_the_duration() -> None:
    element = "expected_mitigation_t"

    def about(information: Information) -> list[tuple[str, str]]:
        approach = Approach("CA0009", information)
        return told_about(judge_initial(initial(approaches=(approach,))), element)

    short = told("approach", expected_mitigation_t={2021: 5})
    assert about(short) == INCOMPLETE
    assert about(replace(short, years=None)) == UNDECIDED
    whole = told("approach", expected_mitigation_t=dict.fromkeys(DECADE.years, 0))
    assert about(whole) == []


def test_updated_report_is_asked_for_its_approaches_alone() -> None:
    report = initial(information=Information(), is_update=True)
    assert judge_initial(report) == []


@pytest.mark.feature("F015")
@pytest.mark.feature("F019")
def test_decisions_in_force_on_the_day_decide_what_is_asked() -> None:
    baku = law.rule_packs_on(AFTER_BAKU)[-1]
    assert (baku.id, baku.session) == ("CMA.6", "COP 29 (2024)")
    approach = Approach("CA0009", told("approach", "lock_in"))
    after, before = (
        initial(approaches=(approach,), submitted_on=on) for on in (AFTER_BAKU, BEFORE_BAKU)
    )
    assert told_about(judge_initial(after), "lock_in") == INCOMPLETE
    assert told_about(judge_initial(before), "lock_in") == []
    made = Made((), BEFORE_BAKU)
    assert made.to_json()["decisions"] == ["CMA.1", "CMA.3", "CMA.4"]
    assert any("CMA.4 (as of 2024-05-01)" in one.en for one in made.statements())


@pytest.mark.feature("F019")
def test_packs_stand_in_the_order_of_their_sessions_and_none_is_before_the_first() -> None:
    packs = law.rule_packs()
    assert [pack.since for pack in packs] == sorted(pack.since for pack in packs)
    assert law.rule_packs_on(date(2018, 12, 14)) == ()
    assert law.rule_packs_on(date(2021, 11, 13))[-1].place_en == "Glasgow"


@pytest.mark.feature("F246")
def test_regular_information_is_complete_by_value() -> None:
    def of(*without: str, metrics: frozenset[Metric] | None) -> RegularReport:
        approach = RegularApproach("CA0009", told("regular_approach", *without), metrics)
        return RegularReport(
            party="GHA", year=2026, information=told("regular"), approaches=(approach,)
        )

    tonnes = frozenset({Metric.GHG})
    assert judge_regular(of(metrics=tonnes)) == []
    (finding,) = judge_regular(of("measurement", metrics=tonnes))
    assert (finding.code, finding.outcome) == ("BTR_INCOMPLETE", Outcome.FAIL)
    assert finding.source == "2/CMA.3 annex para 22(c)"
    assert judge_regular(of("conversion_appropriate", metrics=tonnes)) == []
    (unknown,) = judge_regular(of("conversion_appropriate", metrics=None))
    assert unknown.outcome is Outcome.NOT_DETERMINABLE


@pytest.mark.feature("F038")
def test_completeness_of_a_party_is_counted() -> None:
    report = initial(information=told("initial", "metrics", "ndc_methodology"))
    answer = initial_to_json(report, judge_initial(report), Made(()))
    counts = answer["completeness"]
    assert counts["missing"] == 1
    assert counts["asked"] == counts["given"] + counts["not_applicable"] + counts["missing"]


@pytest.mark.feature("F038")
def test_public_sees_the_basis_in_place_of_what_is_confidential() -> None:
    secret = replace(told("approach"), confidential={"description": "trade secret"})
    report = initial(approaches=(Approach("CA0009", secret),))
    assert judge_initial(report) == []
    for public, shown in ((True, "trade secret"), (False, "told")):
        answer = initial_to_json(report, [], Made(()), public=public)
        (element,) = [
            one for one in answer["approaches"][0]["elements"] if one["name"] == "description"
        ]
        assert shown in element["value"]
        assert (element["value"] == "told") is not public


@given(st.sets(st.sampled_from([one.name for one in law.outline("approach").elements])))
def test_every_missing_element_is_found_once_and_no_other(without: set[str]) -> None:
    questions = list(asked("approach", {}, None))
    findings = judge_completeness("IR_INCOMPLETE", questions, told("approach", *without))
    assert {one.where["element"] for one in findings} == without
    assert len(findings) == len(without)
