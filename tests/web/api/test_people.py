"""People and power through the interface: oneself, the matrix, invitations, tokens, the trail."""

import secrets
from typing import Any

import pytest
from django.test import Client

from tallystick.web.api.models import Token
from tallystick.web.audit.models import AuditEntry
from tallystick.web.people.models import Invitation, Membership
from web.api.asking import Headers, get, new_key, sent, sheet, token, token_of
from web.api_site import NewUser
from web.conftest import user_of
from web.test_matrix import ROLES

pytestmark = pytest.mark.usefixtures("ledger_path")


def deleted(path: str, headers: Headers) -> int:
    client = Client(raise_request_exception=False)
    return client.delete(f"/api/v1/{path}", headers=headers).status_code


def invitation(**more: object) -> dict[str, object]:
    """Return an invitation into the authority of the demonstration's approver."""
    place = Membership.objects.get(user=user_of("authority_approver", "GHA")).organisation
    email = f"{secrets.token_hex(6)}@people.example"
    return {"email": email, "role": "authority_officer", "organisation": place.pk, **more}


def test_one_learns_what_one_may_and_a_token_only_what_it_may() -> None:
    user = user_of("authority_officer", "GHA")
    told = get("me", token_of(user))
    assert (told["email"], told["id"]) == (user.email, f"user-{user.pk}")
    assert {one["permission"] for one in told["may"]} == set(ROLES["authority_officer"]["may"])
    narrow = get("me", token_of(user, "account.read"))["may"]
    assert [(one["permission"], one["parties"]) for one in narrow] == [("account.read", ["GHA"])]
    get("me", {}, 401)


def test_the_matrix_is_told_cell_by_cell() -> None:
    cells = sheet("roles", {}, limit=500)
    told = {(one["role"], one["permission"]): one["scope"] for one in cells}
    for role, of in ROLES.items():
        assert {name: told[role, name] for name in of["may"]} == of["may"]


def test_a_person_is_invited_once_and_the_invitation_withdrawn() -> None:
    approver, key, body = token("authority_approver", "GHA"), new_key(), invitation()
    made = sent("invitations", body, approver, key=key)
    assert "/join/" in made["link"]
    again = sent("invitations", body, approver, 200, key=key)
    assert (again["id"], again["link"]) == (made["id"], None)
    other = {**body, "email": "other@people.example"}
    assert sent("invitations", other, approver, 409, key=key)["code"] == "KEY_TAKEN"
    assert made["id"] in {one["id"] for one in get("invitations", approver)["rows"]}
    assert deleted(f"invitations/{made['id']}", token("authority_approver", "CHE")) == 403
    assert deleted(f"invitations/{made['id']}", token("authority_officer", "GHA")) == 403
    assert deleted(f"invitations/{made['id']}", approver) == 204
    assert deleted(f"invitations/{made['id']}", approver) == 404
    assert Invitation.objects.get(pk=made["id"]).withdrawn_at is not None


def test_nobody_invites_into_an_organisation_of_others_or_to_a_role_that_does_not_fit() -> None:
    approver, swiss = token("authority_approver", "GHA"), token("authority_approver", "CHE")
    sent("invitations", invitation(), token("authority_officer", "GHA"), 403)
    sent("invitations", invitation(), swiss, 404)
    sent("invitations", invitation(role="no_such_role"), approver, 404)
    sent("invitations", invitation(role="reviewer"), approver, 422)
    sent("invitations", invitation(email="nobody"), approver, 422)
    own = user_of("authority_approver", "GHA").email
    sent("invitations", invitation(email=own), approver, 422)


def test_a_role_is_ended_by_who_governs_the_organisation(new_user: NewUser) -> None:
    user = new_user("authority_officer", "GHA")
    role = Membership.objects.get(user=user)
    approver = token("authority_approver", "GHA")
    assert role.pk in {one["id"] for one in get("people", approver, limit=500)["rows"]}
    assert deleted(f"people/{role.pk}", token("authority_approver", "CHE")) == 403
    assert deleted(f"people/{role.pk}", approver) == 204
    assert deleted(f"people/{role.pk}", approver) == 404
    own = Membership.objects.get(user=user_of("authority_approver", "GHA"))
    assert deleted(f"people/{own.pk}", approver) == 403
    told = AuditEntry.objects.filter(action="people.end", door="api", outcome="done")
    assert told.exists()


def test_ones_own_tokens_are_listed_and_ended_and_none_is_made(new_user: NewUser) -> None:
    user = new_user("authority_officer", "GHA")
    mine, other = token_of(user), token("authority_officer", "CHE")
    (listed,) = get("tokens", mine)["rows"]
    assert "secret" not in str(listed)
    assert deleted(f"tokens/{listed['id']}", other) == 404
    sent("tokens", {"name": "more"}, mine, 405)
    assert deleted(f"tokens/{listed['id']}", mine) == 204
    get("tokens", mine, 401)
    assert Token.objects.get(pk=listed["id"]).ended_at is not None


def test_the_trail_is_read_searched_and_paged_by_who_may() -> None:
    approver = token("authority_approver", "GHA")
    for _ in range(3):
        sent("invitations", invitation(), approver)
    auditor = token("auditor")
    asked: dict[str, Any] = {"action": "people.invite", "outcome": "done", "limit": 2}
    first = get("audit", auditor, **asked)
    second = get("audit", auditor, cursor=first["next"], **asked)
    numbers = [one["id"] for one in (*first["rows"], *second["rows"])]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) >= 3
    assert {one["action"] for one in sheet("audit", auditor, **asked)} == {"people.invite"}
    seen = get("audit", token("authority_approver", "CHE"), limit=500)["rows"]
    assert "Authority of Ghana (demo)" not in {one["organisation"] for one in seen}
    get("audit", token("auditor", "", "ledger.verify"), 403)
    get("audit", auditor, 422, outcome="perhaps")
    get("audit", auditor, 422, since="soon")
