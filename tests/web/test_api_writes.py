"""Who may write what: permissions, keys, refusals and conflicts, tokens and sessions."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tallystick.article6.overrides import Override
from tallystick.ledger import open_ledger
from web.api_site import NewToken, NewUser, post
from web.serials import FREE_SERIAL

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

if TYPE_CHECKING:
    from django.test import Client


def issuance(path: str) -> dict[str, Any]:
    with open_ledger(path) as ledger:
        found = next(one for one in ledger.authorizations() if one.party == "GHA")
    first = next(FREE_SERIAL)
    return {
        "kind": "issuance",
        "on": "2025-06-01",
        "block": {"series": f"{found.approach}-GHA01-GHA-2022", "first": first, "last": first + 99},
        "to_account": "GHA",
        "authorization": found.id,
        "mitigation_type": "Emission reductions",
    }


def transfer(issued: dict[str, Any], to: str = "CHE") -> dict[str, Any]:
    return {
        "kind": "first_transfer",
        "on": "2025-06-02",
        "block": issued["block"],
        "from_account": "GHA",
        "to_account": to,
    }


def test_units_are_issued_and_first_transferred_once_under_a_key(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    token = new_token("authority_officer", "GHA", "units.issue", "units.transfer", "account.read")
    issued = issuance(ledger_path)
    first = post(client, "postings", issued, "i1", token)
    assert first.status_code == 201, first.content
    again = post(client, "postings", issued, "i1", token)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert again.json()["status"] == "already_posted"
    moved = post(client, "postings", transfer(issued), "t1", token)
    assert moved.status_code == 201, moved.content
    changed = post(client, "postings", transfer(issued, "SWE"), "t1", token)
    assert changed.status_code == 409
    assert changed.json()["code"] == "CONFLICT"


def test_a_refused_posting_tells_the_paragraph_and_the_mend(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    token = new_token("authority_officer", "GHA", "units.issue", "units.transfer")
    never_issued = transfer(issuance(ledger_path))
    answer = post(client, "postings", never_issued, "r1", token)
    told = answer.json()
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["code"] == told["findings"][0]["code"]
    assert told["source"]
    assert told["fix"]
    chinese = post(
        client, "postings", never_issued, "r1", {**token, "Accept-Language": "zh-hans"}
    ).json()
    assert chinese["detail"] == told["findings"][0]["message_zh"]


def test_a_write_without_a_key_or_with_an_unknown_field_is_refused(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    token = new_token("authority_officer", "GHA", "units.issue")
    body = issuance(ledger_path)
    assert post(client, "postings", body, None, token).status_code == 422
    assert post(client, "postings", {**body, "id": 1}, "k", token).status_code == 422
    assert post(client, "postings", {**body, "kind": "account"}, "k", token).status_code == 422


def test_nobody_writes_unknown_or_for_another_party(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    body = issuance(ledger_path)
    assert post(client, "postings", body, "k", {}).status_code == 401
    assert post(client, "postings", body, "k", {"Authorization": "Bearer x"}).status_code == 401
    other = new_token("authority_officer", "CHE", "units.issue")
    assert post(client, "postings", body, "k", other).status_code == 403
    narrow = new_token("authority_officer", "GHA", "units.transfer")
    assert post(client, "postings", body, "k", narrow).status_code == 403
    auditor = new_token("auditor", "GHA", "account.read")
    assert post(client, "postings", body, "k", auditor).status_code == 403


def test_nobody_moves_units_without_a_second_factor(
    client: "Client", ledger_path: str, new_user: NewUser
) -> None:
    from tallystick.web.api.tokens import make

    user = new_user("authority_officer", "GHA")
    type(user).objects.filter(pk=user.pk).update(is_demo=False)
    _, secret = make(user, "t", ["units.issue", "account.read"], 1)
    sent = {"Authorization": f"Bearer {secret}"}
    answer = post(client, "postings", issuance(ledger_path), "2f", sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "SECOND_FACTOR")
    assert client.get("/api/v1/accounts/GHA/holdings", headers=sent).status_code == 200


def test_the_keys_of_two_users_never_meet(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    for _ in range(2):
        token = new_token("authority_officer", "GHA", "units.issue")
        assert post(client, "postings", issuance(ledger_path), "same", token).status_code == 201


def test_a_session_writes_only_with_the_csrf_token(
    client: "Client", ledger_path: str, new_user: NewUser
) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    user = new_user("authority_officer", "GHA")
    strict.force_login(user, backend=BACKEND)
    body = issuance(ledger_path)
    assert post(strict, "postings", body, "s1", {}).status_code == 403
    strict.cookies["tallystick_csrf"] = "a" * 32
    sent = {"X-CSRFToken": "a" * 32}
    assert post(strict, "postings", body, "s1", sent).status_code == 201


def test_an_ended_or_expired_token_is_nobody(
    client: "Client", ledger_path: str, new_user: NewUser
) -> None:
    from tallystick.web.api.models import Token
    from tallystick.web.api.tokens import end, make

    user = new_user("authority_officer", "GHA")
    token, secret = make(user, "t", ["account.read"], 1)
    sent = {"Authorization": f"Bearer {secret}"}
    path = "/api/v1/accounts/GHA/holdings"
    assert client.get(path, headers=sent).status_code == 200
    assert secret not in json.dumps(list(Token.objects.values_list("secret_sha256", flat=True)))
    Token.objects.filter(pk=token.pk).update(expires_at=datetime.now(UTC) - timedelta(days=1))
    assert client.get(path, headers=sent).status_code == 401
    other, secret = make(user, "t", ["account.read"], 1)
    assert end(user, other.pk)
    assert not end(user, other.pk)
    assert client.get(path, headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_holdings_are_shown_to_who_may_see_the_account(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    issued = issuance(ledger_path)
    officer = new_token("authority_officer", "GHA", "units.issue", "account.read")
    assert post(client, "postings", issued, "h1", officer).status_code == 201
    path = "/api/v1/accounts/GHA/holdings"
    rows = client.get(path, query_params={"limit": 500}, headers=officer).json()["rows"]
    assert issued["block"]["first"] in {row["first"] for row in rows}
    assert client.get(path).status_code == 401
    swiss = new_token("authority_officer", "CHE", "account.read")
    assert client.get(path, headers=swiss).status_code == 403
    assert client.get("/api/v1/accounts/none/holdings", headers=swiss).status_code == 403


def test_a_proposal_is_approved_by_another_person_only(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    officer = new_token("authority_officer", "GHA", "units.issue", "units.transfer", "account.read")
    issued = issuance(ledger_path)
    post(client, "postings", issued, "p0", officer)
    deadline = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    body = {"id": "Q-api", "posting": transfer(issued), "deadline": deadline}
    asked = post(client, "proposals", body, "p1", officer)
    assert asked.status_code == 201, asked.content
    assert post(client, "proposals", body, "p1", officer).status_code == 200
    listed = client.get("/api/v1/proposals", headers=officer).json()["rows"]
    assert [one["state"] for one in listed if one["id"] == "Q-api"] == ["proposed"]
    swiss = new_token("authority_officer", "CHE", "account.read")
    assert client.get("/api/v1/proposals", headers=swiss).json()["rows"] == []
    said = {"decision": "approve", "reason": "checked"}
    assert post(client, "proposals/Q-api/decision", said, "p2", officer).status_code == 403
    approver = new_token("authority_approver", "GHA", "units.approve")
    done = post(client, "proposals/Q-api/decision", said, "p2", approver)
    assert done.status_code == 201, done.content
    assert post(client, "proposals/none/decision", said, "p3", approver).status_code == 404
    late = post(client, "proposals/Q-api/decision", {**said, "decision": "reject"}, "p4", approver)
    assert late.status_code == 422


def test_an_authorization_is_recorded_by_who_signs_for_the_party(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    name = f"GHA-API-{next(FREE_SERIAL)}"
    body = {
        "id": name,
        "on": "2025-05-01",
        "party": "GHA",
        "approach": "CA9002",
        "purposes": ["NDC"],
    }
    officer = new_token("authority_officer", "GHA", "authorization.draft")
    assert post(client, "authorizations", body, "a1", officer).status_code == 403
    signer = new_token("authority_approver", "GHA", "authorization.sign")
    swiss = new_token("authority_approver", "CHE", "authorization.sign")
    assert post(client, "authorizations", body, "a1", swiss).status_code == 403
    answer = post(client, "authorizations", body, "a1", signer)
    assert (answer.status_code, answer.json()["status"]) == (201, "posted"), answer.content
    versions = client.get(f"/api/v1/authorizations/{name}").json()
    assert [(one["version"], one["approach"]) for one in versions] == [(1, "CA9002")]
    again = post(client, "authorizations", {**body, "sectors": ["Transport"]}, "a2", signer)
    assert (again.status_code, again.json()["code"]) == (422, "AUTH_CHANGE")


def test_an_authorization_outside_the_approaches_of_the_party_is_refused(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    with open_ledger(ledger_path) as ledger:
        others = next(one.id for one in ledger.approaches() if "GHA" not in one.parties)
    name = f"GHA-API-{next(FREE_SERIAL)}"
    body = {"id": name, "on": "2025-05-01", "party": "GHA", "approach": others, "purposes": ["NDC"]}
    signer = new_token("authority_approver", "GHA", "authorization.sign")
    answer = post(client, "authorizations", body, "o1", signer)
    assert (answer.status_code, answer.json()["code"]) == (422, "CA_MEMBER")


def test_a_posting_carries_its_override_of_a_final_period(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    token = new_token("authority_officer", "GHA", "units.issue", "units.transfer", "account.read")
    issued = issuance(ledger_path)
    assert post(client, "postings", issued, "f1", token).status_code == 201
    let = {"by": "the minister", "on": "2025-06-01", "reason": "a transfer was missed"}
    unreasoned = {**transfer(issued), "override": {"by": "the minister", "on": "2025-06-01"}}
    assert post(client, "postings", unreasoned, "f2", token).status_code == 422
    moved = post(client, "postings", {**transfer(issued), "override": let}, "f2", token)
    assert moved.status_code == 201, moved.content
    with open_ledger(ledger_path) as ledger:
        carried = {one.override for one in ledger.journal() if one.posting == moved.json()["id"]}
    assert Override("the minister", date(2025, 6, 1), "a transfer was missed") in carried


def test_every_write_stands_in_the_audit_trail(
    client: "Client", ledger_path: str, new_token: NewToken
) -> None:
    from tallystick.web.audit.models import AuditEntry

    token = new_token("authority_officer", "GHA", "units.issue", "units.transfer")
    body = issuance(ledger_path)
    assert post(client, "postings", transfer(body), "au1", token).status_code == 422
    assert post(client, "postings", body, "au2", token).status_code == 201
    latest = list(AuditEntry.objects.order_by("-id")[:2])
    assert [one.outcome for one in latest] == ["done", "refused"]
    assert {one.door for one in latest} == {"api"}
    assert latest[0].actor is not None
