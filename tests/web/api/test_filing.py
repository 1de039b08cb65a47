"""Reports through the interface: drafted, judged, filed once, and read again in every form."""

from typing import Any

import pytest
from django.test import Client

from tallystick import law
from tallystick.web.authority.models import Document
from web.api.asking import Headers, get, new_key, raw, sent, sheet, token, token_of
from web.api_site import NewUser
from web.authority.papers import VALUES
from web.conftest import Demo

pytestmark = pytest.mark.usefixtures("ledger_path")
PARTY, OTHER = "THA", "MDV"
"""Parties of which no other test files anything."""

HOME = f"parties/{PARTY}/reports"


@pytest.fixture
def focal(new_user: NewUser) -> Headers:
    """The token of a focal point of the Party."""
    return token_of(new_user("focal_point", PARTY))


@pytest.fixture
def officer(new_user: NewUser) -> Headers:
    """The token of an officer of the Party, who drafts and does not file."""
    return token_of(new_user("authority_officer", PARTY))


@pytest.fixture
def other(new_user: NewUser) -> Headers:
    """The token of a focal point of another Party."""
    return token_of(new_user("focal_point", OTHER))


def approaches() -> list[str]:
    """Return the approaches of the Party."""
    return [one["id"] for one in get("approaches", {}, limit=500, party=PARTY)["rows"]]


def information(outline: str) -> dict[str, Any]:
    """Return a value for every element of an outline."""
    values: dict[str, Any] = {**VALUES, "parties": ["GHA"], "words": ["one"]}
    values["by_year"] = {str(year): "1000" for year in range(2021, 2031)}
    return {one.name: values[one.kind] for one in law.outline(outline).elements}


def initial(**more: Any) -> dict[str, Any]:
    """Return an initial report that says everything."""
    years = {"first_year": "2021", "last_year": "2030"}
    part = {**years, "information": information("approach")}
    return {
        "party": PARTY,
        "submitted": "2022-02-01",
        "btr_submitted": "false",
        "ndc": {**years, "form": "absolute"},
        "information": information("initial"),
        "approaches": [{"id": one, **part} for one in approaches()],
        **more,
    }


def regular(**more: Any) -> dict[str, Any]:
    """Return regular information that says everything."""
    part = {"information": information("regular_approach"), "metrics": ["GHG"]}
    return {
        "party": PARTY,
        "year": "2023",
        "submitted": "2024-12-01",
        "information": information("regular"),
        "approaches": [{"id": one, **part} for one in approaches()],
        **more,
    }


def revision(path: str, headers: Headers) -> int:
    """Return the revision of the draft that is open, 0 where there is none."""
    answer = Client().get(f"/api/v1/{path}", headers=headers)
    return int(answer.json()["revision"]) if answer.status_code == 200 else 0


def saved(path: str, file: dict[str, Any], headers: Headers, status: int = 200) -> Any:
    """Save a draft over the one that is open."""
    body = {"file": file, "revision": revision(path, headers)}
    return sent(path, body, headers, status)


def test_a_report_is_drafted_seen_on_the_page_filed_once_and_read_in_every_form(
    new_user: NewUser, focal: Headers, officer: Headers, other: Headers
) -> None:
    path = f"{HOME}/initial/draft"
    first = saved(path, initial(), officer)
    assert first["verdict"] != "fail", first["findings"]
    assert get(path, focal)["file"] == first["file"]
    page = Client()
    page.force_login(new_user("focal_point", PARTY))
    shown = page.get(f"/en/authority/{PARTY}/reports/initial/")
    assert "as described" in shown.content.decode()
    body, key = {"revision": first["revision"]}, new_key()
    sent(f"{path}/filing", body, officer, 403)
    kept = sent(f"{path}/filing", body, focal, key=key)
    assert sent(f"{path}/filing", body, focal, 200, key=key) == kept
    unseen = {"revision": first["revision"] + 1}
    assert sent(f"{path}/filing", unseen, focal, 409, key=key)["code"] == "KEY_TAKEN"
    assert sent(f"{path}/filing", body, focal, 409)["code"] == "OVERTAKEN"
    get(path, focal, 404)
    home = f"parties/{PARTY}/documents/{kept['id']}"
    assert get(home, focal)["data"]["version"] == kept["version"]
    listed = sheet(f"parties/{PARTY}/documents", focal, kind="initial")
    assert str(kept["id"]) in {one["id"] for one in listed}
    for form in ("json", "docx", "pdf", "xlsx"):
        assert len(raw(f"{home}/file", focal, form=form).content) > 100
    raw(f"{home}/file", focal, 422, form="exe")
    get(home, other, 403)
    get(f"parties/{OTHER}/documents/{kept['id']}", other, 404)


