"""The versions of an authorization: states, immutability, and what a change reaches."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from authorization_samples import CHANGED, ENDS, ISSUED, NEXT, TERMS, VERSION, said
from hypothesis import given
from hypothesis import strategies as st

from tallystick.article6.authorization.content import Change
from tallystick.article6.authorization.history import (
    STEPS,
    State,
    follows_terms,
    governing,
    is_in_force,
    state_on,
    version_on,
)
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
from tallystick.article6.postings.facts import Facts, FirstTransferred
from tallystick.article6.postings.records import Authorize
from tallystick.core.findings import refused

DAY = timedelta(days=1)
REVOKED = said(NEXT, revokes=True)
BACK = said(NEXT, change=Change("fraud", "notice of 30 days", reaches_back=True))

candidates = st.builds(
    lambda version, day, expires, revokes, change: replace(
        said(
            VERSION,
            expires_on=ISSUED + timedelta(days=expires),
            revokes=revokes,
            change=change,
            changes=TERMS,
        ),
        version=version,
        on=ISSUED + timedelta(days=day),
    ),
    st.integers(1, 5),
    st.integers(0, 30),
    st.integers(0, 40),
    st.booleans(),
    st.none() | st.builds(Change, st.sampled_from(["fraud", "regret"]),
                          st.just("notice of 30 days"), st.booleans()),
)  # fmt: skip


def reachable(state: State) -> set[State]:
    """Several steps may be taken on one day."""
    return {state}.union(*(reachable(after) for after in STEPS[state]))


def accepted(
    versions: tuple[Authorize, ...], candidate: Authorize, last_on: date | None
) -> tuple[Authorize, ...]:
    """Take the candidate in as a ledger does: only if no rule refuses it."""
    facts = Facts(
        parties=PARTIES,
        first_vintage=None,
        authorizations={candidate.id: versions},
        first_transferred={candidate.id: FirstTransferred(1 if last_on else 0, last_on)},
    )
    found = AUTHORIZATIONS.judge(candidate, facts)
    return versions if refused(found) else (*versions, candidate)


@pytest.mark.feature("F247")
@given(
    st.lists(candidates, max_size=8),
    st.none() | st.integers(0, 30).map(lambda day: ISSUED + timedelta(days=day)),
)
def test_any_sequence_of_versions_takes_only_the_steps_there_are(
    offered: list[Authorize], last_on: date | None
) -> None:
    versions: tuple[Authorize, ...] = ()
    for candidate in offered:
        before = versions
        versions = accepted(versions, candidate, last_on)
        assert versions[: len(before)] == before
    days = [ISSUED + timedelta(days=number) for number in range(-1, 45)]
    states = [state_on(versions, day) for day in days]
    assert states[0] is State.DRAFT
    for was, now in pairwise(states):
        assert now in reachable(was)
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))


@pytest.mark.feature("F247")
@given(st.lists(candidates, max_size=8), st.integers(0, 30), st.integers(0, 30))
def test_what_is_first_transferred_is_reached_only_by_changes_that_reach_back(
    offered: list[Authorize], transferred: int, later: int
) -> None:
    last_on = ISSUED + timedelta(days=transferred)
    versions: tuple[Authorize, ...] = ()
    for candidate in offered:
        versions = accepted(versions, candidate, last_on)
    now = governing(versions, last_on + timedelta(days=later), last_on)
    then = version_on(versions, last_on)
    if now is not then:
        assert now is not None
        assert now.content is not None
        assert now.content.change is not None
        assert now.content.change.reaches_back


def test_state_follows_the_days() -> None:
    versions = (VERSION, NEXT)
    assert state_on((), ISSUED) is State.DRAFT
    assert state_on(versions, ISSUED - DAY) is State.DRAFT
    assert state_on(versions, ISSUED) is State.ISSUED
    assert state_on(versions, CHANGED) is State.AMENDED
    assert state_on(versions, ENDS) is State.AMENDED
    assert state_on(versions, ENDS + DAY) is State.EXPIRED
    assert state_on((VERSION, REVOKED), CHANGED) is State.REVOKED
    assert is_in_force((VERSION, REVOKED), CHANGED - DAY)
    assert not is_in_force((VERSION, REVOKED), CHANGED)


def test_change_governs_what_is_not_yet_first_transferred() -> None:
    versions = (VERSION, NEXT)
    assert governing(versions, CHANGED, None) is NEXT
    assert governing(versions, CHANGED, CHANGED) is NEXT
    assert governing(versions, CHANGED, CHANGED - DAY) is VERSION
    assert governing((VERSION, BACK), CHANGED, CHANGED - DAY) is BACK
    assert governing((VERSION, BACK), CHANGED - DAY, CHANGED - DAY) is VERSION


def test_change_keeps_to_the_circumstances_and_the_process() -> None:
    assert follows_terms(VERSION, NEXT)
    assert follows_terms(VERSION, BACK)
    ahead_only = said(changes=replace(TERMS, reach_back=False))
    assert follows_terms(ahead_only, NEXT)
    assert not follows_terms(ahead_only, BACK)
    assert not follows_terms(said(changes=None, absent=frozenset("g")), NEXT)
    assert follows_terms(said(changes=None), NEXT) is None
    assert follows_terms(VERSION, said(NEXT, change=None)) is None
    assert follows_terms(replace(VERSION, content=None), NEXT) is None
