"""Journeys through the workspaces in a real browser, in both languages."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tallystick.ledger import open_ledger
from web.api_site import sequence
from web.checks import CHROMIUM, accessible, press
from web.conftest import Demo, PageAs
from web.holdings import own
from web.test_regulator import DISCOUNTED, PUMP

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
WORDS = {
    "en": {
        "new": "Draft an agreement",
        "begin": "Begin",
        "save": "Save as the next version",
        "simulate": "Simulate",
        "winners": "Winners and losers",
        "wins": "wins",
        "cause": "This clause causes the refusal",
        "preview": "Preview",
        "do": "Do it",
        "certificate": "Certificate of cancellation",
    },
    "zh-hans": {
        "new": "起草协定",
        "begin": "开始",
        "save": "保存为新版本",
        "simulate": "模拟",
        "winners": "受益者与受损者",
        "wins": "受益",
        "cause": "此条款导致被拒绝",
        "preview": "预览",
        "do": "执行",
        "certificate": "注销证书",
    },
}

VERIFIED = {
    "en": re.compile("^(Verified in this browser|The posting hashes to the root)"),
    "zh-hans": re.compile("^(已在此浏览器中验证|该记账的哈希可得到根)"),
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_regulator_drafts_and_simulates_a_link_and_sees_the_refusal_a_clause_causes(
    page_as: PageAs, site: str, language: str
) -> None:
    say, page = WORDS[language], page_as("regulator")
    page.goto(f"{site}/{language}/links/")
    assert accessible(page) == []
    page.goto(f"{site}/{language}/drafts/")
    press(page.get_by_role("link", name=say["new"]))
    assert accessible(page) == []
    page.locator("input[name=name]").fill(f"journey-{language}-{secrets.token_hex(6)}")
    page.locator("select[name=start]").select_option("treaty")
    press(page.get_by_role("button", name=say["begin"], exact=True))
    page.locator("#text").fill(DISCOUNTED.replace("rate: 1/5", "rate: 6/5"))
    expect(page.locator("#judged .fail .tag").first).to_contain_text("6/5")
    page.locator("#text").fill(DISCOUNTED)
    expect(page.locator("#judged .document")).to_be_visible()
    assert accessible(page) == []
    page.locator("button[data-line]").first.click()
    assert page.evaluate("document.getElementById('text').selectionEnd") > 0
    simulate(page, say)
    expect(page.get_by_role("heading", name=say["winners"])).to_be_visible()
    expect(page.locator("tr[data-system=chn_national] .gain").first).to_have_text(say["wins"])
    expect(page.locator("[data-path='recognition[0].restrictions[0]']")).to_contain_text("eu_ets")
    assert accessible(page) == []
    press(page.locator("main p.quiet a"))
    page.locator("#text").fill(PUMP)
    simulate(page, say)
    blamed = page.locator(".clause.fail")
    expect(blamed).to_contain_text(say["cause"])
    expect(blamed).to_contain_text("recognition[1].restrictions[0]")
    assert accessible(page) == []


def simulate(page: Page, say: dict[str, str]) -> None:
    """Save what is written and have it simulated."""
    press(page.get_by_role("button", name=say["save"]))
    press(page.get_by_role("link", name=say["simulate"], exact=True).last)
    expect(page.locator("#simulated")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_entity_transfers_and_cancels_and_its_certificate_proves_the_tonne(
    demo: Demo, ledger_path: str, page_as: PageAs, site: str, language: str
) -> None:
    say, page, held = WORDS[language], page_as("entity_representative"), own(demo.place)
    page.goto(f"{site}/{language}/accounts/of/{held.account}/")
    assert accessible(page) == []
    press(page.locator("a[href*='/transfer/?']").first)
    page.locator("input[name=last]").fill(str(held.first + 9))
    page.locator("input[name=taker]").fill(held.second)
    confirm(page, say)
    assert held.held_t(held.second) == 10
    page.goto(f"{site}/{language}/accounts/of/{held.second}/")
    press(page.locator("a[href*='/cancel/?']").first)
    page.locator("select[name=taker]").select_option(held.cancelled)
    page.locator("input[name=entity]").fill("Airline Ltd")
    confirm(page, say)
    expect(page.get_by_role("heading", level=1)).to_contain_text(say["certificate"])
    assert accessible(page) == []
    sequence(demo.place)
    page.goto(page.locator("#proof-address").get_attribute("href") or "")
    expect(page.locator("#proof-verdict")).to_have_text(VERIFIED[language])
    expect(page.locator("main")).to_contain_text(held.cancelled)
    with open_ledger(demo.place) as ledger:
        assert [one.block.quantity for one in ledger.holdings() if one.account == held.cancelled]


def confirm(page: Page, say: dict[str, str]) -> None:
    """Ask for the preview, look at it, and do it."""
    press(page.get_by_role("button", name=say["preview"], exact=True))
    assert accessible(page) == []
    press(page.get_by_role("button", name=say["do"], exact=True))


def test_pages_of_the_workspaces_fit_a_phone(page_as: PageAs, site: str) -> None:
    page = page_as("regulator")
    page.set_viewport_size({"width": 360, "height": 700})
    for path in ("links/?party=all", "drafts/", "simulations/", "links/partners/?system=eu_ets"):
        page.goto(f"{site}/en/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
