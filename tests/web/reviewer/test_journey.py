"""A reviewer opens and closes a case with a Party's answer between, in a real browser."""

import secrets

import pytest

from tallystick.web.reviewer.models import CaseEntry
from web.checks import CHROMIUM, accessible, press
from web.conftest import PageAs

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
WORDS = {
    "en": ("Open a case", "Answer", "Resolve", "resolved"),
    "zh-hans": ("立案", "答复", "解决", "已解决"),
}


@pytest.mark.feature("F249")
@pytest.mark.parametrize("language", WORDS)
def test_a_case_from_opening_to_its_end(page_as: PageAs, site: str, language: str) -> None:
    opens, answers, resolves, resolved = WORDS[language]
    about = f"journey {secrets.token_hex(6)}"
    reviewer, ghana, other = (
        page_as("reviewer"),
        page_as("focal_point", "GHA"),
        page_as("focal_point", "CHE"),
    )
    reviewer.goto(f"{site}/{language}/cases/concern/")
    reviewer.locator("#id_against").select_option("GHA")
    reviewer.locator("#id_about").fill(about)
    press(reviewer.get_by_role("button", name=opens, exact=True))
    number = CaseEntry.objects.get(step=1, body__opening__about=about).subject
    url = f"{site}/{language}/cases/{number}/"
    ghana.goto(url)
    form = ghana.locator(f"form[action$='/{number}/answer/']")
    form.locator("input[name=text]").fill("we correct it")
    press(form.get_by_role("button", name=answers, exact=True))
    other.goto(f"{site}/{language}/cases/")
    assert other.get_by_text(about).count() == 0
    reviewer.goto(url)
    assert reviewer.get_by_text("we correct it").count() == 1
    assert accessible(reviewer) == []
    form = reviewer.locator(f"form[action$='/{number}/resolve/']")
    form.locator("input[name=text]").fill("now consistent")
    press(form.get_by_role("button", name=resolves, exact=True))
    assert reviewer.locator("#state").inner_text() == resolved
