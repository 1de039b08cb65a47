"""Approaches, authorizations and reports on the pages: made, refused, and lacking something."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client

from tallystick.ledger import open_ledger
from tallystick.web.audit.models import AuditEntry
from tallystick.web.authority.models import Document, Draft
from web.api_site import NewUser
from web.authority.papers import (
    approach,
    authorization,
    filed_initial,
    initial_report,
    key_of,
    revision_of,
    saved_initial,
)
from web.conftest import Demo, SignedIn

NUMBERS: Iterator[int] = iter(range(8100, 8400))


@pytest.fixture
def new_approach(signed_in: SignedIn) -> str:
    """Record an approach of Ghana and Switzerland."""
    name = f"CA{next(NUMBERS)}"
    answer = signed_in("authority_officer", "GHA").post(
        "/en/authority/GHA/approaches/new/", approach(name)
    )
    assert answer.status_code == 302, answer.content.decode()
    return name


def test_an_approach_is_recorded_once_however_often_the_form_is_sent(
    demo: Demo, signed_in: SignedIn
) -> None:
    client, told = signed_in("authority_officer", "GHA"), approach(f"CA{next(NUMBERS)}")
    for _ in range(2):
        assert client.post("/en/authority/GHA/approaches/new/", told).status_code == 302
    with open_ledger(demo.place) as ledger:
        journal = [one for one in ledger.journal() if one.key.endswith(told["key"])]
    assert len(journal) == 1
    assert AuditEntry.objects.filter(subject=told["id"], outcome="done").count() == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "CA1", "Write CA and four digits"),
        ("parties", "XXX", "is no code of a Party"),
        ("key", "", "it carries no key"),
        ("title_zh", "", "This field is required"),
    ],
)
def test_an_approach_that_is_wrong_is_told_and_not_recorded(
    signed_in: SignedIn, field: str, value: str, said: str
) -> None:
    told = {**approach(f"CA{next(NUMBERS)}"), field: value}
    answer = signed_in("authority_officer", "GHA").post("/en/authority/GHA/approaches/new/", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_draft_is_signed_once_and_its_letter_is_kept_in_both_languages(
    signed_in: SignedIn, new_approach: str
) -> None:
    officer, signer = (signed_in(f"authority_{one}", "GHA") for one in ("officer", "approver"))
    name = f"GHA-{uuid4()}"
    told = authorization(name, new_approach)
    assert officer.post("/en/authority/GHA/authorizations/draft/", told).status_code == 302
    page = signer.get("/en/authority/GHA/signing/").content.decode()
    card = page[page.index(name) :]
    said = {"key": key_of(card), "revision": revision_of(card)}
    for _ in range(2):
        answer = signer.post(f"/en/authority/GHA/signing/{name}/sign/", said)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/authorizations/{name}/")
    (letter,) = Document.objects.filter(subject=name)
    assert not Draft.objects.get(subject=name).is_open
    for language in ("en", "zh-hans"):
        shown = signer.get(f"/{language}/authority/GHA/authorizations/{name}/")
        assert "Ghana Carbon Registry" in shown.content.decode()
        for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
            path = f"/{language}/authority/GHA/reports/kept/{letter.pk}.{form}"
            assert signer.get(path).content.startswith(start)


def test_findings_are_told_while_a_draft_is_written(signed_in: SignedIn, new_approach: str) -> None:
    officer = signed_in("authority_officer", "GHA")
    told = authorization(f"GHA-{uuid4()}", new_approach)
    path = "/en/authority/GHA/authorizations/findings/"
    whole = officer.post(path, told).content.decode()
    assert "AUTH_ELEMENTS" not in whole
    silent = officer.post(path, {**told, "frameworks": "absent"}).content.decode()
    assert "AUTH_ELEMENTS_F" in silent
    lacking = officer.post(path, {**told, "gases": ""}).content.decode()
    assert "AUTH_ELEMENTS_L" in lacking
    unread = officer.post(path, {**told, "purposes": []}).content.decode()
    assert "Fill in what is required" in unread


def test_a_change_that_the_terms_do_not_foresee_is_refused_with_its_paragraph(
    signed_in: SignedIn, new_approach: str
) -> None:
    officer, signer = (signed_in(f"authority_{one}", "GHA") for one in ("officer", "approver"))
    name = f"GHA-{uuid4()}"
    signed(officer, signer, authorization(name, new_approach))
    revoked = authorization(
        name, new_approach, date="2025-03-01", revokes="on", reaches_back="on",
        change_circumstance="regret", change_process="none",
    )  # fmt: skip
    path = f"/en/authority/GHA/authorizations/{name}/draft/"
    assert "Ghana Carbon Registry" in officer.get(path).content.decode()
    assert officer.post(path, revoked).status_code == 302
    page = signer.get("/en/authority/GHA/signing/").content.decode()
    card = page[page.index(name) :].split("</article>")[0]
    assert "The ledger would refuse it" in card
    assert "4/CMA.6 para" in card


def signed(officer: object, signer: object, told: dict[str, object]) -> None:
    path = "/en/authority/GHA/authorizations/draft/"
    assert officer.post(path, told).status_code == 302  # type: ignore[attr-defined]  # a client
    page = signer.get("/en/authority/GHA/signing/").content.decode()  # type: ignore[attr-defined]  # a client
    card = page[page.index(str(told["id"])) :]
    said = {"key": key_of(card), "revision": revision_of(card)}
    done = signer.post(  # type: ignore[attr-defined]  # a client
        f"/en/authority/GHA/signing/{told['id']}/sign/", said
    )
    assert done.headers["Location"].endswith(f"/authorizations/{told['id']}/")


def test_a_second_key_is_turned_and_taken_back(signed_in: SignedIn, new_approach: str) -> None:
    officer, signer = (signed_in(f"authority_{one}", "GHA") for one in ("officer", "approver"))
    name = f"GHA-{uuid4()}"
    signed(officer, signer, authorization(name, new_approach, demands=["two keys"]))
    other = signed_in("authority_approver", "CHE")
    for word in ("your key is not turned", "your key was turned on", "your key is not turned"):
        page = other.get("/en/authority/CHE/signing/").content.decode()
        card = page[page.index(name) :].split("</article>")[0]
        assert word in card
        said = {"key": key_of(card)}
        if "turned on" in card:
            said["withdraw"] = "yes"
        other.post(f"/en/authority/CHE/signing/{name}/consent/", said)
    assert signer.post(f"/en/authority/GHA/signing/{name}/consent/", said).status_code == 404


def test_a_draft_overtaken_by_another_is_not_overwritten(
    signed_in: SignedIn, new_approach: str
) -> None:
    officer, focal = signed_in("authority_officer", "GHA"), signed_in("focal_point", "GHA")
    told = authorization(f"GHA-{uuid4()}", new_approach)
    path = f"/en/authority/GHA/authorizations/{told['id']}/draft/"
    officer.post("/en/authority/GHA/authorizations/draft/", told)
    assert officer.post(path, {**told, "gases": "CH4", "revision": "1"}).status_code == 302
    late = focal.post(path, {**told, "gases": "N2O", "revision": "1"})
    assert late.status_code == 409
    assert Draft.objects.get(subject=told["id"]).content["gases"] == ["CH4"]


def test_an_initial_report_lacking_an_element_is_not_filed(
    new_user: NewUser, new_approach: str
) -> None:
    focal = Client(raise_request_exception=False)
    focal.force_login(new_user("focal_point", "SWE"))  # of a Party that filed none before
    told = initial_report([new_approach])
    told["party.party_to_agreement"] = ""
    page = saved_initial(focal, "SWE", told)
    assert "IR_INCOMPLETE" in page
    assert "File the report" not in page
    before = Document.objects.count()
    forced = {"key": str(uuid4()), "revision": revision_of(page)}
    answer = focal.post("/en/authority/SWE/reports/initial/file/", forced, follow=True)
    assert "The report is not filed" in answer.content.decode()
    assert Document.objects.count() == before


def test_a_filed_document_stands_as_it_is(signed_in: SignedIn, new_approach: str) -> None:
    from django.db import DatabaseError

    focal = signed_in("focal_point", "GHA")
    filed_initial(focal, focal, "GHA", initial_report([new_approach]))
    found = Document.objects.filter(kind="initial", party="GHA").latest("id")
    assert found.approaches == [new_approach]
    found.version = "9.9"
    with pytest.raises(DatabaseError):
        found.save()
    with pytest.raises(DatabaseError):
        found.delete()


def test_annual_information_without_an_initial_report_is_refused(signed_in: SignedIn) -> None:
    focal = signed_in("focal_point", "CHE")
    path = "/en/authority/CHE/reports/annual/2023/"
    page = focal.get(path).content.decode()
    assert "IR_MISSING" in page
    assert "4/CMA.6 para 26" in page
    assert "File this version" not in page
    refused = focal.get(f"{path}aef.xlsx")
    assert refused.status_code == 422
    forced = focal.post(f"{path}file/", {"key": str(uuid4())})
    assert forced.status_code == 422
    assert "IR_MISSING" in forced.content.decode()
    assert not Document.objects.filter(party="CHE", kind="aef", subject="2023").exists()


def test_the_structured_summary_is_kept_and_compared(signed_in: SignedIn) -> None:
    focal = signed_in("focal_point", "CHE")
    path = "/en/authority/CHE/reports/summary/"
    before = Document.objects.filter(party="CHE", kind="summary").count()
    said = {"key": str(uuid4())}
    for _ in range(2):
        focal.post(f"{path}file/", said)
    assert Document.objects.filter(party="CHE", kind="summary").count() == before + 1
    assert "Changes since the last version" in focal.get(path).content.decode()
    for form, start in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert focal.get(f"{path}table4.{form}").content.startswith(start)
    assert focal.get(f"{path}table4.exe").status_code == 404
