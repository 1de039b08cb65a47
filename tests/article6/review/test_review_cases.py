"""Cases move as the table of steps says, whoever enters whatever, and marks are the team's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import DAY, MIRROR, event, opened

from tallystick.article6.review import (
    REVIEW_TEAM,
    SECRETARIAT,
    Event,
    Kind,
    Opening,
    State,
    replay,
    requests,
)
from tallystick.article6.review.values import OF_REVIEWS
from tallystick.core.findings import Outcome, Severity, refused

PATHS = {
    "answered and resolved": ([Kind.ANSWER, Kind.RESOLVE], State.RESOLVED),
    "resubmitted and resolved": ([Kind.RESUBMIT, Kind.RESOLVE], State.RESOLVED),
    "resubmitted in vain": ([Kind.RESUBMIT, Kind.RETURN], State.OPEN),
    "answered, then resubmitted": ([Kind.ANSWER, Kind.RESUBMIT], State.RESUBMITTED),
    "withdrawn": ([Kind.WITHDRAW], State.WITHDRAWN),
}
CASE_KINDS = [kind for kind in Kind if kind not in OF_REVIEWS]


def who(kind: Kind) -> str:
    if kind in {Kind.SIGNIFICANT, Kind.PERSISTENT}:
        return REVIEW_TEAM
    return "CHE" if kind in {Kind.ANSWER, Kind.RESUBMIT} else SECRETARIAT


def codes(events: list[Event]) -> list[str]:
    return [finding.code for finding in replay(events)[1] if finding.outcome is Outcome.FAIL]


@pytest.mark.feature("F249")
@pytest.mark.parametrize("path", PATHS)
def test_case_goes_from_opening_to_its_end(path: str) -> None:
    kinds, state = PATHS[path]
    cases, findings = replay([opened(), *(event(kind, who(kind)) for kind in kinds)])
    assert (cases["1"].state, findings) == (state, [])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CASE_KINDS),
            st.sampled_from(["CHE", "GHA", "FJI", SECRETARIAT, REVIEW_TEAM]),
            st.integers(-2, 5),
            st.sampled_from(["1", "2"]),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_entries_leaves_the_rules(entries: list[tuple[Kind, str, int, str]]) -> None:
    events = [
        event(kind, by, subject=subject, on=DAY + timedelta(days), opening=MIRROR)
        for kind, by, days, subject in entries
    ]
    cases, findings = replay(events)
    for case in cases.values():
        days = [one.on for one in case.events]
        assert days == sorted(days)
        assert case.events[0].kind is Kind.OPEN
        ends = [one for one in case.events if one.kind in {Kind.RESOLVE, Kind.WITHDRAW}]
        assert len(ends) == case.is_closed
        assert not ends or case.events[-1] is ends[0]
        marks = {one.by for one in case.events if who(one.kind) == REVIEW_TEAM}
        assert marks <= {REVIEW_TEAM}
    entered = sum(len(case.events) for case in cases.values())
    named = {str(finding.where) for finding in findings if finding.refuses}
    assert entered == len(events) or named


@pytest.mark.feature("F048")
@pytest.mark.rule("pass", "CASE_ACTOR", "CASE_STATE")
def test_any_party_may_raise_a_concern_though_nothing_of_its_own_is_touched() -> None:
    concern = Opening(against="GHA", about="the report on CA0009 is not public")
    cases, findings = replay([opened(concern, "FJI"), event(Kind.ANSWER, "GHA")])
    assert (cases["1"].opened_by, cases["1"].state) == ("FJI", State.ANSWERED)
    assert findings == []


@pytest.mark.rule("pass", "CASE_DATE", "CASE_REASON")
@pytest.mark.rule("missing", "CASE_ACTOR")
def test_whether_somebody_unknown_may_open_a_case_cannot_be_told() -> None:
    (found,) = replay([opened(by="XQQ")])[1]
    assert (found.code, found.outcome) == ("CASE_ACTOR", Outcome.NOT_DETERMINABLE)


@pytest.mark.rule("fail", "CASE_ACTOR")
def test_only_the_parties_concerned_answer() -> None:
    assert codes([opened(), event(Kind.ANSWER, "FJI")]) == ["CASE_ACTOR"]
    assert codes([opened(), event(Kind.ANSWER, "GHA")]) == []


@pytest.mark.rule("fail", "CASE_ACTOR")
def test_the_party_asked_does_not_resolve_the_case_itself() -> None:
    assert codes([opened(), event(Kind.ANSWER, "CHE"), event(Kind.RESOLVE, "CHE")]) == [
        "CASE_ACTOR"
    ]


@pytest.mark.rule("fail", "CASE_ACTOR")
def test_only_the_review_team_marks_what_is_significant() -> None:
    assert codes([opened(), event(Kind.SIGNIFICANT, SECRETARIAT)]) == ["CASE_ACTOR"]
    case = replay([opened(), event(Kind.SIGNIFICANT, REVIEW_TEAM)])[0]["1"]
    assert (case.is_significant, case.is_persistent, case.state) == (True, False, State.OPEN)


@pytest.mark.rule("fail", "CASE_STATE")
def test_case_is_not_resolved_before_anybody_has_reacted() -> None:
    assert codes([opened(), event(Kind.RESOLVE)]) == ["CASE_STATE"]


@pytest.mark.rule("fail", "CASE_STATE")
def test_nothing_follows_on_the_end_and_no_case_is_opened_twice() -> None:
    ended = [opened(), event(Kind.WITHDRAW)]
    for kind in CASE_KINDS:
        assert "CASE_STATE" in codes([*ended, event(kind, who(kind), opening=MIRROR)])


@pytest.mark.parametrize(
    "kind",
    [pytest.param(Kind.ANSWER, marks=pytest.mark.rule("fail", "CASE_REASON")), Kind.OPEN],
)
def test_case_without_what_it_is_about_or_an_answer_without_a_word_never_passes(kind: Kind) -> None:
    entry = event(kind, who(kind), text=None)
    assert codes([entry] if kind is Kind.OPEN else [opened(), entry])


@pytest.mark.rule("fail", "CASE_DATE")
def test_entry_dated_before_the_one_before_is_refused() -> None:
    early = event(Kind.ANSWER, "CHE", on=date(2024, 5, 31))
    assert codes([opened(), early]) == ["CASE_DATE"]


def test_duration_answers_and_sides_are_told() -> None:
    cases, _ = replay([opened(), event(Kind.ANSWER, "CHE", on=date(2024, 6, 11))])
    case = cases["1"]
    assert (case.days_open(date(2024, 12, 31)), case.is_answered) == (213, True)
    assert case.is_cross_party
    assert [side.party for side in case.opening.sides] == ["CHE", "GHA"]


@pytest.mark.rule("fail", "NDC_USE_INCONSISTENT")
def test_parties_are_asked_not_to_use_what_is_inconsistent_and_nothing_is_barred() -> None:
    (found,) = requests(replay([opened()])[0].values())
    assert (found.code, found.severity) == ("NDC_USE_INCONSISTENT", Severity.WARNING)
    assert "MIRROR" in found.message.en
    assert "MIRROR" in found.message.zh
    assert "not barred" in found.fix.en
    assert not refused([found])


@pytest.mark.rule("missing", "NDC_USE_INCONSISTENT")
def test_request_cannot_be_told_where_the_effect_on_the_balance_is_not_known() -> None:
    (found,) = requests(replay([opened(replace(MIRROR, balance=None))])[0].values())
    assert found.outcome is Outcome.NOT_DETERMINABLE


@pytest.mark.rule("pass", "NDC_USE_INCONSISTENT")
@pytest.mark.parametrize("told", ["no balance moves", "resolved", "a concern"])
def test_nothing_is_asked_where_no_balance_moves_or_all_is_resolved(told: str) -> None:
    opening = {"no balance moves": replace(MIRROR, balance=False)}.get(told, MIRROR)
    if told == "a concern":
        opening = Opening(against="GHA", about="a question")
    events = [opened(opening)]
    if told == "resolved":
        events += [event(Kind.ANSWER, "CHE"), event(Kind.RESOLVE)]
    assert requests(replay(events)[0].values()) == []
