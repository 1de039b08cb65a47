"""Every page that a role can reach: answered, accessible, quiet, and all in its language."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import override

from web.checks import CHROMIUM, accessible, press
from web.conftest import Demo, PageAs, client_of
from web.test_matrix import ROLES

ROOT = Path(__file__).parents[2] / "src/tallystick/web"
SAME_VIEW = 2
"""How many pages of one view are read; a hundred agreements have one template.

In the browser the first of them is looked at in English and the last in Chinese.
"""

Crawl = Callable[[str, str], dict[str, str]]
FOR_PROGRAMS = re.compile(r"Text\(en=|(?:Fraction|Decimal|datetime\.date)\(| object at 0x")
"""How Python shows values to those who write it; no page does."""

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#?]*)')


def reachable(client: Client, language: str) -> dict[str, str]:
    """Follow links from the first page; return each page's text, with few pages of a view."""
    waiting, seen, views = [f"/{language}/"], {f"/{language}/"}, Counter[str]()
    pages = {}
    while waiting:
        path = waiting.pop(0)
        view = view_of(path, language)
        if views[view] == SAME_VIEW:
            continue
        answer = client.get(path)
        if answer.status_code in {301, 302}:
            continue
        assert answer.status_code == 200, path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        views[view] += 1
        pages[path] = answer.content.decode()
        assert not FOR_PROGRAMS.findall(pages[path]), path
        for link in LINK.findall(pages[path]):
            if link.startswith(f"/{language}/") and link not in seen:
                seen.add(link)
                waiting.append(link)
    return pages


def view_of(path: str, language: str) -> str:
    """Return the name of the view that answers a link."""
    try:
        with override(language):
            return resolve(path).view_name
    except Resolver404:
        pytest.fail(f"a link leads nowhere: {path}")


@pytest.fixture(scope="module")
def crawl(demo: Demo) -> Crawl:
    """Return what a role can reach in a language, crawled once."""
    return cache(lambda role, language: reachable(client_of(role), language))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_shown_no_link_that_refuses_it(crawl: Crawl, role: str, language: str) -> None:
    assert len(crawl(role, language)) >= 3


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(("language", "which"), [("en", 0), ("zh-hans", -1)])
def test_every_page_is_accessible_and_quiet(
    crawl: Crawl, page_as: PageAs, site: str, language: str, which: int
) -> None:
    looked_at: set[str] = set()
    found: list[str] = []
    for role in ("public", "authority_approver", *ROLES):
        views: dict[str, list[str]] = {}
        for path in crawl(role, language):
            views.setdefault(view_of(path, language), []).append(path)
        page = page_as(role)
        for path in [views[view][which] for view in views if view not in looked_at]:
            page.goto(f"{site}{path}")
            found += accessible(page)
        looked_at |= views.keys()
    assert "\n".join(found) == ""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_have_enough_contrast(page_as: PageAs, site: str, theme: str) -> None:
    page = page_as("auditor")
    page.goto(f"{site}/en/styleguide/")
    press(page.get_by_role("button", name=theme, exact=True))
    assert page.url == f"{site}/en/styleguide/"
    assert page.locator(f"html[data-theme={theme}]").count() == 1
    assert accessible(page) == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("path", ["people/", "roles/", "audit/", "me/", "styleguide/"])
def test_a_phone_needs_no_sideways_scrolling(page_as: PageAs, site: str, path: str) -> None:
    page = page_as("authority_approver")
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site}/en/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<code>.*?</code>|<[^>]*>", re.DOTALL)
TRANSLATED = re.compile(r"{% *blocktranslate.*?endblocktranslate *%}", re.DOTALL)
UNIVERSAL = {"Tallystick", "CO", "eq", "CSV", "JSON", "OpenAPI", "SHA", "UTC"}


@pytest.mark.parametrize("template", sorted(ROOT.glob("templates/**/*.html")), ids=lambda p: p.name)
def test_a_template_has_no_bare_word(template: Path) -> None:
    text = TRANSLATED.sub(" ", template.read_text(encoding="utf-8"))
    words = set(re.findall(r"[A-Za-z]{2,}", TAGS.sub(" ", text)))
    assert words <= UNIVERSAL


def test_the_catalogue_is_complete_and_compiled() -> None:
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    place = ROOT / "locale/zh_Hans/LC_MESSAGES"
    with (place / "django.po").open("rb") as file:
        told = {_key(one.id): one for one in read_po(file) if one.id}
    with (place / "django.mo").open("rb") as file:
        compiled = {_key(one.id) for one in read_mo(file) if one.id}
    assert [key for key, one in told.items() if not one.string or one.fuzzy] == []
    assert set(told) == compiled


def _key(told: Any) -> str:
    return told if isinstance(told, str) else str(told[0])


def test_every_string_of_the_code_is_in_the_catalogue() -> None:
    catalogue = (ROOT / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    marked = [
        one
        for path in ROOT.rglob("*.py")
        for one in re.findall(r'\b_\(\s*"([^"]+)"\s*\)', path.read_text(encoding="utf-8"))
    ]
    assert marked
    assert [one for one in marked if f'msgid "{one}"' not in catalogue] == []
