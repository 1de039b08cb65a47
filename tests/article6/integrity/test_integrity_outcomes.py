"""Rules on outcomes: each passes, refuses, and cannot tell where data are missing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from integrity_samples import (
    BASELINE,
    DOES,
    ENGAGEMENTS,
    GOOD,
    ON,
    OUTCOME,
    REVERSAL,
    VERIFIED,
    card,
    record,
    section,
    with_outcome,
)

from tallystick import law
from tallystick.article6.integrity import (
    Accreditation,
    BaselineRegister,
    IntegrityRecord,
    Permanence,
    Replacement,
    Task,
    to_json,
)
from tallystick.article6.integrity.bodies import DUTIES
from tallystick.article6.integrity.check import PER_OUTCOME, SECTIONS
from tallystick.article6.integrity.consent_rules import CONSENTS
from tallystick.article6.integrity.cooperation import FLOWS
from tallystick.article6.integrity.gate import GATE
from tallystick.article6.integrity.net_increase import NET_INCREASE
from tallystick.article6.integrity.outcome_rules import OUTCOMES
from tallystick.article6.integrity.remedies import CASES
from tallystick.article6.integrity.taccc import TACCC
from tallystick.article6.participation import Evidence
from tallystick.core.findings import Outcome
from tallystick.core.parties import Span

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_DETERMINABLE
BOOKS = (CONSENTS, OUTCOMES, DUTIES, NET_INCREASE, TACCC, GATE, FLOWS, CASES)


def test_every_rule_cites_speaks_both_languages_and_belongs_to_one_section() -> None:
    for book in BOOKS:
        for rule in book.rules:
            assert law.paragraph(rule.source)
            assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))
            assert [key for key, (_, codes) in SECTIONS.items() if rule.code in codes]


@pytest.mark.rule(
    "pass",
    "ACCREDITED",
    "ACCURACY",
    "CASE_CONSENT",
    "CASE_ORDER",
    "CASE_PARTY",
    "COMPARABILITY",
    "COMPLETENESS",
    "CONSISTENCY",
    "EXCLUDED",
    "GATE_APPROVAL",
    "GATE_BODY",
    "GATE_CERTIFIED",
    "GATE_ELIGIBILITY",
    "GATE_PUBLISHED",
    "GATE_REGISTERED",
    "GATE_TERMS",
    "JOINT_TARGETS",
    "LEAKAGE",
    "NATIONAL_BASELINE",
    "NON_MARKET_FLOW",
    "NO_NET_INCREASE",
    "PERMANENCE",
    "REAL",
    "REMEDY",
    "REMEDY_DUE",
    "RESULTS_FINANCE_FLOW",
    "REVERSAL",
    "SAME_ENTITY",
    "TRANSPARENCY",
    "VERIFIED",
    "VOLUNTARY",
)
@pytest.mark.feature("F025")
def test_record_in_order_passes_every_section_and_scores_every_outcome() -> None:
    scored = card(GOOD)
    assert {one.key: one.outcome for one in scored.sections} == dict.fromkeys(SECTIONS, PASS)
    assert scored.score("O1") == dict.fromkeys(PER_OUTCOME, PASS)
    answer = to_json(scored)
    assert answer["outcome"] == "pass"
    assert answer["outcomes"] == [{"id": "O1", **dict.fromkeys(PER_OUTCOME, "pass")}]
    assert answer["public_share"] == {"GHA": 1, "CHE": 1}


@pytest.mark.rule(
    "missing", "ACCURACY", "COMPARABILITY", "COMPLETENESS", "CONSISTENCY", "REAL", "TRANSPARENCY"
)
@pytest.mark.feature("F025")
def test_blank_record_cannot_be_told_in_any_section_about_it() -> None:
    blank = card(IntegrityRecord(approach="CA0009", parties=("GHA", "CHE")))
    told = {one.key for one in blank.sections if one.outcome is UNKNOWN}
    assert told == {
        *("voluntary", "real", "reversals", "exclusions", "no_net_increase"),
        *("transparency", "accuracy", "completeness", "comparability", "consistency"),
    }
    assert blank.outcome is UNKNOWN


@pytest.mark.rule("fail", "ACCURACY", "COMPLETENESS", "LEAKAGE")
@pytest.mark.feature("F025")
def test_score_of_an_outcome_tells_its_own_faults_only() -> None:
    faulty = replace(OUTCOME, id="O2", leakage_t=11)
    scored = card(record(outcomes=(replace(OUTCOME, quantity_t=50), faulty)))
    assert scored.score("O1")["leakage"] is PASS
    assert scored.score("O2")["leakage"] is FAIL


@pytest.mark.feature("F031")
@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, PASS),
        pytest.param({"quantity_t": 101}, FAIL, marks=pytest.mark.rule("fail", "REAL")),
        ({"measured": Evidence("too early", date(2022, 12, 31))}, FAIL),
        ({"measured": Evidence("not yet", date(2026, 1, 1))}, FAIL),
        ({"emissions_t": None}, UNKNOWN),
        ({"reference_t": None}, UNKNOWN),
        ({"measured": None}, UNKNOWN),
    ],
)
def test_outcome_is_real_as_measured(changes: dict[str, Any], outcome: Outcome) -> None:
    assert section("real", with_outcome(**changes)).outcome is outcome


@pytest.mark.feature("F031")
@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"verified": Evidence("before it was measured", date(2024, 1, 1))}, FAIL),
        ({"verified": Evidence("not yet", ON + timedelta(days=1))}, FAIL),
        pytest.param({"verifier": "DOE-1"}, FAIL, marks=pytest.mark.rule("fail", "VERIFIED")),
        pytest.param({"verified": None}, UNKNOWN, marks=pytest.mark.rule("missing", "VERIFIED")),
        ({"verifier": None}, UNKNOWN),
    ],
)
def test_outcome_is_verified_by_who_was_engaged(changes: dict[str, Any], outcome: Outcome) -> None:
    assert section("verified", with_outcome(**changes)).outcome is outcome


@pytest.mark.rule("fail", "ACCREDITED")
@pytest.mark.feature("F080")
def test_body_works_within_its_scopes_and_days() -> None:
    assert section("verified", record(engagements=None)).outcome is UNKNOWN
    assert section("verified", record(bodies=None)).outcome is UNKNOWN
    assert section("verified", record(bodies=DOES[:1])).outcome is UNKNOWN
    lapsed = Accreditation(frozenset({"3"}), Span(date(2021, 1, 1), VERIFIED))
    other = Accreditation(frozenset({"13"}), Span(date(2021, 1, 1)))
    for held in (lapsed, other):
        bodies = (DOES[0], replace(DOES[1], accreditations=(held,)))
        assert section("verified", record(bodies=bodies)).outcome is FAIL


@pytest.mark.feature("F081")
def test_who_validated_does_not_verify_unless_permitted() -> None:
    both = tuple(replace(one, body="DOE-2") for one in ENGAGEMENTS)
    refused = section("verified", record(engagements=both))
    assert [one.code for one in refused.findings] == ["SAME_ENTITY"]
    assert refused.findings[0].source.startswith("3/CMP.1")
    permitted = (both[0], replace(both[1], exception="permission of the Board"))
    assert section("verified", record(engagements=permitted)).outcome is PASS
    twice = (ENGAGEMENTS[0], *[replace(both[1], task=Task.VERIFICATION)] * 2)
    assert section("verified", record(engagements=twice)).outcome is PASS


@pytest.mark.rule("missing", "SAME_ENTITY")
@pytest.mark.feature("F081")
def test_two_bodies_of_which_one_is_not_registered_may_have_one_owner() -> None:
    found = section("verified", record(bodies=DOES[:1])).findings
    assert [one.code for one in found] == ["ACCREDITED", "SAME_ENTITY"]
    assert {one.outcome for one in found} == {UNKNOWN}
    assert "who owns DOE-2" in found[1].message.en


@pytest.mark.rule("fail", "SAME_ENTITY")
@pytest.mark.feature("F081")
def test_bodies_of_one_group_count_as_one() -> None:
    group = tuple(replace(one, group="Holding Ltd") for one in DOES)
    refused = section("verified", record(bodies=group))
    assert [one.code for one in refused.findings] == ["SAME_ENTITY"]
    assert "DOE-1; DOE-2" in refused.findings[0].message.en


@pytest.mark.feature("F029")
@pytest.mark.parametrize(
    ("emissions", "inside"), [(9_900, 0), (9_910, 0), (9_911, 1), (9_999, 89), (10_500, 90)]
)
def test_what_lies_within_the_national_baseline_is_refused(emissions: int, inside: int) -> None:
    register = BaselineRegister((BASELINE,), {("GHA", "Energy"): {2023: emissions}})
    answer = section("additional", record(baselines=register))
    assert answer.outcome is (FAIL if inside else PASS)
    assert [one.where["inside_t"] for one in answer.findings] == ([inside] if inside else [])


@pytest.mark.rule("missing", "NATIONAL_BASELINE")
@pytest.mark.feature("F029")
@pytest.mark.parametrize(
    "register",
    [
        BaselineRegister(),
        BaselineRegister((BASELINE,)),
        BaselineRegister((), {("GHA", "Energy"): {2023: 9_900}}),
        BaselineRegister((BASELINE,), {("GHA", "Energy"): {2022: 9_900}}),
        BaselineRegister((BASELINE,), {("GHA", "Waste"): {2023: 9_900}}),
    ],
)
def test_additionality_cannot_be_told_without_baseline_and_emissions(
    register: BaselineRegister,
) -> None:
    assert section("additional", record(baselines=register)).outcome is UNKNOWN


@pytest.mark.rule("fail", "NATIONAL_BASELINE")
@pytest.mark.feature("F087")
def test_version_in_force_on_the_day_of_verification_decides() -> None:
    later = replace(BASELINE, version=2, adopted_on=VERIFIED, level_t={2023: 9_900})
    measured = {("GHA", "Energy"): {2023: 9_900}}
    answer = section("additional", record(baselines=BaselineRegister((BASELINE, later), measured)))
    assert "version 2" in answer.findings[0].message.en
    after = replace(later, adopted_on=VERIFIED + timedelta(days=1))
    kept = BaselineRegister((BASELINE, after), measured)
    assert section("additional", record(baselines=kept)).outcome is PASS


@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=6),
    st.integers(0, 600),
)
def test_no_more_passes_than_the_sector_stayed_below_its_baseline(
    quantities: list[int], beyond: int
) -> None:
    register = BaselineRegister((BASELINE,), {("GHA", "Energy"): {2023: 10_000 - beyond}})
    outcomes = tuple(
        replace(OUTCOME, id=f"O{number}", quantity_t=quantity)
        for number, quantity in enumerate(quantities)
    )
    answer = section("additional", record(baselines=register, outcomes=outcomes))
    inside = sum(int(str(one.where["inside_t"])) for one in answer.findings)
    assert inside == max(0, sum(quantities) - beyond)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"leakage_t": 0}, PASS),
        ({"leakage_t": 11}, FAIL),
        pytest.param({"leakage_t": None}, UNKNOWN, marks=pytest.mark.rule("missing", "LEAKAGE")),
    ],
)
def test_leakage_is_deducted(changes: dict[str, Any], outcome: Outcome) -> None:
    assert section("leakage", with_outcome(**changes)).outcome is outcome


@pytest.mark.feature("F031")
@pytest.mark.parametrize(
    ("permanence", "outcome"),
    [
        (Permanence(at_risk=False), PASS),
        pytest.param(Permanence(at_risk=True), FAIL, marks=pytest.mark.rule("fail", "PERMANENCE")),
        (Permanence(at_risk=True, monitored_until=ON, responsible="PER"), FAIL),
        (Permanence(at_risk=True, monitored_until=VERIFIED, responsible="GHA"), FAIL),
        pytest.param(None, UNKNOWN, marks=pytest.mark.rule("missing", "PERMANENCE")),
    ],
)
def test_what_can_be_reversed_is_looked_after(
    permanence: Permanence | None, outcome: Outcome
) -> None:
    assert section("permanence", with_outcome(permanence=permanence)).outcome is outcome


@pytest.mark.rule("fail", "REVERSAL")
@pytest.mark.rule("missing", "REVERSAL")
def test_reversal_obliges_to_replace_and_takes_nothing_back() -> None:
    assert section("reversals", record(reversals=())).outcome is PASS
    assert section("reversals", record(reversals=None)).outcome is UNKNOWN
    partly = replace(REVERSAL, replacements=(Replacement(20, Evidence("c", ON)),))
    overdue = card(record(reversals=(partly,)))
    assert overdue.score("O1")["reversals"] is FAIL
    assert to_json(overdue)["obligations"] == [
        {"reversal": "R1", "outcome": "O1", "outstanding_t": 10, "due": "2025-06-30"}
    ]
    assert to_json(overdue)["outcomes"][0]["real"] == "pass"
    pending = record(reversals=(replace(partly, due=ON),))
    assert section("reversals", pending).outcome is UNKNOWN
    assert section("reversals", record(reversals=(replace(partly, due=None),))).outcome is UNKNOWN
    assert section("reversals", record(reversals=(partly,)), date(2024, 12, 31)).outcome is PASS


@pytest.mark.rule("fail", "EXCLUDED")
@pytest.mark.rule("missing", "EXCLUDED")
@pytest.mark.parametrize("trait", ["nuclear", "fossil_lock_in"])
def test_activities_that_the_agreement_leaves_out_are_refused_with_its_article(trait: str) -> None:
    refused = section("exclusions", with_outcome(traits=frozenset({trait})))
    assert refused.outcome is FAIL
    assert "Switzerland-Ghana agreement Article 3" in refused.findings[0].message.en
    assert section("exclusions", with_outcome(traits=None)).outcome is UNKNOWN
    assert section("exclusions", record(exclusions=None)).outcome is UNKNOWN
    none = replace(with_outcome(traits=None), exclusions=())
    assert section("exclusions", none).outcome is PASS


@pytest.mark.rule("fail", "VOLUNTARY")
@pytest.mark.rule("missing", "VOLUNTARY")
@pytest.mark.feature("F005")
@pytest.mark.feature("F026")
def test_every_party_attests_that_it_cooperates_voluntarily() -> None:
    assert section("voluntary", record(consents=None)).outcome is UNKNOWN
    refused = section("voluntary", record(consents=(GOOD.consents or ())[:1]))
    assert [one.where["party"] for one in refused.findings] == ["CHE"]
    assert section("voluntary", GOOD, date(2020, 11, 22)).outcome is FAIL
