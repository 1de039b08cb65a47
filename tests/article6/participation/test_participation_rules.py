"""The six rules on participation: each passes with its evidence, refuses, or cannot tell."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from participation_samples import DUE, GOOD, NDC, ON, STATEMENT, answer, record

from tallystick import law
from tallystick.article6.ndc import NdcRegister
from tallystick.article6.participation import (
    Conclusion,
    Evidence,
    InventoryReport,
    Record,
    Registry,
    Statement,
    check,
    to_json,
)
from tallystick.article6.participation.rules import PARTICIPATION
from tallystick.core.findings import Outcome, Severity
from tallystick.core.parties import Span

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_DETERMINABLE
LISTS = ("arrangements", "registries", "inventories", "statements")


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for rule in PARTICIPATION.rules:
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.rule("pass", "PART_A", "PART_B", "PART_C", "PART_D", "PART_E", "PART_F")
def test_record_in_order_passes_and_every_answer_names_its_evidence_with_a_day() -> None:
    result = check(GOOD, ON)
    assert result.outcome is PASS
    assert result.findings == ()
    assert [one.para for one in result.requirements] == [f"4({letter})" for letter in "abcdef"]
    for one in result.requirements:
        assert one.outcome is PASS
        assert all(each.document and each.on <= ON for each in one.evidence)
        assert one.evidence


@pytest.mark.rule("missing", "PART_B", "PART_C", "PART_D", "PART_E")
def test_record_with_nothing_in_it_cannot_be_told_beyond_membership() -> None:
    blank = Record("GHA", NdcRegister("GHA"))
    outcomes = [one.outcome for one in check(blank, ON).requirements]
    assert outcomes == [PASS, *[UNKNOWN] * 5]
    assert all(not one.evidence for one in check(blank, ON).requirements[1:])


@given(
    st.fixed_dictionaries({name: st.sampled_from([None, (), "kept"]) for name in LISTS}),
    st.dates(date(2016, 1, 1), date(2035, 12, 31)),
)
def test_missing_data_never_passes(given_lists: dict[str, Any], on: date) -> None:
    changes = {name: value for name, value in given_lists.items() if value != "kept"}
    result = check(record(**changes), on)
    lists = dict(zip(("4(c)", "4(d)", "4(e)", "4(f)"), LISTS, strict=True))
    for one in result.requirements:
        if one.outcome is PASS:
            assert one.evidence
        if one.para in lists and changes.get(lists[one.para], "kept") is None and on > DUE:
            assert one.outcome is UNKNOWN


@pytest.mark.feature("F235")
@pytest.mark.rule("fail", "PART_A")
def test_party_is_bound_before_its_withdrawal_and_not_after() -> None:
    usa = record(party="USA")
    before, after = date(2026, 1, 26), date(2026, 1, 27)
    bound = answer("4(a)", usa, before)
    assert bound.outcome is PASS
    assert bound.evidence[0].on == date(2021, 2, 19)
    left = answer("4(a)", usa, after)
    assert left.outcome is FAIL
    assert left.evidence[0].on == after
    assert left.findings[0].code == "PART_A"
    assert "2026-01-27" in left.findings[0].message.zh


@pytest.mark.feature("F235")
@pytest.mark.rule("missing", "PART_A")
def test_who_never_joined_is_refused_and_an_unknown_code_cannot_be_told() -> None:
    assert answer("4(a)", record(party="IRN")).outcome is FAIL
    assert answer("4(a)", record(party="XQX")).outcome is UNKNOWN


@pytest.mark.feature("F236")
@pytest.mark.rule("fail", "PART_B")
def test_ndc_covers_the_year_of_the_day() -> None:
    assert answer("4(b)", GOOD).evidence == (Evidence("updated NDC", NDC.communicated_on),)
    assert answer("4(b)", GOOD, date(2031, 1, 1)).outcome is FAIL
    assert answer("4(b)", GOOD, date(2021, 11, 3)).outcome is FAIL
    withdrawn = replace(NDC, withdrawn_on=ON)
    assert answer("4(b)", record(ndcs=NdcRegister("GHA", (withdrawn,)))).outcome is FAIL
    assert answer("4(b)", record(ndcs=NdcRegister("GHA", ()))).outcome is FAIL
    assert answer("4(b)", record(ndcs=NdcRegister("GHA"))).outcome is UNKNOWN


@pytest.mark.feature("F237")
def test_late_cycle_is_a_warning_beside_the_ndc_that_is_maintained() -> None:
    late = answer("4(b)", GOOD, date(2027, 1, 1))
    assert late.outcome is PASS
    assert [(one.code, one.severity) for one in late.findings] == [("NDC_CYCLE", Severity.WARNING)]


@pytest.mark.feature("F239")
@pytest.mark.rule("fail", "PART_C")
def test_use_is_authorized_under_an_instrument_in_force_on_the_day() -> None:
    assert answer("4(c)", GOOD).evidence == (Evidence("EPA: framework of 2022", date(2022, 12, 1)),)
    assert answer("4(c)", GOOD, date(2022, 11, 30)).outcome is FAIL
    assert answer("4(c)", record(arrangements=())).outcome is FAIL
    assert answer("4(c)", record(arrangements=None)).outcome is UNKNOWN


@pytest.mark.feature("F240")
@pytest.mark.rule("fail", "PART_D")
def test_outcomes_are_tracked_in_a_registry_with_a_valid_identifier_in_use() -> None:
    assert answer("4(d)", GOOD).evidence == (
        Evidence("GHA01: national registry", date(2023, 1, 1)),
    )
    assert answer("4(d)", GOOD, date(2026, 1, 1)).outcome is FAIL
    misnamed = Registry("Ghana-1", "national registry", Span(date(2023, 1, 1)))
    assert "Ghana-1" in answer("4(d)", record(registries=(misnamed,))).findings[0].message.en
    assert answer("4(d)", record(registries=())).outcome is FAIL
    assert answer("4(d)", record(registries=None)).outcome is UNKNOWN


@pytest.mark.feature("F241")
@pytest.mark.rule("fail", "PART_E")
def test_latest_inventory_report_that_was_due_is_provided() -> None:
    assert answer("4(e)", GOOD).evidence == (Evidence("first report", date(2024, 12, 20)),)
    overdue = answer("4(e)", GOOD, date(2027, 1, 1))
    assert overdue.outcome is FAIL
    assert "2026-12-31" in overdue.findings[0].message.en
    assert answer("4(e)", GOOD, date(2026, 12, 31)).outcome is PASS
    late = InventoryReport(DUE, ON + timedelta(days=1))
    assert answer("4(e)", record(inventories=(late,))).outcome is FAIL
    assert answer("4(e)", record(inventories=())).outcome is FAIL
    assert answer("4(e)", record(inventories=None)).outcome is UNKNOWN


@pytest.mark.feature("F241")
def test_yearly_report_that_is_recorded_as_due_counts_as_the_latest() -> None:
    yearly = InventoryReport(date(2025, 4, 15), None)
    assert answer("4(e)", record(inventories=(*(GOOD.inventories or ()), yearly))).outcome is FAIL


@pytest.mark.feature("F241")
def test_before_the_first_report_was_due_none_is_missing() -> None:
    early = answer("4(e)", record(inventories=None), DUE)
    assert early.outcome is PASS
    assert "no report was due" in early.evidence[0].document


@pytest.mark.feature("F241")
def test_claim_of_flexibility_neither_passes_nor_refuses_and_is_for_some_parties_only() -> None:
    claim = (InventoryReport(DUE, None, flexibility="18/CMA.1 para 4"),)
    for code in ("SEN", "VUT"):
        claimed = answer("4(e)", record(party=code, inventories=claim))
        assert claimed.outcome is UNKNOWN
        assert [one.severity for one in claimed.findings] == [Severity.WARNING]
    assert answer("4(e)", record(party="GHA", inventories=claim)).outcome is FAIL
    given_in = (replace(claim[0], submitted_on=DUE),)
    assert answer("4(e)", record(party="SEN", inventories=given_in)).findings == ()


@pytest.mark.feature("F238")
@pytest.mark.rule("fail", "PART_F")
def test_contribution_passes_only_as_reviewed_by_a_named_person() -> None:
    reviewed = answer("4(f)", GOOD)
    assert reviewed.outcome is PASS
    assert reviewed.evidence == (
        Evidence("statement.pdf, reviewed by A. Mensah", date(2025, 1, 10)),
    )
    against = replace(STATEMENT, conclusion=Conclusion.DOES_NOT)
    refused = answer("4(f)", record(statements=(against,)))
    assert refused.outcome is FAIL
    assert "A. Mensah" in refused.findings[0].message.en


@pytest.mark.feature("F238")
@pytest.mark.parametrize(
    "field", ["narrative", "attachment", "reviewer", "reviewed_on", "conclusion"]
)
def test_contribution_cannot_be_told_when_anything_is_missing(field: str) -> None:
    partial = replace(STATEMENT, **{field: None})
    assert answer("4(f)", record(statements=(partial,))).outcome is UNKNOWN


@pytest.mark.feature("F238")
def test_contribution_cannot_be_told_before_the_review() -> None:
    assert answer("4(f)", GOOD, date(2025, 1, 9)).outcome is UNKNOWN
    assert answer("4(f)", record(statements=())).outcome is UNKNOWN
    assert answer("4(f)", record(statements=(Statement(),))).outcome is UNKNOWN


def test_last_review_decides() -> None:
    later = replace(STATEMENT, reviewed_on=ON, conclusion=Conclusion.DOES_NOT)
    assert answer("4(f)", record(statements=(later, STATEMENT))).outcome is FAIL
    assert answer("4(f)", record(statements=(later, STATEMENT)), date(2025, 7, 6)).outcome is PASS


@pytest.mark.rule("missing", "PART_F")
def test_json_carries_outcomes_evidence_and_findings() -> None:
    answered = to_json(check(record(statements=None), ON))
    assert answered["outcome"] == "not_determinable"
    assert answered["requirements"][3] == {
        "para": "4(d)",
        "outcome": "pass",
        "evidence": [{"document": "GHA01: national registry", "date": "2023-01-01"}],
    }
    assert [one["code"] for one in answered["findings"]] == ["PART_F"]
