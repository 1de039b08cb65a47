"""Languages: nothing left untranslated, numbers and days by their habits, the page kept."""

import re
from datetime import date
from importlib.resources import files

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, localize

from tallystick import law
from tallystick.web.api import problems
from web.abuse.addresses import operations, pages
from web.conftest import Demo, SignedIn
from web.reviewer.test_cases import raised
from web.test_crawl import reachable

HIDDEN = re.compile(
    r"<(code|script|style|time|pre)\b.*?</\1>|<[^>]+ lang=\"en\"[^>]*>.*?</|<head>.*?</head>",
    re.DOTALL,
)
SENTENCE = re.compile(r"\b[A-Z]?[a-z]+(?: [a-z]+){3,}")
WORKSPACE = ("cases/", "reviews/", "statements/", "joint-body/", "log/", "audit/", "cases/check/")
READERS = {"statements/": "verifier", "joint-body/": "joint_committee_member", "log/": "auditor"}
LABEL = re.compile(r"<(?:label|button|legend|th)\b[^>]*>\s*([A-Za-z][a-z]+ ?[a-z ]*)<")
TAGS = re.compile(r"<[^>]+>")


def english(text: str) -> list[str]:
    """Return English sentences that a page prints as its own."""
    main = text.partition("<main")[2].partition("</main")[0]
    return SENTENCE.findall(TAGS.sub(" | ", HIDDEN.sub(" | ", main)))


@pytest.mark.parametrize("path", WORKSPACE)
def test_a_chinese_page_of_the_workspaces_has_no_english(signed_in: SignedIn, path: str) -> None:
    role = READERS.get(path, "reviewer")
    text = signed_in(role).get(f"/zh-hans/{path}").content.decode()
    assert [one for one in english(text) if "about " not in one] == []


def test_a_chinese_case_has_no_english_of_ours(signed_in: SignedIn) -> None:
    reviewer = signed_in("reviewer")
    number = raised(reviewer)
    reviewer.get("/en/cases/")  # the message about the entry, in the language it was made in
    assert english(reviewer.get(f"/zh-hans/cases/{number}/").content.decode()) == []


@pytest.mark.parametrize("role", ["reviewer", "auditor", "focal_point"])
def test_every_label_and_button_is_in_the_language(signed_in: SignedIn, role: str) -> None:
    left = {}
    for path, text in reachable(signed_in(role), "zh-hans").items():
        labels = LABEL.findall(text)
        if labels:
            left[path] = labels
    assert left == {}


def test_every_kind_of_problem_is_told_in_both_languages() -> None:
    kinds = [one for one in vars(problems).values() if isinstance(one, problems.Kind)]
    assert len(kinds) > 10
    for one in kinds:
        for text in (one.title, one.fix):
            assert re.search("[\u4e00-\u9fff]", text.zh), one.code
            assert not re.search("[\u4e00-\u9fff]", text.en), one.code


def test_errors_of_the_interface_are_in_the_language_asked_for(client: Client) -> None:
    for one in operations():
        headers = {"Accept-Language": "zh-hans", "Idempotency-Key": "k"}
        url = one.url.replace("/1", "/nothing")
        answer = client.generic(one.method.upper(), url, "{", "application/json", headers=headers)
        if answer.status_code >= 400 and "problem+json" in answer.headers["Content-Type"]:
            told = answer.json()
            for name in ("title", "detail", "fix"):
                assert re.search("[\u4e00-\u9fff]", told[name]), (one.path, name)


def test_the_switch_keeps_page_and_question(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    for one in pages():
        if one.parameters or not one.is_ours or not one.url().startswith("/en/"):
            continue
        answer = client.get(one.url(), {"q": "a b", "on": "2024-01-01"})
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            wanted = f"{one.url('zh-hans')}?q=a+b&amp;on=2024-01-01"
            assert wanted in answer.content.decode(), one.name


@pytest.mark.parametrize(("language", "printed"), [("en", "1,234,567"), ("zh-hans", "1,234,567")])
def test_numbers_are_grouped_by_the_habits_of_the_language(
    demo: Demo, language: str, printed: str
) -> None:
    with translation.override(language):
        assert localize(1234567, use_l10n=True) == printed


def test_days_are_written_by_the_habits_of_the_language(demo: Demo) -> None:
    with translation.override("zh-hans"):
        assert date_format(date(2024, 7, 4), "DATE_FORMAT").startswith("2024年7月4日")
    with translation.override("en"):
        assert "2024" in date_format(date(2024, 7, 4), "DATE_FORMAT")


def test_the_style_has_no_left_and_right() -> None:
    sheet = files("tallystick.web").joinpath("static/web/site.css").read_text("utf-8")
    sided = re.findall(
        r"(?:margin|padding|border)-(?:left|right)|[;{ ](?:left|right):|text-align: (?:left|right)",
        sheet,
    )
    assert sided == []


CODES = {"unit", "currency", "gases", "cap_unit"}
"""Facts whose values are codes and formulas, the same in every language."""


def test_every_value_of_a_system_has_words_in_chinese() -> None:
    left = {
        fact.value
        for one in law.systems().values()
        for name, fact in one.facts.items()
        if fact.value and name not in CODES and re.search("[a-z]{2}", fact.value)
    }
    assert left - law.system_words().keys() - law.agreement_words().keys() == set()
    told = law.system_words().values()
    assert [one for one in told if re.search("[a-z]{3,} [a-z]{3,}", one)] == []


def test_the_pages_of_systems_have_no_english_value(client: Client) -> None:
    assert english(client.get("/zh-hans/systems/").content.decode()) == []
    for name in law.systems():
        text = client.get(f"/zh-hans/systems/{name}/").content.decode()
        cells = re.findall(r"<td>([^<]*)</td>", text)
        assert [one for one in cells if re.search("[a-z]{3,} [a-z]{3,}", one)] == [], name
    assert "价格走廊" in client.get("/zh-hans/systems/deu_nehs/").content.decode()
    assert "price corridor" in client.get("/en/systems/deu_nehs/").content.decode()


def test_no_style_asks_for_a_language() -> None:
    folder = files("tallystick.web").joinpath("static/web")
    sheets = [one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".css")]
    assert len(sheets) > 1
    assert [one for one in sheets if re.search(r":lang\(|\[lang", one)] == []


def test_a_page_says_in_which_direction_it_is_read(client: Client) -> None:
    for language in ("en", "zh-hans"):
        assert f'<html lang="{language}" dir="ltr"' in client.get(f"/{language}/").content.decode()
