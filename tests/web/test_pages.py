"""The public pages, first as answers, then in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tallystick.cli.demo.booking import reported
from web.checks import CHROMIUM, fetch, press

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def test_health_is_told(site: str) -> None:
    status, body = fetch(f"{site}/healthz")
    assert status == 200
    assert '"up"' in body


def test_the_root_leads_to_a_language(site: str) -> None:
    assert fetch(f"{site}/")[0] == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_unknown_address_is_answered_in_the_language(site: str, language: str) -> None:
    status, body = fetch(f"{site}/{language}/nowhere/")
    assert status == 404
    assert f'lang="{language}"' in body


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.feature("F037")
def test_each_transfer_shows_its_whole_way(site: str, page: Page, language: str) -> None:
    page.goto(f"{site}/{language}/")
    transfers = reported()["transfers"]
    assert len(transfers) == 8
    for one in transfers:
        assert page.locator(f"#{one['id']} li.step time").count() == 4
    assert page.locator("#tha-che-2023 .quantity strong").inner_text() == "1,916"
    assert page.locator(".verdict").count() == 1  # which one depends on what other tests book
    assert page.locator("#tha-che-2023 .tag.illustrative").count() > 0


def test_each_number_leads_to_its_paragraph(site: str, page: Page) -> None:
    page.goto(f"{site}/en/")
    links = page.locator("a[href*='/law/#']")
    targets = {links.nth(index).get_attribute("href") or "" for index in range(links.count())}
    page.goto(f"{site}/en/law/")
    for target in targets:
        anchor = target.split("#")[1]
        assert page.locator(f"[id='{anchor}']").count() == 1, target


def test_every_quantity_in_a_balance_is_a_link(site: str, page: Page) -> None:
    page.goto(f"{site}/en/")
    cells = page.locator("table.years td.number")
    bare = [text for text in cells.all_text_contents() if text.strip() != "–"]
    assert len(bare) == page.locator("table.years td.number a").count()


@pytest.mark.parametrize("path", ["", "law/"])
def test_switching_the_language_keeps_the_page(site: str, page: Page, path: str) -> None:
    page.goto(f"{site}/en/{path}")
    press(page.get_by_role("link", name="简体中文"))
    assert page.url == f"{site}/zh-hans/{path}"
    press(page.get_by_role("link", name="English"))
    assert page.url == f"{site}/en/{path}"


def test_the_chinese_page_has_no_english_sentence_of_ours(site: str, page: Page) -> None:
    page.goto(f"{site}/zh-hans/")
    page.locator("dd:has(.tag), td:has(.tag), .source").evaluate_all(
        "nodes => nodes.forEach(node => node.remove())"
    )
    ours = page.locator("main").inner_text()
    english = re.findall(r"\b[A-Z]?[a-z]+(?: [a-z]+){3,}", ours)
    assert not english


def test_every_string_of_the_pages_is_translated() -> None:
    catalogue = ROOT / "src/tallystick/web/locale/zh_Hans/LC_MESSAGES/django.po"
    templates = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src/tallystick/web/templates").rglob("*.html")
    )
    text = catalogue.read_text(encoding="utf-8")
    quoted = re.findall(r"""translate (?:"([^"]+)"|'([^']+)')""", templates)
    marked = [one or other for one, other in quoted]
    assert marked
    assert [one for one in marked if f'msgid "{one}"' not in text] == []
    assert not re.search(r'msgstr(\[0\])? ""\n(?!")', text)


def test_a_narrow_page_does_not_scroll_sideways(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site}/en/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_answers_carry_safe_headers_and_load_nothing_foreign(site: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{site}/en/")
    assert answer is not None
    headers = answer.headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert all(url.startswith(site) for url in asked)
