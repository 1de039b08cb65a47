"""Expert reviews on the pages: begun, revised for, concluded, in the printed words."""

import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tallystick import law
from web.conftest import SignedIn
from web.reviewer.test_cases import raised, step


@pytest.fixture
def name(signed_in: SignedIn) -> str:
    """A review of the reports of Ghana that has begun."""
    made = f"R-{secrets.token_hex(6)}"
    ends = timezone.now().date() + timedelta(days=3)
    told = {"name": made, "party": "GHA", "approaches": "CA0009", "week_ends_on": str(ends)}
    assert signed_in("reviewer").post("/en/reviews/begin/", told).status_code == 302
    return made


def page(client: Client, name: str, language: str = "en") -> str:
    return client.get(f"/{language}/reviews/{name}/").content.decode()


@pytest.mark.feature("F249")
def test_a_review_is_pending_until_its_report_is_published(signed_in: SignedIn, name: str) -> None:
    reviewer = signed_in("reviewer")
    number = raised(reviewer)
    step(reviewer, number, "significant", 1)
    assert law.review_statuses()["pending"] in page(reviewer, name)
    told = {"report": "https://example.org/r", "recommendations": "consistency: report it"}
    assert reviewer.post(f"/en/reviews/{name}/", told).status_code == 302
    assert law.review_statuses()["pending"] not in page(reviewer, name)
    assert "significant inconsistencies" in page(reviewer, name)
    assert "重大" in page(reviewer, name, "zh-hans")


def test_recommendations_outside_the_scope_are_refused(signed_in: SignedIn, name: str) -> None:
    told = {"report": "https://example.org/r", "recommendations": "NDC: raise it"}
    reviewer = signed_in("reviewer")
    reviewer.post(f"/en/reviews/{name}/", told)
    text = page(reviewer, name)
    assert "a review does not judge" in text
    assert law.review_statuses()["pending"] in text


@pytest.mark.parametrize("line", ["weather: nice", "consistency", "consistency:"])
def test_a_recommendation_needs_a_topic_and_words(
    signed_in: SignedIn, name: str, line: str
) -> None:
    told = {"report": "https://example.org/r", "recommendations": line}
    answer = signed_in("reviewer").post(f"/en/reviews/{name}/", told)
    assert answer.status_code == 200
    assert "topics are" in answer.content.decode()


def test_the_party_under_review_revises_and_no_other(signed_in: SignedIn, name: str) -> None:
    url, told = f"/en/reviews/{name}/revise/", {"file": "ir-1.1.pdf"}
    assert signed_in("focal_point", "CHE").post(url, told).status_code == 404
    assert signed_in("authority_officer", "GHA").post(url, told).status_code == 403
    assert signed_in("focal_point", "GHA").post(url, told).status_code == 302
    assert "ir-1.1.pdf" in page(signed_in("reviewer"), name)


@pytest.mark.parametrize("role", ["auditor", "verifier", "focal_point"])
def test_only_the_review_team_tracks_a_review(signed_in: SignedIn, name: str, role: str) -> None:
    client = signed_in(role, "GHA" if role == "focal_point" else "")
    assert client.get("/en/reviews/begin/").status_code == 403
    told = {"report": "x", "recommendations": ""}
    assert client.post(f"/en/reviews/{name}/", told).status_code == 403


def test_a_name_is_used_once(signed_in: SignedIn, name: str) -> None:
    answer = signed_in("reviewer").post("/en/reviews/begin/", {"name": name, "party": "CHE"})
    assert answer.status_code == 200
    assert "it has begun already" in answer.content.decode()


@pytest.mark.parametrize("text", ["a/b", "<b>", "", "x" * 40, "-x"])
def test_a_name_fits_into_an_address(signed_in: SignedIn, text: str) -> None:
    answer = signed_in("reviewer").post("/en/reviews/begin/", {"name": text, "party": "CHE"})
    assert answer.status_code == 200


def test_every_printed_status_has_its_chinese() -> None:
    printed = {*law.review_statuses().values(), *law.check_results().values()}
    assert printed == set(law.printed_zh())
