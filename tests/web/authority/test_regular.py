"""Regular information on the pages: drafted by one, judged with the ledger, filed by another."""

import json
from datetime import date
from typing import Any

from tallystick import law
from tallystick.web.authority.models import Document
from web.authority.papers import key_of, revision_of
from web.conftest import SignedIn

PATH = "/en/authority/CHE/reports/regular/2024/"


def report(approaches: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """Return the form of regular information with a text for every element."""
    told: dict[str, Any] = {
        "submitted": date(2026, 6, 30).isoformat(),
        "approaches": list(approaches),
        "revision": "0",
    }
    for place, outline in [
        ("party", "regular"),
        *((one, "regular_approach") for one in approaches),
    ]:
        for element in law.outline(outline).elements:
            told[f"{place}.{element.name}"] = "as described"
    return {**told, **more}


def test_what_is_missing_is_told_with_its_paragraph_and_not_filed(signed_in: SignedIn) -> None:
    officer, focal = signed_in("authority_officer", "CHE"), signed_in("focal_point", "CHE")
    told = report(("CA9001",), **{"party.double_counting_avoided": "", "CA9001.mitigation": ""})
    page = officer.post(PATH, told).content.decode()
    assert "2/CMA.3 annex para 21(d)" in page
    assert "2/CMA.3 annex para 22(a)" in page
    shown = focal.get(PATH).content.decode()
    assert "/file/" not in shown
    sent = {"key": "6f6e6c79-0000-4000-8000-000000000001", "revision": revision_of(shown)}
    answer = focal.post(f"{PATH}file/", sent, follow=True).content.decode()
    assert "what is found has to be mended first" in answer
    assert not Document.objects.filter(party="CHE", kind="regular").exists()


def test_a_whole_report_is_filed_once_by_the_focal_point_with_the_tables_of_the_ledger(
    signed_in: SignedIn,
) -> None:
    officer, focal = signed_in("authority_officer", "CHE"), signed_in("focal_point", "CHE")
    opened = officer.get(PATH).content.decode()
    told = report(("CA9001",), revision=revision_of(opened), **{"CA9001.metrics": ["GHG"]})
    saved = officer.post(PATH, told)
    assert saved.status_code == 200
    page = focal.get(PATH).content.decode()
    sent = {"key": key_of(page), "revision": revision_of(page)}
    assert officer.post(f"{PATH}file/", sent).status_code == 403
    for _ in range(2):
        answer = focal.post(f"{PATH}file/", sent, follow=True)
        assert "Filed, and kept as it was filed." in answer.content.decode()
    (kept,) = Document.objects.filter(party="CHE", kind="regular", subject="2024")
    filed = json.loads(kept.data)["report"]
    assert filed["year"] == 2024
    assert kept.version == "1.0"
    home = f"/en/authority/CHE/reports/kept/{kept.pk}"
    for form in ("docx", "pdf", "json"):
        assert focal.get(f"{home}.{form}").status_code == 200
    again = officer.get(PATH).content.decode()
    assert "as described" in again
    assert "Version 1.1" in again


def test_a_year_outside_every_ndc_period_has_no_regular_information(signed_in: SignedIn) -> None:
    officer = signed_in("authority_officer", "CHE")
    page = officer.get("/en/authority/CHE/reports/regular/2040/")
    assert page.status_code == 200
    told = officer.post("/en/authority/CHE/reports/regular/2040/", report())
    assert "No NDC is on record" in told.content.decode()
    assert officer.get("/en/authority/CHE/reports/regular/1990/").status_code == 404


def test_regular_information_of_another_party_is_closed(signed_in: SignedIn) -> None:
    assert signed_in("authority_officer", "GHA").get(PATH).status_code == 403
    assert signed_in("auditor").get(PATH).status_code == 403
