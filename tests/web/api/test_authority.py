"""Authorizations and positions through the interface: drafted, signed, consented to, explained."""

from typing import Any
from uuid import uuid4

import pytest

from tallystick.web.authority.models import Document
from web.api.asking import get, new_key, raw, sent, sheet, token
from web.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("ledger_path")
DRAFTS = "parties/GHA/authorization-drafts"


def version(**more: Any) -> dict[str, Any]:
    """Return a version in the form of the authorization file."""
    return {
        "date": "2024-03-01",
        "approach": "CA9002",
        "parties": ["CHE"],
        "expires": "2031-12-31",
        "purposes": ["NDC"],
        "frameworks": ["Gold Standard"],
        "changes": {"circumstances": ["reversal"], "process": "notice of 30 days"},
        "quantity_t": 5000,
        "vintages": [2021, 2030],
        "gases": ["CO2"],
        "sectors": ["Energy generation"],
        **more,
    }


def test_a_draft_is_judged_saved_shown_on_the_page_and_signed_once(signed_in: SignedIn) -> None:
    officer, signer = token("authority_officer", "GHA"), token("authority_approver", "GHA")
    name = f"GHA-{uuid4()}"
    path = f"{DRAFTS}/{name}"
    judged = sent("parties/GHA/authorization/check", {"file": version(id=name)}, officer, 200)
    assert judged["findings"]
    saved = sent(path, {"file": version(), "revision": 0}, officer, 200)
    assert (saved["revision"], saved["file"]["version"]) == (1, 1)
    assert get(path, officer)["findings"] == saved["findings"]
    assert name in {one["id"] for one in sheet(DRAFTS, officer)}
    page = signed_in("authority_officer", "GHA").get(
        f"/en/authority/GHA/authorizations/{name}/draft/"
    )
    assert "notice of 30 days" in page.content.decode()
    sent(f"{path}/signature", {"revision": 1}, officer, 403)
    assert sent(f"{path}/signature", {"revision": 7}, signer, 409)["code"] == "OVERTAKEN"
    key = new_key()
    done = sent(f"{path}/signature", {"revision": 1}, signer, key=key)
    again = sent(f"{path}/signature", {"revision": 1}, signer, 200, key=key)
    assert (again["id"], again["status"]) == (done["id"], "already_posted")
    assert Document.objects.filter(party="GHA", subject=name).count() == 1
    get(path, officer, 404)
    told = get(f"parties/GHA/authorizations/{name}", officer)
    assert (told["state"], told["quantity_t"], len(told["versions"])) == ("issued", 5000, 1)
    assert {one["letter"]: one["value"] for one in told["elements"]}["h"] == "5000"
    rows = sheet("parties/GHA/authorizations", officer, limit=500)
    assert name in {one["id"] for one in rows}
    get(f"parties/CHE/authorizations/{name}", token("authority_officer", "CHE"), 404)


def test_a_draft_of_another_party_is_closed_and_a_wrong_one_is_told() -> None:
    officer, swiss = token("authority_officer", "GHA"), token("authority_officer", "CHE")
    path = f"{DRAFTS}/GHA-{uuid4()}"
    body = {"file": version(), "revision": 0}
    sent(path, body, swiss, 403)
    get(DRAFTS, swiss, 403)
    get(path, officer, 404)
    assert sent(path, {**body, "file": version(id="other")}, officer, 422)["code"] == "INVALID"
    wrong = sent(path, {**body, "file": version(date="soon")}, officer, 422)
    assert wrong["findings"]
    assert sent(path, {**body, "more": 1}, officer, 422)["code"] == "INVALID"


def test_the_second_key_is_turned_by_the_party_named_and_no_other() -> None:
    officer, signer = token("authority_officer", "GHA"), token("authority_approver", "GHA")
    swiss, name = token("authority_approver", "CHE"), f"GHA-{uuid4()}"
    file = version(demands=["two keys"])
    sent(f"{DRAFTS}/{name}", {"file": file, "revision": 0}, officer, 200)
    sent(f"{DRAFTS}/{name}/signature", {"revision": 1}, signer)
    waiting = {one["id"]: one for one in get("parties/CHE/consents", swiss, limit=500)["rows"]}
    assert waiting[name]["decision"] is None
    path, key = f"parties/CHE/consents/{name}", new_key()
    done = sent(path, {"decision": "approves"}, swiss, key=key)
    assert sent(path, {"decision": "approves"}, swiss, 200, key=key)["id"] == done["id"]
    assert sent(path, {"decision": "withdraws"}, swiss, 409, key=key)["code"] == "CONFLICT"
    said = {one["id"]: one["decision"] for one in sheet("parties/CHE/consents", swiss, limit=500)}
    assert said[name] == "approves"
    sent(f"parties/GHA/consents/{name}", {"decision": "approves"}, signer, 404)
    sent(path, {"decision": "approves"}, signer, 403)
    sent(path, {"decision": "maybe"}, swiss, 422)


def test_every_number_of_a_position_is_told_with_its_paragraph_and_actions() -> None:
    officer, home = token("authority_officer", "GHA"), "parties/GHA/position"
    balances = get(home, officer)["balances"]
    assert balances[0]["party"] == "GHA"
    given = get(f"{home}/2025/23(c)", officer)
    assert given["citation"].endswith("para 23(c)")
    assert "GHA-CHE-COOK" in {one["authorization"] for one in given["first_transfers"]}
    assert given["first_transfers"][0]["events"]
    get(f"{home}/2025/99(z)", officer, 404)
    get(f"{home}/1995/23(c)", officer, 404)
    get(home, token("authority_officer", "CHE"), 403)
    get(home, {}, 401)


def test_a_forecast_says_what_would_be_oversold() -> None:
    officer = token("authority_officer", "GHA")
    years = {str(year): 47_000_000 for year in range(2025, 2031)}
    path = "parties/GHA/position/forecast"
    well = sent(path, {"emissions_t": years, "transfers_t": {"2030": 1000}}, officer, 200)
    assert well["oversold_t"] == 0
    over = sent(path, {"emissions_t": years, "transfers_t": {"2030": 10**9}}, officer, 200)
    assert over["oversold_t"] > 0
    assert any(one["code"].startswith("OVERSELL") for one in over["findings"])
    missing = sent(path, {"emissions_t": {}, "transfers_t": {}}, officer, 200)
    assert missing["verdict"] == "not_determinable"
    sent(path, {"emissions_t": {"soon": 1}, "transfers_t": {}}, officer, 422)
    sent("parties/FRA/position/forecast", {}, token("auditor"), 422)


def test_duties_are_a_list_a_sheet_and_a_calendar() -> None:
    officer, path = token("authority_officer", "GHA"), "parties/GHA/duties"
    rows = get(path, officer, limit=500)["rows"]
    assert len(sheet(path, officer, limit=500)) == len(rows) > 3
    assert raw(f"{path}/file", officer).content.startswith(b"BEGIN:VCALENDAR")
    get(path, token("authority_officer", "CHE"), 403)
