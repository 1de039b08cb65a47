"""The desk for every role: what each sees, and what each number rests on."""

import re

import pytest

from web.conftest import SignedIn

PAGES = (
    "authority/GHA/",
    "authority/GHA/authorizations/",
    "authority/GHA/authorizations/GHA-CHE-COOK/",
    "authority/GHA/position/",
    "authority/GHA/position/2025/23(c)/",
    "authority/GHA/calendar/",
)
FOR_REPORTS = ("authority/GHA/reports/", "authority/GHA/reports/summary/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", [*PAGES, *FOR_REPORTS])
def test_a_desk_is_open_to_its_own_people_and_to_who_looks_at_all(
    signed_in: SignedIn, page: str, language: str
) -> None:
    own = [(one, "GHA") for one in ("authority_officer", "authority_approver", "focal_point")]
    for role, party in [*own, ("auditor", ""), ("reviewer", "")]:
        assert signed_in(role, party).get(f"/{language}/{page}").status_code == 200
    closed = [("authority_officer", "CHE"), ("regulator", ""), ("entity_representative", "")]
    for role, party in [*closed, ("public", "")]:
        assert signed_in(role, party).get(f"/{language}/{page}").status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "authority/XXX/",
        "authority/GHA/authorizations/nobody/",
        "authority/GHA/position/2025/nothing/",
        "authority/GHA/position/1999/23(c)/",
        "authority/GHA/reports/annual/1999/",
        "authority/GHA/reports/kept/999999.pdf",
    ],
)
def test_what_is_not_there_is_not_found(signed_in: SignedIn, page: str) -> None:
    assert signed_in("focal_point", "GHA").get(f"/en/{page}").status_code == 404


def test_a_party_without_an_ndc_is_told_what_it_lacks(signed_in: SignedIn) -> None:
    auditor = signed_in("auditor")
    shown = auditor.get("/en/authority/FRA/position/").content.decode()
    assert "No NDC is on record" in shown
    assert auditor.get("/en/authority/FRA/reports/").status_code == 200
    assert auditor.get("/en/authority/FRA/calendar/").status_code == 200
    assert auditor.get("/en/authority/FRA/reports/summary/").status_code == 404


def test_every_number_of_a_position_leads_to_its_actions_and_its_paragraph(
    signed_in: SignedIn,
) -> None:
    client = signed_in("authority_officer", "GHA")
    page = client.get("/en/authority/GHA/position/").content.decode()
    links = set(re.findall(r'href="(/en/authority/GHA/position/\d{4}/[^"]+/)"', page))
    assert links
    for link in sorted(links)[:12]:
        assert client.get(link).status_code == 200
    given = client.get("/en/authority/GHA/position/2025/23(c)/").content.decode()
    assert "GHA-CHE-COOK" in given
    assert "2025-07-07" in given
    assert "23-c" in given
    used = signed_in("authority_officer", "CHE").get("/en/authority/CHE/position/2025/23(e)/")
    assert "2026-05-04" in used.content.decode()
    none = client.get("/en/authority/GHA/position/2021/23(a)/").content.decode()
    assert "No first transfer goes into this number." in none


def test_a_forecast_warns_of_overselling_and_tells_what_is_missing(signed_in: SignedIn) -> None:
    client, path = signed_in("authority_officer", "GHA"), "/en/authority/GHA/position/"
    years = "\n".join(f"{year}: 47000000" for year in range(2025, 2031))
    well = client.get(path, {"emissions": years, "transfers": "2030: 1000"}).content.decode()
    assert "OVERSELL" not in well
    sold = client.get(path, {"emissions": years, "transfers": "2030: 2000000"}).content.decode()
    assert "OVERSELL" in sold
    lacking = client.get(path, {"emissions": "", "transfers": "2030: 1"}).content.decode()
    assert "not determinable" in lacking
    wrong = client.get(path, {"emissions": "soon: many", "transfers": ""}).content.decode()
    assert "is not a year and a whole number of tonnes" in wrong


def test_duties_are_listed_and_downloaded(signed_in: SignedIn) -> None:
    client = signed_in("focal_point", "GHA")
    page = client.get("/zh-hans/authority/GHA/calendar/").content.decode()
    assert "年度信息" in page
    file = client.get("/zh-hans/authority/GHA/calendar.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert file.content.startswith(b"BEGIN:VCALENDAR")
    assert "年度信息" in file.content.decode()


def test_the_first_page_leads_to_the_own_desk_or_lets_choose(signed_in: SignedIn) -> None:
    own = signed_in("authority_officer", "GHA").get("/en/authority/")
    assert own.headers["Location"] == "/en/authority/GHA/"
    assert b"Ghana" in signed_in("auditor").get("/en/authority/").content
