"""How far power reaches, and what guards it."""

import secrets
import time
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # ships no types
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from tallystick.web.people.kinds import Scope
from tallystick.web.people.middleware import lacks_second_factor
from tallystick.web.people.models import (
    Grant,
    Membership,
    Organisation,
    OrganisationAccount,
    Role,
    User,
)
from tallystick.web.people.power import holds, may, reach, require
from web.conftest import Demo, SignedIn, user_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def person(role: str, kind: str, party: str = "", *, is_demo: bool = False) -> User:
    """Make a person with a role in an organisation of their own."""
    name = secrets.token_hex(6)
    user = User.objects.create_user(f"{name}@people.example", None, is_demo=is_demo)
    organisation = Organisation.objects.create(name=name, kind=kind, party=party)
    Membership.objects.create(user=user, organisation=organisation, role=Role.objects.get(pk=role))
    return user


def organisation_of(user: User) -> Organisation:
    return Membership.objects.get(user=user).organisation


def test_a_permission_on_a_party_reaches_no_other(demo: Demo) -> None:
    officer = user_of("authority_officer", "GHA")
    assert may(officer, "units.transfer", party="GHA")
    assert not may(officer, "units.transfer", party="CHE")


def test_without_an_object_only_power_everywhere_says_yes(demo: Demo) -> None:
    assert not may(user_of("authority_officer", "GHA"), "units.transfer")
    assert may(user_of("auditor"), "audit.read")
    assert holds(user_of("authority_officer", "GHA"), "units.transfer")


def test_an_entity_reaches_the_accounts_it_holds_and_no_other(demo: Demo) -> None:
    one = person("entity_representative", "entity", "GHA")
    account = f"ENT-{one.pk}"
    OrganisationAccount.objects.create(organisation=organisation_of(one), account=account)
    assert may(one, "units.transfer", account=account, party="GHA")
    assert not may(one, "units.transfer", account="GHA", party="GHA")


def test_nobody_and_the_inactive_have_no_power(demo: Demo) -> None:
    one = person("auditor", "auditor")
    one.is_active = False
    assert not holds(one, "audit.read")
    assert not holds(AnonymousUser(), "audit.read")


def test_an_ended_role_gives_nothing(demo: Demo) -> None:
    one = person("auditor", "auditor")
    Membership.objects.filter(user=one).update(ended_at="2026-01-01T00:00Z")
    assert not holds(one, "audit.read")


def test_an_unknown_permission_is_an_error(demo: Demo) -> None:
    with pytest.raises(KeyError):
        reach(user_of("auditor"), "units.conjure")


def test_require_names_the_permission_that_is_missing(demo: Demo) -> None:
    with pytest.raises(PermissionDenied, match=r"units\.transfer"):
        require(user_of("auditor"), "units.transfer", party="GHA")


def test_a_role_can_be_added_without_code(demo: Demo) -> None:
    code = secrets.token_hex(4)
    role = Role.objects.create(
        code=code, name_en="Guest", name_zh="访客", organisation_kinds=["entity"]
    )
    Grant.objects.create(role=role, permission="audit.read", scope=Scope.ALL)
    import_module("tallystick.web.people.roles").enter_roles()
    assert holds(person(code, "entity"), "audit.read")
    Membership.objects.filter(role=role).delete()
    role.delete()


def test_who_moves_units_is_led_to_a_second_factor(demo: Demo) -> None:
    client = Client()
    client.force_login(person("authority_approver", "authority", "GHA"), BACKEND)
    answer = client.get("/en/approvals/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/account/2fa/"
    assert client.get("/en/").status_code == 200


def test_with_a_second_factor_the_way_is_free(demo: Demo) -> None:
    one = person("authority_approver", "authority", "GHA")
    Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(one, BACKEND)
    assert client.get("/en/approvals/").status_code == 200


def test_who_moves_nothing_needs_no_second_factor(demo: Demo) -> None:
    assert not lacks_second_factor(person("reviewer", "review"))


def test_users_of_the_demonstration_need_none_only_there(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = person("authority_approver", "authority", "GHA", is_demo=True)
    assert not lacks_second_factor(one)
    middleware = import_module("tallystick.web.people.middleware")
    monkeypatch.setattr(middleware, "is_demonstration", lambda: False)
    assert lacks_second_factor(one)


@pytest.mark.parametrize("told", ["signed_in_at", "seen_at"])
def test_a_session_ends_after_its_limit(signed_in: SignedIn, told: str) -> None:
    client = signed_in("auditor")
    assert client.get("/en/me/").status_code == 200
    limits = {
        "signed_in_at": settings.SESSION_COOKIE_AGE,
        "seen_at": settings.SESSION_IDLE_MINUTES * 60,
    }
    session = client.session
    session[told] = int(time.time()) - limits[told] - 5
    session.save()
    answer = client.get("/en/me/")
    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]
    assert client.get("/en/me/").status_code == 403


def test_another_session_of_ones_own_can_be_ended(demo: Demo) -> None:
    name = user_of("auditor").email
    here, there = Client(), Client()
    for one in (here, there):
        told = {"login": name, "password": demo.password}
        assert one.post("/en/account/login/", told).status_code == 302
        assert one.get("/en/me/").status_code == 200
    assert here.post("/en/account/sessions/").status_code == 302
    assert here.get("/en/me/").status_code == 200
    assert there.get("/en/me/").status_code == 403


def test_signing_in_does_not_tell_who_has_an_account(client: Client) -> None:
    texts = []
    for name in (user_of("verifier").email, "nobody@nowhere.example"):
        told = {"login": name, "password": "wrong"}
        answer = client.post("/en/account/login/", told, REMOTE_ADDR="192.0.2.7")
        assert answer.status_code == 200
        texts.append(answer.content.decode().partition("errorlist")[2].partition("</ul>")[0])
    assert texts[0] == texts[1]
    assert texts[0]


def test_a_forgotten_password_does_not_tell_who_has_an_account(
    client: Client, mailoutbox: list[object]
) -> None:
    for name in (user_of("verifier").email, "nobody@nowhere.example"):
        told = {"email": name}
        answer = client.post("/en/account/password/reset/", told, REMOTE_ADDR="192.0.2.8")
        assert answer.headers["Location"] == "/en/account/password/reset/done/"
    assert len(mailoutbox) == 1


def test_guessing_a_password_is_slowed_down(client: Client) -> None:
    told = {"login": "guessed@people.example", "password": "wrong"}
    texts = [
        client.post("/en/account/login/", told, REMOTE_ADDR="192.0.2.9").content.decode()
        for _ in range(8)
    ]
    assert "Too many failed login attempts" in texts[-1] or "Too Many" in texts[-1]
    assert "Too many failed login attempts" not in texts[0]


def test_nobody_signs_up_without_an_invitation(client: Client) -> None:
    before = User.objects.count()
    told = {"email": "x@people.example", "password1": "long enough words", "password2": "same"}
    assert client.post("/en/account/signup/", told).status_code == 200
    assert User.objects.count() == before
