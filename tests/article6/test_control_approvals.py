"""The life of a proposal: whatever is tried, it is posted, voided or expired, and only one."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from test_control_rules import NOON, PROPOSE, decision, with_control

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Reject,
    State,
    Withdraw,
    state,
)
from tallystick.article6.postings.control_facts import Matter
from tallystick.article6.postings.judge import judge
from tallystick.core.findings import refused

ENDS = {State.POSTED, State.VOIDED, State.EXPIRED}

decisions = st.builds(
    decision,
    st.sampled_from([Approve, Reject, Withdraw, Expire]),
    st.sampled_from(["ann", "ben"]),
    st.integers(1, 24 * 14),
)


def lived(tried: list[Decision]) -> list[Decision]:
    """Return the decisions that the rules let through, in the order of their instants."""
    taken: list[Decision] = []
    for one in sorted(tried, key=lambda one: one.at):
        matter = Matter(PROPOSE, taken[0] if taken else None)
        if not refused(judge(one, with_control(matter=matter))):
            taken.append(one)
    return taken


def after(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


@given(st.lists(decisions, max_size=8))
def test_proposal_ends_once_as_posted_voided_or_expired(tried: list[Decision]) -> None:
    taken = lived(tried)
    assert len(taken) <= 1
    ended = taken[0] if taken else None
    states = [state(PROPOSE, ended, after(hours)) for hours in range(0, 24 * 15, 3)]
    assert states[0] is State.PROPOSED
    assert len(set(states) & ENDS) == 1
    assert states[-1] in ENDS
    first_end = next(number for number, one in enumerate(states) if one in ENDS)
    assert set(states[first_end:]) == {states[-1]}


@given(st.lists(decisions, max_size=8))
def test_what_is_posted_was_approved_by_another_in_time(tried: list[Decision]) -> None:
    for one in lived(tried):
        in_time = one.at < PROPOSE.deadline
        match one:
            case Approve() | Reject():
                assert in_time
                assert one.person != PROPOSE.proposer
            case Withdraw():
                assert in_time
                assert one.person == PROPOSE.proposer
            case _:
                assert not in_time


def test_decision_is_not_known_before_its_instant() -> None:
    approved = decision(Approve, hours=5)
    assert state(PROPOSE, approved, after(4)) is State.PROPOSED
    assert state(PROPOSE, approved, after(5)) is State.POSTED