def test_what_is_missing_is_told_and_keeps_a_report_from_being_filed(focal: Headers) -> None:
    path = f"{HOME}/initial/draft"
    years = {"first_year": "2021", "last_year": "2030"}
    lacking = saved(path, initial(approaches=[{"id": approaches()[0], **years}]), focal)
    assert lacking["verdict"] == "fail"
    refused = sent(f"{path}/filing", {"revision": lacking["revision"]}, focal, 422)
    assert refused["source"].startswith("2/CMA.3")
    assert refused["fix"]


@pytest.mark.parametrize(
    "more",
    [
        {"party": OTHER},
        {"submitted": "2999-01-01"},
        {"ndc": {"first_year": "2021", "last_year": "2025"}},
        {"ndc": {"first_year": "2021", "last_year": "2030", "method": "budget"}},
        {"filed": [{"version": "1.0", "submitted": "2021-01-01"}]},
        {"unheard": "of"},
    ],
)
def test_a_report_that_is_not_the_partys_own_is_not_saved(
    focal: Headers, more: dict[str, Any]
) -> None:
    told = saved(f"{HOME}/initial/draft", initial(**more), focal, 422)
    assert told["detail"]
    assert told["fix"]


def test_a_draft_is_saved_over_what_was_seen_and_once_under_a_key(
    officer: Headers, focal: Headers
) -> None:
    path = f"{HOME}/regular/2023/draft"
    seen, key = revision(path, officer), new_key()
    body = {"file": regular(), "revision": seen}
    first = sent(path, body, officer, 200, key=key)
    assert first["revision"] == seen + 1
    assert sent(path, body, officer, 200, key=key)["revision"] == seen + 1
    changed = {**body, "file": regular(submitted="2024-12-02")}
    assert sent(path, changed, officer, 409, key=key)["code"] == "KEY_TAKEN"
    assert sent(path, changed, officer, 409)["code"] == "OVERTAKEN"
    sent(f"{path}/filing", {"revision": seen + 1}, officer, 403)
    kept = sent(f"{path}/filing", {"revision": seen + 1}, focal)
    assert (kept["kind"], kept["subject"]) == ("regular", "2023")
    wrong = {"file": regular(year="2022"), "revision": 0}
    assert sent(path, wrong, officer, 422)["code"] == "INVALID"
    far = {"file": regular(year="2040"), "revision": 0}
    assert sent(f"{HOME}/regular/2040/draft", far, officer, 422)["code"] == "INVALID"


def test_annual_information_is_checked_filed_once_and_compared(
    focal: Headers, officer: Headers, other: Headers
) -> None:
    path = f"{HOME}/initial/draft"
    file = saved(path, initial(), focal)
    sent(f"{path}/filing", {"revision": file["revision"]}, focal)
    year = get(f"{HOME}/years", focal)["years"][-1]
    found = get(f"{HOME}/annual/{year}", focal)
    assert (found["is_refused"], found["changes"]) == (False, None), found["alone"]
    assert raw(f"{HOME}/annual/{year}/file", focal).content[:2] == b"PK"
    key = new_key()
    kept = sent(f"{HOME}/annual/{year}", {}, focal, key=key)
    assert sent(f"{HOME}/annual/{year}", {}, focal, 200, key=key) == kept
    assert sent(f"{HOME}/annual/{year - 1}", {}, focal, 409, key=key)["code"] == "KEY_TAKEN"
    after = get(f"{HOME}/annual/{year}", focal)
    assert after["version"] != found["version"]
    assert after["changes"] is not None
    sent(f"{HOME}/annual/{year}", {}, officer, 403)
    sent(f"{HOME}/annual/{year}", {}, other, 403)
    get(f"{HOME}/annual/1999", focal, 422)
    assert Document.objects.filter(party=PARTY, kind="aef").count() == 1


def test_without_an_ndc_on_record_there_is_nothing_to_report(demo: Demo) -> None:
    auditor = token("auditor")
    assert get("parties/FRA/reports/years", auditor) == {"has_ndc": False, "years": []}
    get("parties/FRA/reports/summary", auditor, 404)
    get("parties/XXX/reports/years", auditor, 404)


def test_the_structured_summary_is_told_as_data_table_and_file_and_filed_once(
    focal: Headers, officer: Headers, other: Headers
) -> None:
    path = f"{HOME}/summary"
    told = get(path, focal)["summary"]["structured_summary"]
    cells = sheet(f"{path}/table4", focal, limit=500)
    assert len(cells) == sum(len(row["values"]) for row in told)
    assert {row["para"] for row in cells} == {row["para"] for row in told}
    for form in ("xlsx", "docx", "pdf"):
        assert len(raw(f"{path}/file", focal, form=form).content) > 1000
    key = new_key()
    kept = sent(path, {}, focal, key=key)
    assert sent(path, {}, focal, 200, key=key) == kept
    assert get(path, focal)["changes"] == []
    sent(path, {}, officer, 403)
    sent(path, {}, other, 403)
