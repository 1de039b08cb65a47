"""Accounts under attack: guessing, fixed sessions, what answers give away, extra fields."""

import re
import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tallystick.web.api.models import Token
from tallystick.web.people.models import Membership, User
from tallystick.web.reviewer.models import CaseEntry
from web.abuse.addresses import operations
from web.conftest import Demo, SignedIn, user_of

LOGIN, RESET = "/en/account/login/", "/en/account/password/reset/"
KNOWN = "verifier@verifier.example"
TRIES = 8


@pytest.fixture(autouse=True)
def _no_limits_left() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def said(text: str, *typed: str) -> str:
    """Return a page without what differs at each request and what was typed."""
    for one in typed:
        text = re.sub(rf"\b{re.escape(one)}\b", "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


@pytest.mark.parametrize("url", [LOGIN, RESET])
def test_a_known_and_an_unknown_address_are_answered_alike(demo: Demo, url: str) -> None:
    answers = []
    for address in (KNOWN, "nobody@nowhere.example"):
        told = {"login": address, "email": address, "password": "not the password"}
        answer = Client().post(url, told, follow=True)
        answers.append((answer.status_code, said(answer.content.decode(), address)))
    assert answers[0] == answers[1]


def test_signing_up_is_closed_and_tells_nothing(demo: Demo) -> None:
    word = secrets.token_hex(8)
    for address in (KNOWN, "nobody@nowhere.example"):
        told = {"email": address, "password1": word, "password2": word}
        Client().post("/en/account/signup/", told)
    assert not User.objects.filter(email="nobody@nowhere.example").exists()


def test_a_guessed_invitation_is_answered_like_a_used_one(demo: Demo) -> None:
    answers = {Client().get(f"/en/join/{secrets.token_urlsafe(32)}/").status_code for _ in range(3)}
    assert answers == {404}


def test_a_case_of_others_is_answered_like_none(signed_in: SignedIn) -> None:
    about = secrets.token_hex(6)
    told = {"against": "GHA", "about": about}
    signed_in("reviewer").post("/en/cases/concern/", told)
    number = CaseEntry.objects.get(step=1, body__opening__about=about).subject
    client = signed_in("focal_point", "CHE")
    texts = [
        said(client.get(f"/en/cases/{one}/").content.decode(), f"cases/{one}")
        for one in (number, "99999999")
    ]
    assert texts[0] == texts[1]


def test_passwords_cannot_be_tried_again_and_again(demo: Demo) -> None:
    for _ in range(TRIES):
        Client().post(LOGIN, {"login": KNOWN, "password": secrets.token_hex(8)})
    client = Client()
    client.post(LOGIN, {"login": KNOWN, "password": demo.password})
    assert client.get("/en/me/").status_code == 403


def test_an_address_that_tries_many_accounts_is_stopped(demo: Demo) -> None:
    statuses = [
        Client()
        .post(
            LOGIN,
            {"login": f"{one}@nowhere.example", "password": "x"},
            headers={"X-Forwarded-For": f"198.51.100.{one}"},
        )
        .status_code
        for one in range(40)
    ]
    assert statuses[-1] == 429


def test_a_session_known_beforehand_is_not_taken_over(demo: Demo) -> None:
    client = Client()
    client.cookies["tallystick_session"] = "chosen-by-an-attacker"
    client.post(LOGIN, {"login": KNOWN, "password": demo.password})
    first = client.cookies["tallystick_session"].value
    assert first != "chosen-by-an-attacker"
    client.post("/en/account/logout/")
    other = Client()
    other.cookies["tallystick_session"] = first
    assert other.get("/en/me/").status_code == 403


def test_cookies_and_transport_are_safe_where_https_is_on() -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    code = (
        "import os; os.environ['TALLYSTICK_HTTPS'] = '1'; from tallystick.web import settings;"
        f"print([bool(getattr(settings, name)) for name in {names}])"
    )
    run = [sys.executable, "-c", code]
    told = subprocess.run(run, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[True, True, True]"


def test_transport_security_is_said_on_secure_answers(demo: Demo, settings: object) -> None:
    settings.SECURE_HSTS_SECONDS = 60  # type: ignore[attr-defined]  # the plugin's, untyped here
    assert "Strict-Transport-Security" in Client().get("/en/", secure=True).headers


def test_extra_fields_of_a_form_are_ignored(signed_in: SignedIn) -> None:
    about = secrets.token_hex(6)
    more = {"by": "CHE", "state": "resolved", "actor": 1, "step": 9, "number": 1, "code": "X"}
    client = signed_in("focal_point", "GHA")
    client.post("/en/cases/concern/", {"against": "CHE", "about": about, **more})
    entry = CaseEntry.objects.get(step=1, body__opening__about=about)
    assert (entry.body["by"], entry.state) == ("GHA", "open")
    assert (entry.actor, "code" in entry.body["opening"]) == (user_of("focal_point", "GHA"), False)


def test_nobody_gives_more_power_than_the_form_offers(signed_in: SignedIn) -> None:
    client, before = signed_in("authority_approver", "GHA"), Membership.objects.count()
    organisation = Membership.objects.get(user=user_of("reviewer")).organisation_id
    told = {"email": "x@nowhere.example", "role": "reviewer", "organisation": organisation}
    answer = client.post("/en/people/invite/", {**told, "is_active": 1, "is_demo": 1})
    assert answer.status_code == 200
    assert Membership.objects.count() == before


def test_a_token_has_no_permission_that_its_maker_lacks(signed_in: SignedIn) -> None:
    name = secrets.token_hex(6)
    told = {"name": name, "days": 5, "scopes": ["audit.read", "units.approve"], "user": 1}
    assert signed_in("verifier").post("/en/tokens/", told).status_code == 400
    assert not Token.objects.filter(name=name).exists()


def test_every_body_of_the_interface_refuses_fields_it_does_not_know(demo: Demo) -> None:
    lax = [
        f"{one.method} {one.path}"
        for one in operations()
        if one.body.get("properties") and one.body.get("additionalProperties") is not False
    ]
    assert lax == []
