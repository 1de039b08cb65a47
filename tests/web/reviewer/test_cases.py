"""Cases on the pages: opened by a check or a concern, answered, closed; nobody else may."""

import re
import secrets
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client

from tallystick.web.audit.models import AuditEntry
from tallystick.web.reviewer.models import CaseEntry
from web.conftest import Demo, SignedIn, user_of
from web.workbooks import one_sided, upload


@pytest.fixture
def number(signed_in: SignedIn, demo: Demo) -> str:
    """A case that the reviewer has opened against Ghana."""
    return raised(signed_in("reviewer"))


def raised(client: Client, against: str = "GHA") -> str:
    about = f"about {secrets.token_hex(6)}"
    answer = client.post("/en/cases/concern/", {"against": against, "about": about})
    assert answer.status_code == 302
    return CaseEntry.objects.get(step=1, is_review=False, body__opening__about=about).subject


def step(client: Client, number: str, kind: str, seen: int, text: str = "done") -> int:
    told = {"text": text, "seen": seen}
    return client.post(f"/en/cases/{number}/{kind}/", told).status_code


def state(number: str) -> str:
    last = CaseEntry.objects.filter(subject=number, is_review=False).last()
    return last.state if last else ""


@pytest.mark.feature("F249")
def test_a_case_is_opened_answered_and_closed(signed_in: SignedIn, number: str) -> None:
    reviewer, ghana = signed_in("reviewer"), signed_in("focal_point", "GHA")
    assert state(number) == "open"
    assert step(ghana, number, "answer", 1, "we correct it") == 302
    assert step(ghana, number, "resubmit", 2, "GHA-2.xlsx") == 302
    assert step(reviewer, number, "significant", 3) == 302
    assert step(reviewer, number, "resolve", 4, "now consistent") == 302
    assert state(number) == "resolved"
    text = ghana.get(f"/zh-hans/cases/{number}/").content.decode()
    assert "已解决" in text
    assert "we correct it" in text
    told = AuditEntry.objects.filter(subject=f"case {number}").values_list("action", "outcome")
    assert ("case.resolve", "done") in set(told)


@pytest.mark.parametrize(
    ("role", "party", "kind", "status"),
    [
        ("focal_point", "CHE", "answer", 404),
        ("authority_approver", "GHA", "answer", 403),
        ("focal_point", "GHA", "resolve", 403),
        ("regulator", "", "answer", 404),
        ("verifier", "", "answer", 403),
        ("auditor", "", "resolve", 403),
        ("entity_representative", "", "answer", 403),
        ("public", "", "answer", 403),
    ],
)
def test_a_wrong_user_is_refused_at_each_step(
    signed_in: SignedIn, number: str, role: str, party: str, kind: str, status: int
) -> None:
    assert step(signed_in(role, party), number, kind, 1) == status
    assert state(number) == "open"


def test_the_rules_say_what_cannot_follow(signed_in: SignedIn, number: str) -> None:
    reviewer = signed_in("reviewer")
    step(reviewer, number, "resolve", 1)
    assert state(number) == "open"
    assert "cannot follow" in reviewer.get(f"/en/cases/{number}/").content.decode()
    told = AuditEntry.objects.get(subject=f"case {number}", action="case.resolve")
    assert told.outcome == "refused"


def test_who_has_not_seen_the_last_entry_enters_nothing(signed_in: SignedIn, number: str) -> None:
    ghana = signed_in("focal_point", "GHA")
    step(ghana, number, "answer", 1)
    step(ghana, number, "answer", 1, "twice")
    assert CaseEntry.objects.filter(subject=number, is_review=False).count() == 2
    assert "look once more" in ghana.get(f"/en/cases/{number}/").content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_entry_needs_words(signed_in: SignedIn, number: str, text: str) -> None:
    step(signed_in("focal_point", "GHA"), number, "answer", 1, text)
    assert state(number) == "open"


def test_a_party_sees_its_own_cases_only(signed_in: SignedIn, number: str) -> None:
    link = f'/en/cases/{number}/"'
    for role, party, sees in (
        ("focal_point", "GHA", True),
        ("authority_officer", "GHA", True),
        ("focal_point", "CHE", False),
        ("regulator", "", False),
        ("auditor", "", True),
    ):
        client = signed_in(role, party)
        assert (link in client.get("/en/cases/").content.decode()) is sees, role
        assert client.get(f"/en/cases/{number}/").status_code == (200 if sees else 404)


@pytest.mark.feature("F048")
def test_any_party_raises_a_concern_and_can_take_it_back(signed_in: SignedIn, demo: Demo) -> None:
    switzerland = signed_in("focal_point", "CHE")
    number = raised(switzerland)
    assert step(switzerland, number, "withdraw", 1, "clarified") == 302
    assert state(number) == "withdrawn"


def test_a_body_of_no_party_raises_a_concern_in_its_own_name(signed_in: SignedIn) -> None:
    number = raised(signed_in("verifier"))
    entry = CaseEntry.objects.get(subject=number, is_review=False, step=1)
    assert entry.body["by"] == "Verification body (demo)"


def test_an_entry_is_never_changed_or_deleted(number: str) -> None:
    entry = CaseEntry.objects.get(subject=number, is_review=False, step=1)
    entry.state = "resolved"
    with pytest.raises(DatabaseError, match="only ever added"):
        entry.save()
    with pytest.raises(DatabaseError, match="only ever added"):
        entry.delete()


@pytest.mark.feature("F249")
def test_a_check_opens_cases_with_both_sides_rows(signed_in: SignedIn, tmp_path: Path) -> None:
    reviewer = signed_in("reviewer")
    files = [upload(path) for path in one_sided(tmp_path)]
    answer = reviewer.post("/en/cases/check/", {"workbooks": files, "opens": "on"})
    entry = CaseEntry.objects.filter(step=1, is_review=False, body__opening__code__isnull=False)
    found = entry.last()
    assert found is not None
    assert answer.status_code == 302
    text = reviewer.get(f"/en/cases/{found.subject}/").content.decode()
    for said in ("1916", "CA0009-GHA01-GHA-1-2022", "Ghana", "Switzerland", "GHA-2023.xlsx"):
        assert said in text
    assert "requested not to use" in text
    again = [upload(path) for path in one_sided(tmp_path)]
    shown = reviewer.post("/zh-hans/cases/check/", {"workbooks": again, "opens": "on"})
    assert shown.status_code == 200
    assert "已检查，发现不一致之处" in shown.content.decode()
    assert "Checked, inconsistencies identified" in shown.content.decode()


def test_what_one_may_do_is_offered_and_nothing_else(signed_in: SignedIn, number: str) -> None:
    def offered(role: str, party: str = "") -> set[str]:
        text = signed_in(role, party).get(f"/en/cases/{number}/").content.decode()
        return set(re.findall(rf"/en/cases/{number}/(\w+)/", text))

    assert offered("focal_point", "GHA") == {"answer", "resubmit"}
    assert offered("reviewer") == {"withdraw", "significant", "persistent"}
    assert offered("auditor") == set()


def test_the_case_of_an_action_is_written_with_who_acted(signed_in: SignedIn, number: str) -> None:
    told = AuditEntry.objects.get(subject=f"case {number}", action="case.open")
    assert told.actor == user_of("reviewer")
    assert told.organisation is not None
