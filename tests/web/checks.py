"""What tests of the pages look at: answers, consoles, accessibility."""

import os
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import which

from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # no types
    Axe,
)
from playwright.sync_api import ConsoleMessage, Locator, Page

CHROMIUM = which("chromium") or which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 120
"""How long a busy machine may take over anything; nothing waits longer than it must."""

PORTS = range(12_000, 32_000)
"""Below those that the system gives to callers, which could come first."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def fetch(url: str) -> tuple[int, str]:
    """Return the status and the text of an answer of our own server."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 (our own server)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def free_port() -> int:
    """Find a port that nobody listens on, each process beginning at another."""
    begin = os.getpid() * 7 % len(PORTS)
    port: int
    for port in (*PORTS[begin:], *PORTS[:begin]):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def press(button: Locator) -> None:
    """Press what leads to another page, and wait until that is there."""
    with button.page.expect_navigation():
        button.click()


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Fail where the console of a page reports an error."""
    errors: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            errors.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    assert not errors


def accessible(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on a page; nothing where all is well.

    Contrast, half of its work, is looked at in English: no style asks for a language.
    """
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
        "preload": False,  # no rule of these tags looks at style sheets loaded a second time
        "rules": {"color-contrast": {"enabled": "/zh-hans/" not in page.url}},
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url}: {one['id']}: {one['help']} ({one['nodes'][0]['html'][:200]})" for one in found
    ]
