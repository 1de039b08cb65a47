"""The technical expert review says what it may, its status is printed in the decision."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from review_samples import DAY, event, opened

from tallystick import law
from tallystick.article6.review import (
    REVIEW_TEAM,
    Event,
    Kind,
    Recommendation,
    Topic,
    replay,
    reviews,
    status,
)
from tallystick.core.findings import Outcome

BEGUN = Event(kind=Kind.BEGIN, subject="R1", on=DAY, by=REVIEW_TEAM, party="GHA")


def concluded(**others: Any) -> Event:
    told: dict[str, Any] = {"subject": "R1", "on": DAY, "by": REVIEW_TEAM, "text": "report"}
    return Event(kind=Kind.CONCLUDE, **{**told, **others})


def told(*events: Event) -> str:
    (review,) = reviews(events)[0].values()
    return status(review, replay(events)[0].values())


def codes(*events: Event, outcome: Outcome = Outcome.FAIL) -> list[str]:
    return [found.code for found in reviews(events)[1] if found.outcome is outcome]


def marked(subject: str, *kinds: Kind) -> list[Event]:
    return [
        opened(subject=subject),
        *(event(kind, REVIEW_TEAM, subject=subject) for kind in kinds),
    ]


@pytest.mark.feature("F249")
def test_review_is_pending_until_its_report_is_published() -> None:
    assert told(BEGUN) == "Review pending"
    assert told(BEGUN, concluded()) == "Review finalized and no inconsistencies identified"


S, L = Kind.SIGNIFICANT, Kind.PERSISTENT
STATUSES: dict[str, list[list[Kind]]] = {
    "inconsistent": [[]],
    "significant": [[S]],
    "persistent": [[L]],
    "significant_and_persistent": [[S], [L]],
    "both_at_once": [[S, L], []],
}


@pytest.mark.parametrize("key", STATUSES)
def test_marks_of_the_review_team_decide_the_words(key: str) -> None:
    cases = [
        entry
        for number, kinds in enumerate(STATUSES[key], start=1)
        for entry in marked(str(number), *kinds)
    ]
    assert told(BEGUN, *cases, concluded()) == law.review_statuses()[key]


def test_case_that_is_resolved_or_of_others_leaves_the_status_alone() -> None:
    resolved = [*marked("1", S), event(Kind.ANSWER, "CHE"), event(Kind.RESOLVE)]
    assert told(BEGUN, *resolved, concluded()).endswith("no inconsistencies identified")


def test_every_status_is_one_of_the_printed_words() -> None:
    assert {*STATUSES, "pending", "consistent"} == set(law.review_statuses())


@pytest.mark.rule("pass", "REVIEW_SCOPE", "REVIEW_STATE")
def test_review_recommends_what_makes_information_consistent() -> None:
    advice = (Recommendation(Topic.CONSISTENCY, "report the acquisition"),)
    tracked, findings = reviews([BEGUN, concluded(recommendations=advice)])
    assert (tracked["R1"].recommendations, findings) == (advice, [])


@pytest.mark.rule("fail", "REVIEW_SCOPE")
@pytest.mark.parametrize("topic", ["NDC", "approach", "activity", "authorization"])
def test_review_does_not_judge_what_parties_have_decided(topic: str) -> None:
    advice = (Recommendation(Topic(topic), "should be other"),)
    assert codes(BEGUN, concluded(recommendations=advice)) == ["REVIEW_SCOPE"]


@pytest.mark.rule("fail", "REVIEW_STATE")
@pytest.mark.parametrize("events", [[concluded()], [BEGUN, BEGUN], [BEGUN, *[concluded()] * 2]])
def test_review_begins_and_ends_once(events: list[Event]) -> None:
    assert codes(*events) == ["REVIEW_STATE"]


@pytest.mark.rule("missing", "REVIEW_STATE")
def test_review_without_a_report_is_not_said_to_be_finalized() -> None:
    silent = concluded(text=None)
    assert codes(BEGUN, silent, outcome=Outcome.NOT_DETERMINABLE) == ["REVIEW_STATE"]
    assert told(BEGUN, silent) == "Review pending"


WEEK = replace(BEGUN, week_ends_on=DAY + timedelta(days=5))


def revised(days: int, **others: Any) -> Event:
    told: dict[str, Any] = {"subject": "R1", "by": "GHA", "text": "IR 1.1", **others}
    return Event(kind=Kind.REVISE, on=DAY + timedelta(days=days), **told)


@pytest.mark.rule("pass", "REVIEW_REVISION")
def test_party_revises_its_initial_report_until_the_review_week_ends() -> None:
    found, findings = reviews([WEEK, revised(1), revised(5, text="IR 1.2"), concluded()])
    assert findings == []
    assert found["R1"].revised == ("IR 1.1", "IR 1.2")
    assert found["R1"].report == "report"


@pytest.mark.rule("fail", "REVIEW_REVISION")
def test_revision_after_the_week_or_by_another_party_is_refused() -> None:
    for late in (revised(6), revised(1, by="CHE")):
        found, (finding,) = reviews([WEEK, late])
        assert (finding.code, finding.outcome) == ("REVIEW_REVISION", Outcome.FAIL)
        assert found["R1"].revised == ()


@pytest.mark.rule("missing", "REVIEW_REVISION")
def test_revision_in_a_week_whose_end_nobody_stated_is_kept_and_told() -> None:
    assert codes(BEGUN, revised(1), outcome=Outcome.NOT_DETERMINABLE) == ["REVIEW_REVISION"]
    assert reviews([BEGUN, revised(1)])[0]["R1"].revised == ("IR 1.1",)


def test_report_is_revised_in_a_review_that_has_begun_and_is_not_concluded() -> None:
    assert codes(revised(1)) == ["REVIEW_STATE"]
    assert codes(WEEK, concluded(), revised(1)) == ["REVIEW_STATE"]
