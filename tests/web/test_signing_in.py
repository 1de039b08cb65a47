"""Signing in as a person does it, in a real browser: second factors, passkeys, recovery."""

import re
import secrets
import time

import pytest
from allauth.account.models import EmailAddress  # type: ignore[import-untyped]  # ships no types
from allauth.mfa.totp.internal.auth import (  # type: ignore[import-untyped]  # the same
    format_hotp_value,
    hotp_value,
)
from playwright.sync_api import Page

from tallystick.web.people.models import Membership, Organisation, Role, User
from web.checks import CHROMIUM, accessible, press
from web.conftest import Demo

PERIOD_SECONDS = 30
PASSWORD = "four plain words together"  # noqa: S105 (of nobody)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def approver(demo: Demo) -> User:
    """A person who may approve units and has no second factor yet."""
    user = User.objects.create_user(f"{secrets.token_hex(6)}@people.example", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(
        user=user,
        organisation=Organisation.objects.get(name="Authority of Ghana (demo)"),
        role=Role.objects.get(pk="authority_approver"),
    )
    return user


def sign_in(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/en/account/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    press(page.locator("main form button[type=submit]").first)


def confirm(page: Page, url: str) -> None:
    """Open a page that changes factors, which asks for the password once more."""
    page.goto(url)
    page.locator("#id_password").fill(PASSWORD)
    press(page.locator("main form button[type=submit]").first)
    page.wait_for_url(url)


def sign_out(page: Page) -> None:
    press(page.get_by_role("button", name="Sign out"))


def enter_code(page: Page, secret: str) -> None:
    """Enter the code of this half minute, and the next one if that ended meanwhile."""
    asked, step = page.url, -1
    while page.url == asked:
        assert step < int(time.time()) // PERIOD_SECONDS, "a code of now is refused"
        step = int(time.time()) // PERIOD_SECONDS
        page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, step)))
        press(page.locator("main form button[type=submit]"))


def test_an_approver_sets_up_a_code_and_signs_in_with_it(
    site: str, page: Page, approver: User
) -> None:
    sign_in(page, site, approver)
    page.goto(f"{site}/en/approvals/")
    assert page.url == f"{site}/en/account/2fa/"
    assert "set up a second factor" in page.locator(".messages").inner_text()
    confirm(page, f"{site}/en/account/2fa/totp/activate/")
    assert accessible(page) == []
    secret = page.locator("#authenticator_secret").input_value()
    enter_code(page, secret)
    assert "/recovery-codes/" in page.url
    assert accessible(page) == []
    codes = page.locator("#recovery_codes").input_value().split()
    page.goto(f"{site}/en/approvals/")
    assert page.url == f"{site}/en/approvals/"
    sign_out(page)
    sign_in(page, site, approver)
    assert page.url == f"{site}/en/account/2fa/authenticate/"
    assert accessible(page) == []
    page.locator("#id_code").fill(codes[0])
    press(page.locator("main form button[type=submit]").first)
    page.wait_for_url(f"{site}/en/me/")


def test_a_passkey_signs_in_without_a_password(site: str, page: Page, approver: User) -> None:
    place = site.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not an address
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(page, place, approver)
    confirm(page, f"{place}/en/account/2fa/webauthn/add/")
    assert accessible(page) == []
    page.locator("#id_name").fill("key")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/recovery-codes/"))
    sign_out(page)
    page.goto(f"{place}/en/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{place}/en/me/")
    assert approver.email in page.locator("main").inner_text()
