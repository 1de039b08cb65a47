"""A tonne's whole way in the browser, in both languages: two Parties, from report to proof."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from web.api_site import sequence
from web.authority.papers import VALUES
from web.checks import CHROMIUM, accessible
from web.conftest import Demo, PageAs

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
WORDS = {
    "en": {"refused": "The annual information is refused", "passes": "pass", "done": "Posted."},
    "zh-hans": {"refused": "年度信息被拒绝", "passes": "通过", "done": "已登记。"},
}
YEAR = 2022


@dataclass(frozen=True, slots=True)
class Journey:
    """Who goes where: pages by role and Party, the language, and the approach it is about."""

    site: str
    language: str
    approach: str
    opened: dict[tuple[str, str], Page]
    page_as: PageAs

    def at(self, role: str, party: str, path: str) -> Page:
        """Return the page of a role at an address, looked at by axe."""
        if (role, party) not in self.opened:
            self.opened[role, party] = self.page_as(role, party)
        page = self.opened[role, party]
        page.goto(f"{self.site}/{self.language}/{path}")
        assert accessible(page) == []
        return page

    @property
    def series(self) -> str:
        """The series of the units."""
        return f"{self.approach}-GHA01-GHA-2021"


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f'.sheet [name="{name}"]').fill(value)


def press(page: Page, selector: str = ".sheet button") -> None:
    with page.expect_navigation():
        page.locator(selector).last.click()


def record_approach(way: Journey) -> None:
    page = way.at("authority_officer", "GHA", "authority/GHA/approaches/new/")
    fill(page, id=way.approach, on="2022-01-10", parties="CHE", title_en="Stoves", title_zh="炉灶")
    press(page)
    assert way.approach in page.content()


def file_initial(way: Journey, party: str) -> None:
    path = f"authority/{party}/reports/initial/?approaches={way.approach}"
    page = way.at("focal_point", party, path)
    fill(page, submitted="2022-02-01")
    kinds = {"_t": VALUES["by_year"], ".parties": VALUES["parties"]}
    for field in page.locator(".sheet textarea, .sheet input[type=text]").all():
        name = field.get_attribute("name") or ""
        if name.endswith(".reason"):
            continue
        is_text = field.evaluate("one => one.tagName") == "TEXTAREA"
        told = next((value for end, value in kinds.items() if name.endswith(end)), "as described")
        field.fill(told if is_text else "1000")
    press(page, ".sheet.wide button")
    assert accessible(page) == []
    press(page, 'form[action$="/initial/file/"] button')
    assert page.url.endswith("/reports/")


def authorize(way: Journey, name: str) -> None:
    page = way.at("authority_officer", "GHA", "authority/GHA/authorizations/draft/")
    fill(
        page, id=name, date="2022-03-01", approach=way.approach, parties="CHE",
        expires="2031-12-31", frameworks="Gold Standard", circumstances="reversal",
        process="notice", quantity_t="5000", tracking_registry="Ghana Carbon Registry",
        underlying_registries="Gold Standard", first_year="2021", last_year="2030", gases="CO2",
        sectors="Energy generation", activity_types="Energy Efficiency households",
    )  # fmt: skip
    page.locator('.sheet [name="purposes"][value="NDC"]').check()
    page.locator("#live .outcome.pass").wait_for()
    press(page)
    page = way.at("authority_approver", "GHA", "authority/GHA/signing/")
    press(page, f'form[action*="/{name}/sign/"] button')
    assert page.url.endswith(f"/authorizations/{name}/")
    assert accessible(page) == []


def post(way: Journey, party: str, kind: str, do: str = "post", **values: str) -> None:
    """Look ahead, then post or propose."""
    page = way.at("authority_officer", party, f"authority/units/{kind}/")
    for name in ("to_account", "from_account"):
        chosen = page.locator(f'.sheet select[name="{name}"]')
        if chosen.count():
            chosen.select_option(values.pop(name))
    fill(page, series=way.series, first="1", last="100", **values)
    press(page)
    assert accessible(page) == []
    press(page, f'button[name="do"][value="{do}"]')
    assert page.url.endswith("/authority/holdings/")
    assert page.locator(".messages").count() == 1


def approve(way: Journey) -> None:
    page = way.at("authority_approver", "GHA", "approvals/")
    card = page.locator("article", has_text=f"{way.approach}-GHA01").first
    card.locator('[name="reason"]').fill("looked at")
    with page.expect_navigation():
        card.locator('button[value="approve"]').click()
    assert page.locator(".messages .success").count() == 1


def file_annual(way: Journey, party: str) -> Page:
    page = way.at("focal_point", party, f"authority/{party}/reports/annual/{YEAR}/")
    with page.expect_download() as download:
        page.locator('a[href$="/aef.xlsx"]').click()
    assert download.value.suggested_filename.startswith(f"{party}-{YEAR}-")
    press(page, f'form[action$="/annual/{YEAR}/file/"] button')
    assert accessible(page) == []
    return page


def refuses_without_initial_report(way: Journey, party: str) -> None:
    page = way.at("focal_point", party, f"authority/{party}/reports/annual/{YEAR}/")
    assert page.locator('a[href$="/aef.xlsx"]').count() == 0
    told = page.request.get(
        f"{way.site}/{way.language}/authority/{party}/reports/annual/{YEAR}/aef.xlsx"
    )
    assert told.status == 422
    assert WORDS[way.language]["refused"] in told.text()
    assert "4/CMA.6 para 26" in told.text()


def proves(way: Journey, demo: Demo) -> None:
    sequence(demo.place)
    page = way.at("public", "", f"units/{way.series}/1/100/")
    proof = page.locator('a[href*="/proofs/"]')
    with page.expect_navigation():
        proof.last.click()
    assert "/proofs/" in page.url
    page.wait_for_function(
        "() => !document.getElementById('proof-verdict').textContent"
        ".includes(document.getElementById('proof-verdict').dataset.unchecked)"
    )
    assert page.locator("#proof-verdict.pass, .pass #proof-verdict").count() == 1


@pytest.mark.parametrize(("language", "approach"), [("en", "CA8501"), ("zh-hans", "CA8502")])
def test_a_tonne_goes_from_report_to_proof(
    demo: Demo, site: str, page_as: PageAs, language: str, approach: str
) -> None:
    way = Journey(site, language, approach, {}, page_as)
    steps: list[Callable[[], object]] = [
        lambda: record_approach(way),
        lambda: file_initial(way, "GHA"),
        lambda: authorize(way, f"GHA-CHE-{approach}"),
        lambda: post(way, "GHA", "issuance", on="2022-04-01", to_account="GHA",
                     authorization=f"GHA-CHE-{approach}"),
        lambda: post(way, "GHA", "first-transfer", "propose", on="2022-05-02",
                     from_account="GHA", to_account="CHE"),
        lambda: approve(way),
        lambda: refuses_without_initial_report(way, "CHE"),
        lambda: file_initial(way, "CHE"),
        lambda: post(way, "CHE", "use", on="2022-06-01", from_account="CHE",
                     to_account="CHE:use", year="2022"),
        lambda: file_annual(way, "GHA"),
    ]  # fmt: skip
    for step in steps:
        step()
    crossed = file_annual(way, "CHE").locator("#together-title + p .outcome")
    assert crossed.inner_text() == WORDS[language]["passes"]
    proves(way, demo)
