"""Caps, net flows, claims to units, conversions, entities, decisions, gains and leakage."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.distribution import Distribution, Gain
from tallystick.article6.safeguards.allocation import ALLOCATIONS, Allocation, Step, Taken
from tallystick.article6.safeguards.allowances import CAPS, SETTLEMENTS, Cap, Flow, Link
from tallystick.article6.safeguards.decisions import DECISIONS, Cast, Proposal, State, Vote
from tallystick.article6.safeguards.entities import ENTITIES, Entity, EntityClass, Identity
from tallystick.article6.safeguards.leakage import SECTORS, Sector
from tallystick.article6.safeguards.outcomes import Reduction, authorize, verify
from tallystick.core.actions import Purpose

ON = date(2025, 6, 1)


@pytest.mark.rule("fail", "CAP")
@pytest.mark.rule("missing", "CAP")
@pytest.mark.feature("F064")
def test_issuance_stays_within_the_cap_it_is_bound_to() -> None:
    assert CAPS.judge(Cap("che_ets", 2025, 100, 100), None) == []
    assert told(CAPS.judge(Cap("che_ets", 2025, 100, 101), None)) == [("CAP", FAIL)]
    assert told(CAPS.judge(Cap("che_ets", 2025, None, 101), None)) == [("CAP", UNKNOWN)]
    assert told(CAPS.judge(Cap("che_ets", 2025, 100, None), None)) == [("CAP", UNKNOWN)]


OUT, HOME = Flow("EUE", "CHE", 2024, 30), Flow("CHE", "EUE", 2024, 10)


@pytest.mark.rule("fail", "NET_FLOW")
@pytest.mark.rule("missing", "NET_FLOW")
@pytest.mark.feature("F067")
def test_net_flow_of_a_year_is_matched_by_itmos() -> None:
    matched = Link((OUT, HOME), (Flow("EUE", "CHE", 2024, 20),))
    assert SETTLEMENTS.judge(matched, None) == []
    (one,) = Link((OUT, HOME), ()).settlements()
    assert (one.giver, one.taker, one.net_t, one.unmatched_t) == ("EUE", "CHE", 20, 20)
    assert told(SETTLEMENTS.judge(Link((OUT, HOME), ()), None)) == [("NET_FLOW", FAIL)]
    wrong_way = Link((OUT,), (Flow("CHE", "EUE", 2024, 30),))
    assert wrong_way.settlements()[0].unmatched_t == 60
    other_year = Link((OUT,), (replace(OUT, year=2025),))
    assert told(SETTLEMENTS.judge(other_year, None)) == [("NET_FLOW", FAIL)] * 2
    assert told(SETTLEMENTS.judge(Link(None, ()), None)) == [("NET_FLOW", UNKNOWN)]


FLOWS = st.builds(
    Flow,
    st.sampled_from(["CHE", "EUE"]),
    st.sampled_from(["NOR"]),
    st.integers(2024, 2025),
    st.integers(1, 9),
)


@pytest.mark.rule("pass", "NET_FLOW")
@given(st.lists(FLOWS))
def test_flows_that_itmos_mirror_are_settled(flows: list[Flow]) -> None:
    assert SETTLEMENTS.judge(Link(flows, flows), None) == []


STEPS = (
    Taken(Step.COMPUTED, date(2025, 1, 1), "GHA", 100),
    Taken(Step.REPORTED, date(2025, 2, 1), "GHA", 100),
    Taken(Step.CLAIMED, date(2025, 3, 1), "GHA", 100),
    Taken(Step.QUERIED, date(2025, 4, 1), "review team", 100),
    Taken(Step.REPORTED, date(2025, 5, 1), "GHA", 90),
    Taken(Step.CLAIMED, date(2025, 5, 2), "GHA", 90),
    Taken(Step.ACCEPTED, date(2025, 6, 1), "review team", 90),
)


def claimed(*steps: Taken) -> list[tuple[str, object]]:
    return list(told(ALLOCATIONS.judge(Allocation("A1", "GHA", steps), None)))


@pytest.mark.rule("fail", "ALLOCATION_ORDER", "ALLOCATION_QUANTITY", "ALLOCATION_REVIEWER")
@pytest.mark.feature("F065")
def test_party_computes_reports_and_claims_and_a_reviewer_accepts() -> None:
    assert claimed(*STEPS) == []
    assert Allocation("A1", "GHA", STEPS).granted_t == 90
    assert Allocation("A1", "GHA", STEPS[:4]).granted_t is None
    assert claimed(*STEPS[1:]) == [("ALLOCATION_ORDER", FAIL)]
    assert claimed(*STEPS, STEPS[-1]) == [("ALLOCATION_ORDER", FAIL)]
    assert claimed(*STEPS[:-1], replace(STEPS[-1], by="GHA")) == [("ALLOCATION_REVIEWER", FAIL)]
    assert claimed(*STEPS[:-1], replace(STEPS[-1], quantity_t=91)) == [
        ("ALLOCATION_QUANTITY", FAIL)
    ]


@pytest.mark.rule("pass", "ALLOCATION_ORDER", "ALLOCATION_QUANTITY", "ALLOCATION_REVIEWER")
@pytest.mark.rule("missing", "ALLOCATION_ORDER", "ALLOCATION_QUANTITY", "ALLOCATION_REVIEWER")
@pytest.mark.feature("F065")
def test_claim_cannot_be_judged_without_its_steps_and_quantities() -> None:
    codes = ("ALLOCATION_ORDER", "ALLOCATION_REVIEWER", "ALLOCATION_QUANTITY")
    nothing = told(ALLOCATIONS.judge(Allocation("A1", "GHA", None), None))
    assert nothing == [(code, UNKNOWN) for code in codes]
    assert claimed(replace(STEPS[0], quantity_t=None)) == [("ALLOCATION_QUANTITY", UNKNOWN)]


REDUCTION = Reduction("stoves", "GHA", 2023, 100)
NDC = frozenset({Purpose.NDC})


@pytest.mark.feature("F056")
def test_outcome_becomes_authorized_only_step_by_step() -> None:
    verified = verify(REDUCTION, 90, by="DOE-1", on=ON, document="report")
    outcome = authorize(verified, 80, NDC, by="GHA", on=ON, document="letter")
    assert outcome.verified.reduction is REDUCTION
    assert (verified.quantity_t, outcome.quantity_t) == (90, 80)


@pytest.mark.feature("F056")
def test_no_step_adds_tonnes_or_is_taken_by_others() -> None:
    for tonnes, on in ((101, ON), (0, ON), (90, date(2022, 12, 31))):
        with pytest.raises(ValueError, match=r"cannot|can be verified"):
            verify(REDUCTION, tonnes, by="DOE-1", on=on, document="report")
    verified = verify(REDUCTION, 90, by="DOE-1", on=ON, document="report")
    for tonnes, purposes, by in ((91, NDC, "GHA"), (80, frozenset(), "GHA"), (80, NDC, "CHE")):
        with pytest.raises(ValueError, match=r"authorized|names a use|not the host"):
            authorize(verified, tonnes, purposes, by=by, on=ON, document="letter")


ENTITY = Entity(
    id="E1",
    name="airline",
    kind=EntityClass.MULTINATIONAL,
    identity=Identity.VERIFIED,
    checked_on=date(2025, 1, 1),
    valid_until=date(2025, 12, 31),
)


@pytest.mark.feature("F077")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"valid_until": None}, []),
        ({"identity": Identity.PENDING}, [("KYC", FAIL)]),
        pytest.param(
            {"identity": Identity.REFUSED},
            [("KYC", FAIL)],
            marks=pytest.mark.rule("fail", "KYC"),
        ),
        ({"valid_until": date(2025, 5, 31)}, [("KYC", FAIL)]),
        ({"checked_on": date(2025, 6, 2)}, [("KYC", FAIL)]),
        pytest.param(
            {"identity": None}, [("KYC", UNKNOWN)], marks=pytest.mark.rule("missing", "KYC")
        ),
        ({"checked_on": None}, [("KYC", UNKNOWN)]),
    ],
)
def test_identity_of_an_account_holder_is_verified_on_the_day(
    changes: dict[str, Any], expected: list[tuple[str, object]]
) -> None:
    assert told(ENTITIES.judge(replace(ENTITY, **changes), ON)) == expected


PROPOSAL = Proposal(
    id="D1",
    opened_on=date(2025, 5, 1),
    members=frozenset({"CHE", "EUE"}),
    vetoes=frozenset({"CHE"}),
    days=30,
    escalates_to="joint committee",
    votes=(Cast("CHE", Vote.YES, date(2025, 5, 2)), Cast("EUE", Vote.YES, date(2025, 5, 3))),
    acted_on=date(2025, 5, 4),
)


def decided(**changes: Any) -> list[tuple[str, object]]:
    return list(told(DECISIONS.judge(replace(PROPOSAL, **changes), ON)))


@pytest.mark.rule("pass", "JOINT_DECISION", "JOINT_VOTE")
@pytest.mark.feature("F102")
def test_proposal_is_adopted_by_all_vetoed_by_one_and_escalated_by_time() -> None:
    assert PROPOSAL.state(ON) is State.ADOPTED
    assert PROPOSAL.state(date(2025, 5, 2)) is State.OPEN
    vetoed = replace(PROPOSAL, votes=(Cast("CHE", Vote.VETO, date(2025, 5, 2)),))
    assert vetoed.state(ON) is State.VETOED
    votes = (Cast("CHE", Vote.YES, ON), Cast("EUE", Vote.NO, ON))
    split = replace(PROPOSAL, votes=votes)
    assert split.state(ON) is State.REJECTED
    waiting = replace(PROPOSAL, votes=(PROPOSAL.votes or ())[:1], acted_on=None)
    assert waiting.state(date(2025, 5, 31)) is State.OPEN
    assert told(DECISIONS.judge(waiting, ON)) == [("JOINT_ESCALATION", FAIL)]


@pytest.mark.rule("fail", "JOINT_DECISION", "JOINT_ESCALATION", "JOINT_VOTE")
@pytest.mark.rule("missing", "JOINT_DECISION", "JOINT_ESCALATION", "JOINT_VOTE")
@pytest.mark.feature("F102")
def test_nothing_is_done_before_it_is_adopted_and_nobody_votes_beyond_his_right() -> None:
    assert decided() == []
    assert decided(acted_on=date(2025, 5, 2)) == [("JOINT_DECISION", FAIL)]
    stranger = (*(PROPOSAL.votes or ()), Cast("NOR", Vote.YES, date(2025, 5, 3)))
    assert decided(votes=stranger) == [("JOINT_VOTE", FAIL)]
    no_right = (Cast("EUE", Vote.VETO, date(2025, 5, 3)),)
    assert decided(votes=no_right, acted_on=None) == [
        ("JOINT_VOTE", FAIL),
        ("JOINT_ESCALATION", FAIL),
    ]
    outvoted = (*no_right, Cast("CHE", Vote.YES, date(2025, 5, 3)))
    assert replace(PROPOSAL, votes=outvoted).state(ON) is State.REJECTED
    assert decided(votes=None, acted_on=ON, days=60) == [
        ("JOINT_VOTE", UNKNOWN),
        ("JOINT_DECISION", UNKNOWN),
    ]
    assert decided(votes=(), acted_on=None, escalates_to=None) == [("JOINT_ESCALATION", UNKNOWN)]


@pytest.mark.feature("F040")
@pytest.mark.feature("F041")
def test_gains_are_told_per_party_and_per_head() -> None:
    gains = Distribution(
        (Gain("GHA", Fraction(30), 10), Gain("CHE", Fraction(10), 1), Gain("PER", Fraction(-8)))
    )
    assert gains.shares["GHA"] == Fraction(30, 32)
    assert (gains.losers, gains.spread) == (("PER",), None)
    assert Distribution(gains.gains[:2]).spread == Fraction(10, 3)
    told_ = gains.to_json()["parties"]
    assert isinstance(told_, list)
    assert [one["per_head"] for one in told_] == [3, 10, None]
    assert Distribution((Gain("GHA", Fraction(0)),)).shares == {"GHA": None}


STEEL = Sector(
    system="eu_ets",
    name="steel",
    reduction_t=1000,
    rate=Fraction(3, 10),
    free_share=Fraction(1, 2),
    border_share=Fraction(1, 3),
)


@pytest.mark.rule("fail", "SECTOR_LEAKAGE")
@pytest.mark.rule("missing", "SECTOR_LEAKAGE")
@pytest.mark.feature("F053")
@pytest.mark.feature("F274")
def test_leakage_is_held_back_by_free_allocation_and_the_border() -> None:
    most = Fraction(1, 10)
    assert STEEL.leakage_t == 100
    assert SECTORS.judge(STEEL, most) == []
    open_border = replace(STEEL, border_share=Fraction(0))
    assert told(SECTORS.judge(open_border, most)) == [("SECTOR_LEAKAGE", FAIL)]
    for lost in ("reduction_t", "rate", "free_share", "border_share"):
        lacking: Any = {lost: None}
        assert told(SECTORS.judge(replace(STEEL, **lacking), most)) == [("SECTOR_LEAKAGE", UNKNOWN)]
