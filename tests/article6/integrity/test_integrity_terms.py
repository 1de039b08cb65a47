"""The five principles, the gate, no net increase, cases, and cooperation without units."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from integrity_samples import (
    CASE,
    DOES,
    GOOD,
    ON,
    OUTCOME,
    PARTICIPANTS,
    PASSAGE,
    PERIOD,
    REPORTS,
    STEPS,
    card,
    record,
    section,
    with_case,
    with_outcome,
)

from tallystick.article6.integrity import (
    Filed,
    Measure,
    NonMarket,
    Participant,
    ResultsFinance,
    State,
    Step,
    Turn,
    price_compensation,
    to_json,
)
from tallystick.article6.integrity.taccc import public_share
from tallystick.core.findings import Outcome
from tallystick.core.periods import NdcPeriod

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_DETERMINABLE


def with_report(**changes: Any) -> Any:
    return record(reports=(replace(REPORTS[0], **changes), REPORTS[1]))


@pytest.mark.feature("F013")
@pytest.mark.parametrize(
    ("key", "broken"),
    [
        pytest.param(
            "transparency",
            with_report(public=None),
            marks=pytest.mark.rule("fail", "TRANSPARENCY"),
        ),
        ("transparency", with_outcome(public=None)),
        ("accuracy", with_report(outcomes_t={"O1": 91})),
        ("completeness", record(reports=REPORTS[:1])),
        ("completeness", with_outcome(vintage=2022)),
        ("completeness", record(reports=tuple(replace(one, outcomes_t={}) for one in REPORTS))),
        pytest.param(
            "comparability",
            with_report(gwp="AR4"),
            marks=pytest.mark.rule("fail", "COMPARABILITY"),
        ),
        ("comparability", with_report(metric="MWh")),
        pytest.param(
            "consistency",
            record(reports=(*REPORTS, replace(REPORTS[0], year=2024, method="budget"))),
            marks=pytest.mark.rule("fail", "CONSISTENCY"),
        ),
        (
            "consistency",
            record(reports=(*REPORTS, replace(REPORTS[0], year=2024, outcomes_t={"O1": 80}))),
        ),
    ],
)
def test_each_principle_refuses_what_breaks_it(key: str, broken: Any) -> None:
    answer = section(key, broken)
    assert answer.outcome is FAIL
    assert answer.title.en.casefold() == key
    assert answer.title.zh


@pytest.mark.feature("F013")
@pytest.mark.parametrize(
    ("key", "lacking"),
    [
        *((key, record(reports=None)) for key in ("transparency", "completeness")),
        ("accuracy", with_outcome(verified=None)),
        ("accuracy", with_report(outcomes_t={"O1": 90, "O9": 1})),
        ("comparability", with_report(gwp=None)),
        ("comparability", with_report(metric=None)),
        ("consistency", with_report(method=None)),
    ],
)
def test_no_principle_passes_where_data_are_missing(key: str, lacking: Any) -> None:
    assert section(key, lacking).outcome is UNKNOWN


def test_what_is_withheld_with_its_basis_counts_as_public() -> None:
    kept = with_report(public=None, withheld="trade secret, 2/CMA.3 annex para 24")
    assert section("transparency", kept).outcome is PASS
    half = with_outcome(public=None)
    assert public_share(half, "GHA") == Fraction(1, 2)
    assert public_share(half, "PER") is None


@pytest.mark.rule("fail", "GATE_REGISTERED")
@pytest.mark.feature("F086")
def test_transfer_takes_effect_on_the_day_of_the_last_step() -> None:
    assert PASSAGE.effective_on == date(2025, 2, 3)
    assert to_json(card(GOOD))["transfers"] == [{"id": "T1", "effective_on": "2025-02-03"}]
    early = replace(PASSAGE, on=date(2025, 2, 2))
    assert early.effective_on is None
    answer = section("effect", record(passages=(early,)))
    assert [one.code for one in answer.findings] == ["GATE_REGISTERED"]


@pytest.mark.feature("F084")
@pytest.mark.feature("F085")
@pytest.mark.feature("F086")
@pytest.mark.parametrize(
    ("left_out", "code"),
    list(
        zip(
            STEPS,
            [
                *("GATE_ELIGIBILITY", "GATE_APPROVAL") * 2,
                *("GATE_CERTIFIED", "GATE_PUBLISHED", "GATE_REGISTERED"),
            ],
            strict=True,
        )
    ),
    ids=lambda one: str(getattr(one, "party", one)),
)
def test_no_transfer_takes_effect_without_every_step_of_both_sides(
    left_out: Filed, code: str
) -> None:
    steps = tuple(one for one in STEPS if one is not left_out)
    answer = section("effect", record(passages=(replace(PASSAGE, steps=steps),)))
    (finding,) = answer.findings
    assert (finding.code, finding.where.get("party")) == (code, left_out.party)
    assert finding.refuses


@pytest.mark.rule(
    "missing",
    "GATE_APPROVAL",
    "GATE_CERTIFIED",
    "GATE_ELIGIBILITY",
    "GATE_PUBLISHED",
    "GATE_REGISTERED",
    "GATE_TERMS",
)
@pytest.mark.feature("F084")
def test_gate_cannot_be_told_without_records_and_refuses_what_has_lapsed() -> None:
    unknown = section("effect", record(passages=(replace(PASSAGE, steps=None),)))
    assert unknown.outcome is UNKNOWN
    assert len(unknown.findings) == 7
    lapsed = (replace(STEPS[0], until=date(2025, 2, 28)), *STEPS[1:])
    answer = section("effect", record(passages=(replace(PASSAGE, steps=lapsed),)))
    assert [one.code for one in answer.findings] == ["GATE_ELIGIBILITY"]
    assert section("effect", record(gated=None)).outcome is UNKNOWN
    without = replace(PASSAGE, steps=())
    assert section("effect", record(gated=False, passages=(without,))).outcome is PASS


@pytest.mark.rule("fail", "GATE_BODY")
@pytest.mark.rule("missing", "ACCREDITED", "GATE_BODY")
@pytest.mark.feature("F080")
@pytest.mark.feature("F084")
def test_eligibility_is_stated_by_an_accredited_body() -> None:
    assert section("effect", record(bodies=None)).outcome is UNKNOWN
    other = (replace(STEPS[0], scope="9"), *STEPS[1:])
    answer = section("effect", record(passages=(replace(PASSAGE, steps=other),)))
    assert [one.code for one in answer.findings] == ["GATE_BODY"]
    scopeless = (replace(STEPS[0], scope=None), *STEPS[1:])
    unknown = record(passages=(replace(PASSAGE, steps=scopeless),), bodies=DOES)
    assert section("effect", unknown).outcome is UNKNOWN


@pytest.mark.rule("fail", "NO_NET_INCREASE")
@pytest.mark.feature("F005")
@pytest.mark.feature("F036")
def test_participants_together_use_no_more_than_they_first_transferred() -> None:
    more = replace(PARTICIPANTS[1], used_t={2023: 0, 2024: 91})
    answer = section("no_net_increase", record(participants=(PARTICIPANTS[0], more)))
    assert {str(one.where["test"]) for one in answer.findings} == {"within", "between"}
    assert "1 t more" in answer.findings[0].message.en


@pytest.mark.feature("F036")
def test_surplus_of_one_period_does_not_cover_another() -> None:
    later = NdcPeriod(2025, 2026)
    next_ = [
        replace(
            one,
            period=later,
            emissions_t={2025: 1, 2026: 1},
            first_transferred_t={2025: 0, 2026: 0},
            used_t={2025: 0, 2026: 50 if one.party == "CHE" else 0},
        )
        for one in PARTICIPANTS
    ]
    unused = replace(PARTICIPANTS[1], used_t={2023: 0, 2024: 0})
    answer = section("no_net_increase", record(participants=(PARTICIPANTS[0], unused, *next_)))
    assert [one.where["test"] for one in answer.findings] == ["within"]
    assert answer.findings[0].where["years"] == "2025 - 2026"


@pytest.mark.rule("missing", "NO_NET_INCREASE")
@pytest.mark.feature("F036")
@pytest.mark.parametrize(
    "participants",
    [None, (), PARTICIPANTS[:1], (PARTICIPANTS[0], replace(PARTICIPANTS[1], used_t={2024: 1}))],
)
def test_net_increase_cannot_be_told_while_a_party_or_a_year_is_missing(participants: Any) -> None:
    assert section("no_net_increase", record(participants=participants)).outcome is UNKNOWN


@pytest.mark.rule("fail", "JOINT_TARGETS")
@pytest.mark.rule("missing", "JOINT_TARGETS")
@pytest.mark.feature("F036")
def test_joint_emissions_beyond_all_targets_are_a_warning() -> None:
    warmer = replace(PARTICIPANTS[0], target_t=700)
    answer = section("no_net_increase", record(participants=(warmer, PARTICIPANTS[1])))
    assert answer.outcome is PASS
    assert [(one.code, one.outcome) for one in answer.findings] == [("JOINT_TARGETS", FAIL)]
    blank = replace(PARTICIPANTS[0], target_t=None)
    unknown = section("no_net_increase", record(participants=(blank, PARTICIPANTS[1])))
    assert unknown.outcome is UNKNOWN


quantities = st.fixed_dictionaries({2023: st.integers(0, 50), 2024: st.integers(0, 50)})


@given(st.lists(st.tuples(quantities, quantities), min_size=2, max_size=2))
def test_net_increase_is_exactly_more_use_than_first_transfers(
    accounts: list[tuple[dict[int, int], dict[int, int]]],
) -> None:
    participants = tuple(
        Participant(
            party=party, period=PERIOD, target_t=9, emissions_t={2023: 0, 2024: 0},
            first_transferred_t=given_, used_t=used,
        )
        for party, (given_, used) in zip(("GHA", "CHE"), accounts, strict=True)
    )  # fmt: skip
    net = sum(sum(given_.values()) - sum(used.values()) for given_, used in accounts)
    answer = section("no_net_increase", record(participants=participants))
    assert (answer.outcome is FAIL) == (net < 0)


LATE = Turn(State.OPENED, date(2026, 2, 1), "USA")
OVERDUE = Measure(remedy="make_good", due=date(2025, 7, 6), quantity_t=1)


@pytest.mark.feature("F092")
@pytest.mark.feature("F093")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param(
            {"opened_by": "a company"}, "CASE_PARTY", marks=pytest.mark.rule("fail", "CASE_PARTY")
        ),
        ({"opened_by": "USA", "turns": (LATE,)}, "CASE_PARTY"),
        pytest.param(
            {"turns": CASE.turns[1:]}, "CASE_ORDER", marks=pytest.mark.rule("fail", "CASE_ORDER")
        ),
        ({"turns": (CASE.turns[0], CASE.turns[3])}, "CASE_ORDER"),
        ({"turns": (CASE.turns[0], replace(CASE.turns[1], on=date(2024, 1, 1)))}, "CASE_ORDER"),
        pytest.param(
            {"consent": None}, "CASE_CONSENT", marks=pytest.mark.rule("fail", "CASE_CONSENT")
        ),
        pytest.param(
            {"measures": (Measure(remedy="apology", due=ON),)}, "REMEDY",
            marks=pytest.mark.rule("fail", "REMEDY"),
        ),
        ({"measures": (Measure(remedy="replacement", due=ON),)}, "REMEDY"),
        ({"measures": (Measure(remedy="damages", due=ON, amount=Decimal(1)),)}, "REMEDY"),
        ({"measures": (Measure(remedy="suspension", due=ON),)}, "REMEDY"),
        pytest.param(
            {"measures": (OVERDUE,)}, "REMEDY_DUE", marks=pytest.mark.rule("fail", "REMEDY_DUE")
        ),
        ({"turns": (*CASE.turns, Turn(State.CLOSED, ON, "CHE"))}, "REMEDY_DUE"),
    ],
)  # fmt: skip
def test_case_is_refused_for_what_breaks_its_course(changes: dict[str, Any], code: str) -> None:
    answer = section("compliance", with_case(**changes))
    assert [one.code for one in answer.findings] == [code]
    assert answer.outcome is FAIL


@pytest.mark.rule("missing", "CASE_CONSENT", "CASE_ORDER")
@pytest.mark.feature("F092")
def test_case_cannot_be_told_without_its_opening_or_its_committee() -> None:
    assert section("compliance", with_case(turns=(), measures=())).outcome is UNKNOWN
    assert section("compliance", with_case(committee=None)).outcome is UNKNOWN


@pytest.mark.feature("F092")
@pytest.mark.feature("F093")
def test_any_party_opens_a_case_and_its_state_is_that_of_the_day() -> None:
    for opener in ("CHE", "SEN", "EUE"):
        assert section("compliance", with_case(opened_by=opener)).outcome is PASS
    assert CASE.state(date(2024, 12, 31)) is None
    assert CASE.state(date(2025, 3, 31)) is State.REFERRED
    assert to_json(card(GOOD))["cases"] == [{"id": "C1", "state": "decided", "outstanding": 1}]


@pytest.mark.feature("F092")
def test_every_remedy_of_the_catalogue_is_accepted_with_what_it_states() -> None:
    stated = {"quantity_t": 1, "amount": Decimal(1), "currency": "CHF", "until": ON}
    kinds = ("make_good", "replacement", "price_compensation", "suspension", "damages")
    measures = tuple(Measure(remedy=kind, due=ON, **stated) for kind in kinds)  # type: ignore[arg-type]  # each takes its own
    assert section("compliance", with_case(measures=measures)).outcome is PASS


@pytest.mark.feature("F092")
def test_price_compensation_makes_up_for_dearer_units_only() -> None:
    assert price_compensation(100, Decimal("20.10"), Decimal("25.35")) == Decimal("525.00")
    assert price_compensation(100, Decimal(25), Decimal(20)) == 0


@pytest.mark.rule("fail", "NON_MARKET_FLOW")
@pytest.mark.feature("F011")
def test_non_market_approach_never_becomes_a_flow() -> None:
    kept = NonMarket(id="NMA-1", parties=("GHA", "CHE"), title="forest law", since=ON)
    assert not hasattr(kept, "quantity_t")
    assert section("without_units", record(non_market=(kept,))).outcome is PASS
    flow = replace(PASSAGE, outcomes=("NMA-1",))
    answer = section("without_units", record(non_market=(kept,), passages=(flow,)))
    assert [one.code for one in answer.findings] == ["NON_MARKET_FLOW"]
    under = replace(kept, id=record().approach)
    told = section("without_units", record(non_market=(under,), passages=(PASSAGE,)))
    assert [one.code for one in told.findings] == ["NON_MARKET_FLOW"]


@pytest.mark.rule("fail", "RESULTS_FINANCE_FLOW")
@pytest.mark.feature("F063")
def test_results_that_were_paid_for_stay_with_the_host() -> None:
    paid = ResultsFinance(
        id="RBF-1", payer="fund", host="GHA", on=ON, amount=Decimal("5.00"), currency="USD",
        outcomes=("O2",),
    )  # fmt: skip
    assert section("without_units", record(results_finance=(paid,))).outcome is PASS
    both = replace(paid, outcomes=(OUTCOME.id,))
    answer = section("without_units", record(results_finance=(both,)))
    assert [one.code for one in answer.findings] == ["RESULTS_FINANCE_FLOW"]
    with pytest.raises(ValueError, match="no payment"):
        replace(paid, amount=Decimal(0))


@pytest.mark.rule("missing", "NON_MARKET_FLOW", "RESULTS_FINANCE_FLOW")
@pytest.mark.feature("F011")
@pytest.mark.feature("F063")
def test_transfer_of_which_nobody_says_what_it_moves_may_move_what_stays() -> None:
    blank = replace(PASSAGE, outcomes=None)
    kept = NonMarket(id="NMA-1", parties=("GHA", "CHE"), title="forest law", since=ON)
    paid = ResultsFinance(
        id="RBF-1", payer="fund", host="GHA", on=ON, amount=Decimal("5.00"), currency="USD",
        outcomes=("O2",),
    )  # fmt: skip
    beside = record(non_market=(kept,), results_finance=(paid,), passages=(blank,))
    answer = section("without_units", beside)
    assert answer.outcome is Outcome.NOT_DETERMINABLE
    assert [one.code for one in answer.findings] == ["NON_MARKET_FLOW", "RESULTS_FINANCE_FLOW"]
    nothing_kept = record(non_market=(), results_finance=(), passages=(blank,))
    assert section("without_units", nothing_kept).outcome is Outcome.PASS


def test_step_is_filed_for_the_side_that_took_it() -> None:
    assert PASSAGE.sides(Step.APPROVAL) == ("GHA", "CHE")
    assert PASSAGE.sides(Step.REGISTRATION) == (None,)
