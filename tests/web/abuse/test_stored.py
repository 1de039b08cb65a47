"""What people type, shown to others: never as markup, never as a formula; nor to other Parties."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Dialog

from tallystick.web.audit.trail import record
from tallystick.web.opendata.csvs import FORMULA_STARTS
from web.abuse.addresses import operations
from web.checks import CHROMIUM
from web.conftest import PageAs, SignedIn
from web.test_crawl import reachable

PAYLOAD = "=<svg onload=alert(7)>\"'"
ROLES = ("reviewer", "verifier", "joint_committee_member", "authority_officer", "focal_point")
READERS = (*ROLES, "auditor", "authority_approver", "regulator", "public")
SPARED = ("/account/", "/end/", "/withdraw/", "/theme", "/conclude", "/log/verify/")
"""Forms that would end what other tests need: they hold no text for others to read."""


class Forms(HTMLParser):
    """Collects the forms of a page: their address, method and fields with a value for each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self.found.append((told.get("action", ""), told.get("method", "get"), {}))
        elif self.found and tag == "select":
            self.select = name
        elif self.found and tag == "option" and told.get("value"):
            self.found[-1][2].setdefault(self.select, told["value"])
        elif self.found and name and tag in {"input", "textarea", "button"}:
            self.found[-1][2][name] = _value(tag, told)


def _value(tag: str, told: dict[str, str]) -> str:
    kind = told.get("type", "text" if tag != "button" else "submit")
    if kind in {"hidden", "submit", "checkbox", "radio"}:
        return told.get("value", "on")
    return {"number": "5", "date": "2030-01-01", "file": ""}.get(kind, PAYLOAD)


def fill_in_every_form(client: Client) -> int:
    sent = 0
    for path, text in reachable(client, "en").items():
        forms = Forms()
        forms.feed(text)
        for action, method, fields in forms.found:
            url = action or path
            if method.lower() == "post" and not any(one in url for one in SPARED):
                answer = client.post(url, fields)
                assert answer.status_code < 500, url
                assert b"<svg onload" not in answer.content, url
                sent += 1
    return sent


@pytest.fixture(scope="module")
def poisoned(request: pytest.FixtureRequest) -> None:
    """Record the payload where no form of ours would."""
    record("report.check", subject=PAYLOAD)


def test_no_page_shows_what_was_typed_as_markup(signed_in: SignedIn, poisoned: None) -> None:
    assert sum(fill_in_every_form(signed_in(role)) for role in ROLES) > len(ROLES)
    stored = 0
    for role in READERS:
        for path, text in reachable(signed_in(role), "en").items():
            assert "<svg onload" not in text, path
            stored += "&lt;svg onload" in text
    assert stored > 3


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_nothing_typed_runs_in_a_browser(
    signed_in: SignedIn, page_as: PageAs, site: str, poisoned: None
) -> None:
    told = {"against": "GHA", "about": PAYLOAD}
    signed_in("reviewer").post("/en/cases/concern/", told)
    page = page_as("auditor")
    opened: list[str] = []

    def hear(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    for path in ("cases/", "audit/", "reviews/", "people/", "log/"):
        page.goto(f"{site}/en/{path}")
        assert page.locator("svg[onload]").count() == 0
    assert opened == []


def test_no_cell_of_any_export_is_a_formula(signed_in: SignedIn, poisoned: None) -> None:
    client = signed_in("auditor")
    paths = [one.path for one in operations() if one.path.endswith(".csv")]
    assert paths
    for path in (*paths, "/en/audit/export.csv"):
        text = client.get(path).content.decode()
        for row in csv.reader(io.StringIO(text, newline="")):
            wrong = [
                one
                for one in row
                if one.startswith(FORMULA_STARTS) and not re.fullmatch(r"-\d+", one)
            ]
            assert wrong == [], path


def targets(client: Client) -> set[str]:
    """Return every address that the pages of a user lead to, forms included."""
    found = set()
    for text in reachable(client, "en").values():
        found |= set(re.findall(r'(?:href|action)="(/en/[^"#?]+)', text))
    return found


@pytest.mark.parametrize("role", ["focal_point", "authority_officer", "authority_approver"])
def test_what_only_one_party_is_led_to_is_closed_to_another(signed_in: SignedIn, role: str) -> None:
    told = {"against": "GHA", "about": "for Ghana only"}
    signed_in("reviewer").post("/en/cases/concern/", told)
    theirs, other = targets(signed_in(role, "GHA")), signed_in(role, "CHE")
    led_to = theirs - targets(other) - targets(signed_in("public"))
    only = {url for url in led_to if getattr(resolve(url).func, "permission", "") != "public"}
    assert only
    open_to_other = {
        f"{method} {url}": status
        for url in sorted(only)
        for method in ("get", "post")
        if (status := getattr(other, method)(url).status_code) not in {403, 404, 405}
    }
    assert open_to_other == {}


def test_holdings_and_proposals_are_closed_to_another_party(signed_in: SignedIn) -> None:
    from tallystick.ledger import open_ledger
    from tallystick.web.places import ledger_place

    with open_ledger(ledger_place()) as ledger:
        own = [one.id for one in ledger.accounts() if one.party == "GHA"]
    assert own
    for account in own[:20]:
        url = f"/api/v1/accounts/{account}/holdings"
        assert signed_in("focal_point", "GHA").get(url).status_code == 200
        assert signed_in("focal_point", "CHE").get(url).status_code in {403, 404}
