"""The proof and the map in a real browser."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from web.checks import CHROMIUM, accessible

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("ledger_path"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def verdict(page: Page, address: str) -> str:
    page.goto(address)
    page.wait_for_function(
        "() => !document.getElementById('proof-verdict').textContent"
        ".includes(document.getElementById('proof-verdict').dataset.unchecked)"
    )
    return page.locator("#proof-verdict").inner_text()


def altered(page: Page, **changes: Any) -> None:
    """Let the proof that the page fetches be another."""

    def answer(route: Route) -> None:
        told = {**json.loads(route.fetch().text()), **changes}
        route.fulfill(json=told)

    page.route("**/proof.json", answer)


@pytest.mark.parametrize("number", [1, 2, 7])
def test_a_proof_verifies_in_the_browser(site: str, page: Page, number: int) -> None:
    told = verdict(page, f"{site}/en/proofs/{number}/")
    assert told.startswith(("Verified in this browser", "The posting hashes to the root"))


@pytest.mark.parametrize(
    "changes",
    [
        {"leaf": "{}"},
        {"root": "00" * 32},
        {"path": []},
        {"index": 4},
        {"public_key": "other+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
    ],
)
def test_an_altered_proof_does_not_verify(site: str, page: Page, changes: dict[str, Any]) -> None:
    altered(page, **changes)
    told = verdict(page, f"{site}/en/proofs/2/")
    assert told.startswith("NOT valid")


def test_the_map_and_its_tables_are_accessible_and_fit_a_phone(site: str, page: Page) -> None:
    page.goto(f"{site}/zh-hans/map/")
    assert accessible(page) == []
    assert page.locator("svg.world path").count() > 150
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
