"""For every test of the pages: a demonstration with users of each role, served and signed in to.

The database is shared by the tests of a run: whoever writes uses names of their own.
"""

import atexit
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from web.api_site import NewToken, NewUser, sequence
from web.checks import CHROMIUM, PATIENCE_SECONDS, QUIET, fetch, free_port, watched

FOLDER = Path(tempfile.mkdtemp(prefix="tallystick-web-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["TALLYSTICK_DB"] = str(FOLDER / "ledger.sqlite")
os.environ["DJANGO_SETTINGS_MODULE"] = "tallystick.web.settings"
os.environ["TALLYSTICK_API_RATE"] = "1000000/min"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop running in this thread

import django  # noqa: E402 (its settings are named above)

django.setup()

from django.conf import settings  # noqa: E402 (the same)
from django.core.management import call_command  # noqa: E402 (needs what is set up above)
from django.test import Client  # noqa: E402 (the same)

from tallystick.cli.demo.building import build  # noqa: E402 (the same)
from tallystick.web.api.tokens import make  # noqa: E402 (the same)
from tallystick.web.people.models import (  # noqa: E402 (the same)
    Membership,
    Organisation,
    Role,
    User,
)

SignedIn = Callable[..., Client]
PageAs = Callable[..., Page]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each worker set up a database of its own, rather than the one named above."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


@dataclass(frozen=True, slots=True)
class Demo:
    """The demonstration of this run: its ledger and the password of all its users."""

    place: str
    password: str


@pytest.fixture(scope="session")
def demo(django_test_environment: None, django_db_blocker: object) -> Iterator[Demo]:
    """The ledger of the demonstration, with the tables of the pages and users of each role."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # the plugin's, untyped here
        assert Path(settings.LEDGER).parent == FOLDER, (
            "unset DJANGO_SETTINGS_MODULE, then try again"
        )
        build(FOLDER)
        said = io.StringIO()
        call_command("demo_users", stdout=said)
        yield Demo(os.environ["TALLYSTICK_DB"], json.loads(said.getvalue())["password"])


@pytest.fixture
def client(demo: Demo) -> Client:
    """A client nobody has signed in with, which sees error pages as people do."""
    return Client(raise_request_exception=False)


def user_of(role: str, party: str = "") -> User:
    """Return the demonstration's user with a role, of a Party where several have it."""
    there = Membership.objects.filter(role=role, ended_at=None, user__is_demo=True)
    if party:
        there = there.filter(organisation__party=party)
    return there.order_by("pk")[0].user


def client_of(role: str, party: str = "") -> Client:
    """Make a client that the user of a role has signed in with; nobody for `public`."""
    made = Client(raise_request_exception=False)
    if role != "public":
        made.force_login(user_of(role, party))
    return made


@pytest.fixture
def signed_in(demo: Demo) -> SignedIn:
    """`client_of`, once there is a demonstration."""
    return client_of


@pytest.fixture(scope="session")
def site(demo: Demo) -> Iterator[str]:
    """The address of the demonstration, served as `tallystick serve` does."""
    code = "from tallystick.cli.main import main; main()"
    port = str(free_port())
    serve = ("serve", "--db", demo.place, "--port", port)
    server = subprocess.Popen(
        [sys.executable, "-c", code, *serve],
        env={**os.environ, "TALLYSTICK_JOB_QUEUES": "default"},
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fetch(f"{url}/healthz")
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert server.poll() is None, "the server stopped"
                assert time.monotonic() < deadline, "the server did not answer"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        expect.set_options(PATIENCE_SECONDS * 1000)
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET), timeout=PATIENCE_SECONDS * 1000
        )
        yield opened
        opened.close()


def new_context(browser: Browser) -> BrowserContext:
    """Open what pages with the same cookies share, as patient as the machine is busy."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    return context


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when its console reports an error."""
    with new_context(browser) as context:
        opened = context.new_page()
        with watched(opened):
            yield opened


@pytest.fixture
def page_as(browser: Browser, site: str, signed_in: SignedIn) -> Iterator[PageAs]:
    """Make a page that the user of a role has signed in to; its console is watched as well."""
    opened = []

    def make(role: str, party: str = "") -> Page:
        context = new_context(browser)
        cookie = signed_in(role, party).cookies.get("tallystick_session")
        if cookie is not None:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page = context.new_page()
        watch = watched(page)
        watch.__enter__()
        opened.append((context, watch))
        return page

    yield make
    for context, watch in opened:
        context.close()
        watch.__exit__(None, None, None)


@pytest.fixture(scope="session")
def ledger_path(demo: Demo) -> str:
    """The path of the demonstration's ledger, its postings in the log."""
    sequence(demo.place)
    return demo.place


@pytest.fixture
def new_user(ledger_path: str) -> NewUser:
    """Make a user of the demonstration with a role in the authority of a Party."""

    def new(role: str, party: str) -> User:
        email = f"{role}-{party}-{User.objects.count()}@example.org"
        user = User.objects.create_user(email, is_demo=True)
        body, _ = Organisation.objects.get_or_create(
            name=f"Authority of {party} for programs",
            defaults={"kind": "authority", "party": party},
        )
        Membership.objects.create(user=user, organisation=body, role=Role.objects.get(pk=role))
        return user

    return new


@pytest.fixture
def new_token(new_user: NewUser) -> NewToken:
    """Make a token with scopes for a new user and return the headers that carry it."""

    def token(role: str, party: str, *scopes: str) -> dict[str, str]:
        _, secret = make(new_user(role, party), "test", scopes, 1)
        return {"Authorization": f"Bearer {secret}"}

    return token
