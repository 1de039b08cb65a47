"""The pages of terms, restraints and compliance cases in a real browser: accessible, on a phone."""

import secrets

import pytest
from playwright.sync_api import expect

from web.checks import CHROMIUM, accessible
from web.compliance.test_claims import enter, opened
from web.conftest import Demo, PageAs, SignedIn
from web.registry.test_restraints import mistaken, pledging
from web.registry.test_terms import gated

__all__ = ["gated"]  # the fixture, which is found by its name here

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
PHONE = 360


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_terms_and_restraints_are_accessible_and_fit_a_phone(
    demo: Demo, signed_in: SignedIn, page_as: PageAs, site: str, language: str, gated: str
) -> None:
    held, number = mistaken(demo)
    told = pledging(held, first=held.first + 20, last=held.first + 29)
    signed_in("entity_representative").post("/en/accounts/pledges/new/", told)
    page = page_as("authority_approver", "GHA")
    page.set_viewport_size({"width": PHONE, "height": 740})
    desk = f"{site}/{language}/authority/GHA/"
    for path in ("gate/", "tiers/", "registry/corrections/", f"registry/corrections/{number}/",
                 f"registry/step/?authorization={gated}", "registry/release/"):  # fmt: skip
        page.goto(desk + path)
        assert accessible(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, path
    page.goto(f"{site}/{language}/accounts/pledges/")
    expect(page.locator("main")).to_contain_text(told["id"])
    assert accessible(page) == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_compliance_case_is_answered_in_the_browser(
    signed_in: SignedIn, page_as: PageAs, site: str, language: str
) -> None:
    number, said = opened(signed_in("focal_point", "GHA")), f"done {secrets.token_hex(3)}"
    page = page_as("focal_point", "CHE")
    page.set_viewport_size({"width": PHONE, "height": 740})
    page.goto(f"{site}/{language}/compliance/{number}/")
    assert accessible(page) == []
    page.locator("#answer_text").fill(said)
    page.locator("form[action$='/answer/'] button").click()
    expect(page.locator("ol.events")).to_contain_text(said)
    enter(signed_in("joint_committee_member"), number, "decide")
    ordered = {"remedy": "make_good", "due": "2099-01-01", "quantity_t": "5"}
    enter(signed_in("joint_committee_member"), number, "measure", **ordered)
    page.reload()
    assert accessible(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
