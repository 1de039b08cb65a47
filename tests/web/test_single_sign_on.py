"""Single sign-on, against a provider that runs beside the test."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tallystick.web.environment import single_sign_on
from tallystick.web.people.models import User
from web.api_site import NewUser
from web.conftest import Demo
from web.identity_provider import Provider, provider

LOGIN = "/account/sso/oidc/national/login/"
AUDITOR = "auditor@audit.example"


@pytest.fixture
def sign_on(demo: Demo, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the pages are told of as an operator tells them."""
    with provider() as running:
        monkeypatch.setenv("TALLYSTICK_OIDC", json.dumps(running.app()))
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on()
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
        yield running


def location_of(url: str) -> str:
    """Return where an address of the provider sends a browser."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc)
    connection.request("GET", f"{place.path}?{place.query}")
    answer = connection.getresponse()
    connection.close()
    return str(answer.headers["Location"])


def came_back(client: Client) -> Any:
    """Go to the provider and come back from it."""
    sent: Any = client.post(LOGIN)
    assert sent.status_code == 302
    back = urlsplit(location_of(sent.headers["Location"]))
    return client.get(f"{back.path}?{back.query}", follow=True)


def signed_in_as(client: Client) -> str | None:
    """Return the address of who is signed in."""
    known = client.session.get("_auth_user_id")
    return User.objects.get(pk=known).email if known else None


def test_who_has_an_account_is_let_in_by_a_verified_address(sign_on: Provider) -> None:
    client, sign_on.address = Client(), AUDITOR
    assert came_back(client).status_code == 200
    assert signed_in_as(client) == AUDITOR


def test_who_has_no_account_here_is_not_let_in(sign_on: Provider) -> None:
    client, sign_on.address = Client(), "stranger@elsewhere.example"
    assert came_back(client).status_code < 500
    assert signed_in_as(client) is None
    assert not User.objects.filter(email=sign_on.address).exists()


def test_an_address_that_nobody_vouches_for_lets_nobody_in(sign_on: Provider) -> None:
    client, sign_on.address, sign_on.verified = Client(), AUDITOR, False
    assert came_back(client).status_code < 500
    assert signed_in_as(client) is None


def test_a_token_that_is_not_for_us_lets_nobody_in(sign_on: Provider) -> None:
    client, sign_on.address, sign_on.audience = Client(), AUDITOR, "another client"
    assert came_back(client).status_code < 500
    assert signed_in_as(client) is None


def test_a_wrong_secret_lets_nobody_in(sign_on: Provider) -> None:
    client, sign_on.address, sign_on.secret = Client(), AUDITOR, "changed since"
    assert came_back(client).status_code < 500
    assert signed_in_as(client) is None


def test_an_answer_that_another_browser_asked_for_lets_nobody_in(sign_on: Provider) -> None:
    sign_on.address = AUDITOR
    sent: Any = Client().post(LOGIN)
    back = urlsplit(location_of(sent.headers["Location"]))
    victim = Client()
    answer: Any = victim.get(f"{back.path}?{back.query}", follow=True)
    assert answer.status_code < 500
    assert signed_in_as(victim) is None


def test_a_second_factor_is_asked_for_all_the_same(sign_on: Provider, new_user: NewUser) -> None:
    officer = new_user("authority_approver", "CHE")
    User.objects.filter(pk=officer.pk).update(is_demo=False)
    client, sign_on.address = Client(), officer.email
    came_back(client)
    answer: Any = client.get("/en/me/", follow=True)
    assert any("2fa" in address for address, _ in answer.redirect_chain)


def test_a_provider_that_is_away_is_told_as_such(sign_on: Provider) -> None:
    sign_on.shutdown()
    sign_on.server_close()
    answer: Any = Client().post(LOGIN, follow=True)
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_the_page_of_signing_in_offers_it(sign_on: Provider) -> None:
    page = Client().get("/en/account/login/").content.decode()
    assert "National sign-on" in page
    assert LOGIN in page
