"""Cases through the interface: opened, answered, resubmitted and resolved, each step once."""

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from tallystick.web.api.tokens import make
from tallystick.web.audit.models import AuditEntry
from tallystick.web.reviewer.models import CaseEntry
from web.api_site import post
from web.conftest import user_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("ledger_path")


SCOPES = {
    "reviewer": ("case.read", "case.open", "case.close"),
    "focal_point": ("case.read", "case.open", "case.answer"),
}


def token(role: str, party: str = "", *scopes: str) -> dict[str, str]:
    scopes = scopes or SCOPES[role]
    return {"Authorization": f"Bearer {make(user_of(role, party), 'test', scopes, 1)[1]}"}


def raised(client: "Client", headers: dict[str, str]) -> dict[str, Any]:
    body = {"against": "GHA", "about": f"about {secrets.token_hex(6)}"}
    answer = post(client, "cases", body, secrets.token_hex(6), headers)
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()["case"]
    return told


@pytest.mark.feature("F249")
def test_a_case_goes_through_its_steps(client: "Client") -> None:
    reviewer, ghana = token("reviewer"), token("focal_point", "GHA")
    case = raised(client, reviewer)
    path = f"cases/{case['number']}"
    assert (case["state"], case["seen"]) == ("open", 1)
    seen = client.get(f"/api/v1/{path}", headers=ghana).json()
    assert seen["offered"] == ["answer", "resubmit"]
    for number, (who, step, state) in enumerate(
        (
            (ghana, "answer", "answered"),
            (ghana, "resubmit", "resubmitted"),
            (reviewer, "resolve", "resolved"),
        ),
        start=1,
    ):
        body = {"text": f"{step} done", "seen": number}
        key = f"{case['number']}-{step}"
        done = post(client, f"{path}/{step}", body, key, who)
        assert (done.status_code, done.json()["case"]["state"]) == (201, state), done.content
        again = post(client, f"{path}/{step}", body, key, who)
        assert (again.status_code, again.json()["case"]["state"]) == (200, state)
        other = post(client, f"{path}/{step}", {**body, "text": "other"}, key, who)
        assert (other.status_code, other.json()["code"]) == (409, "KEY_TAKEN")
    assert CaseEntry.objects.filter(subject=str(case["number"]), is_review=False).count() == 4
    told = AuditEntry.objects.filter(subject=f"case {case['number']}", outcome="done")
    assert {one.door for one in told} == {"api"}
    listed = client.get("/api/v1/cases?limit=1", headers=reviewer).json()
    assert [one["number"] for one in listed["rows"]] == [case["number"]]


def test_a_page_of_cases_leads_to_older_ones(client: "Client") -> None:
    reviewer = token("reviewer")
    older, newer = (raised(client, reviewer)["number"] for _ in range(2))
    first = client.get("/api/v1/cases?limit=1", headers=reviewer).json()
    assert [one["number"] for one in first["rows"]] == [newer]
    path = f"/api/v1/cases?limit=1&cursor={first['next']}"
    second = client.get(path, headers=reviewer).json()
    assert [one["number"] for one in second["rows"]] == [older]
    assert client.get("/api/v1/cases?cursor=x", headers=reviewer).status_code == 422


def test_the_same_key_opens_one_case(client: "Client") -> None:
    reviewer, body = token("reviewer"), {"against": "GHA", "about": secrets.token_hex(6)}
    key = secrets.token_hex(6)
    first = post(client, "cases", body, key, reviewer).json()["case"]["number"]
    again = post(client, "cases", body, key, reviewer)
    assert (again.status_code, again.json()["case"]["number"]) == (200, first)


def test_two_cannot_take_the_same_step(client: "Client") -> None:
    reviewer, ghana = token("reviewer"), token("focal_point", "GHA")
    path = f"cases/{raised(client, reviewer)['number']}"
    assert post(client, f"{path}/answer", {"text": "a", "seen": 1}, path, ghana).status_code == 201
    late = post(client, f"{path}/withdraw", {"text": "b", "seen": 1}, path, reviewer)
    assert (late.status_code, late.json()["code"]) == (409, "OVERTAKEN")


def test_a_step_that_the_rules_refuse_is_told_with_its_paragraph(client: "Client") -> None:
    reviewer, ghana = token("reviewer"), token("focal_point", "GHA")
    path = f"cases/{raised(client, reviewer)['number']}"
    refused = post(client, f"{path}/resolve", {"text": "no", "seen": 1}, path, ghana)
    assert refused.status_code == 403
    closed = post(client, f"{path}/return", {"text": "no", "seen": 1}, f"{path}r", reviewer)
    assert closed.status_code == 422
    assert closed.json()["source"]


def test_nobody_sees_or_answers_the_case_of_others(client: "Client") -> None:
    path = f"cases/{raised(client, token('reviewer'))['number']}"
    swiss, narrow = token("focal_point", "CHE"), token("focal_point", "GHA", "account.read")
    body = {"text": "me", "seen": 1}
    assert client.get(f"/api/v1/{path}", headers=swiss).status_code == 404
    assert post(client, f"{path}/answer", body, "k", swiss).status_code == 404
    assert client.get(f"/api/v1/{path}", headers=narrow).status_code == 403
    assert post(client, f"{path}/answer", body, "k", narrow).status_code == 403
    assert client.get("/api/v1/cases").status_code == 401
    assert post(client, f"{path}/open", body, "k", token("reviewer")).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("get", "/api/nothing/", 404, "NOT_FOUND"),
        ("put", "/api/v1/parties", 405, "METHOD_NOT_ALLOWED"),
        ("delete", "/api/v1/cases", 405, "METHOD_NOT_ALLOWED"),
        ("patch", "/api/v1/openapi.json", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_what_no_operation_takes_is_a_problem(
    client: "Client", method: str, path: str, status: int, code: str
) -> None:
    answer = getattr(client, method)(path, headers={"Accept-Language": "zh-hans"})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert any("\u4e00" <= one <= "\u9fff" for one in answer.json()["fix"])
    if status == 405:
        assert answer.headers["Allow"]
