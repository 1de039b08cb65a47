"""What tests of the pages look at: answers, consoles, accessibility."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # no types
    Axe,
)
from playwright.sync_api import ConsoleMessage, Page

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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def fetch(url: str) -> tuple[int, str]:
    """Return the status and the text of an answer of our own server."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (our own server)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


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
