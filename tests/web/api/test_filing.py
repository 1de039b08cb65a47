"""Reports through the interface: drafted, judged, filed once, and read again in every form."""

from typing import Any

import pytest
from django.test import Client

from tallystick import law
from tallystick.web.authority.models import Document, Draft
from web.api.asking import Headers, get, new_key, raw, sent, sheet, token
from web.authority.papers import VALUES
from web.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("ledger_path")
INITIAL = "parties/NOR/reports/initial/draft"


def information(outline: str) -> dict[str, Any]:
    """Return a value for every element of an outline."""
    values: dict[str, Any] = {**VALUES, "parties": ["GHA"], "words": ["one"]}
    values["by_year"] = {str(year): "1000" for year in range(2021, 2031)}
    return {one.name: values[one.kind] for one in law.outline(outline).elements}


def initial(party: str, **more: Any) -> dict[str, Any]:
    """Return an initial report that says everything, on an approach that is on record."""
    years = {"first_year": "2021", "last_year": "2030"}
    return {
        "party": party,
        "submitted": "2022-02-01",
        "btr_submitted": "false",
        "ndc": {**years, "form": "absolute"},
        "information": information("initial"),
        "approaches": [{"id": "CA9001", **years, "information": information("approach")}],
        **more,
    }


def regular(party: str, **more: Any) -> dict[str, Any]:
    """Return regular information that says everything."""
    part = {"information": information("regular_approach"), "metrics": ["GHG"]}
    told = {"party": party, "year": "2023", "submitted": "2024-12-01"}
    return {
        **told,
        "information": information("regular"),
        "approaches": [{"id": "CA9001", **part}],
        **more,
    }


def revision(path: str, headers: Headers) -> int:
    """Return the revision of the draft that is open, 0 where there is none."""
    answer = Client().get(f"/api/v1/{path}", headers=headers)
    return int(answer.json()["revision"]) if answer.status_code == 200 else 0


def saved(path: str, file: dict[str, Any], headers: Headers, **told: Any) -> Any:
    body = {"file": file, "revision": revision(path, headers)}
    return sent(path, body, headers, told.pop("status", 200), **told)


def test_an_initial_report_is_drafted_seen_on_the_page_and_filed_once(
    signed_in: SignedIn,
) -> None:
    focal, path = token("focal_point", "CHE"), "parties/CHE/reports/initial/draft"
    first = saved(path, initial("CHE"), focal)
    assert first["verdict"] != "fail", first["findings"]
    assert get(path, focal)["file"] == first["file"]
    page = signed_in("focal_point", "CHE").get("/en/authority/CHE/reports/initial/")
    assert page.status_code == 200
    assert "as described" in page.content.decode()
    body, key = {"revision": first["revision"]}, new_key()
    kept = sent(f"{path}/filing", body, focal, key=key)
    again = sent(f"{path}/filing", body, focal, 200, key=key)
    assert again == kept
    assert sent(f"{path}/filing", body, focal, 409)["code"] == "OVERTAKEN"
    get(path, focal, 404)
    home = f"parties/CHE/documents/{kept['id']}"
    assert get(home, focal)["data"]["version"] == kept["version"]
    assert kept["id"] in {one["id"] for one in get("parties/CHE/documents", focal)["rows"]}
    only = sheet("parties/CHE/documents", focal, kind="initial")
    assert {one["kind"] for one in only} == {"initial"}
    for form in ("json", "docx", "pdf", "xlsx"):
        assert len(raw(f"{home}/file", focal, form=form).content) > 100
    raw(f"{home}/file", focal, 422, form="exe")
    get(home, token("focal_point", "GHA"), 403)
    get(f"parties/GHA/documents/{kept['id']}", token("focal_point", "GHA"), 404)


def test_what_is_missing_is_told_and_keeps_a_report_from_being_filed() -> None:
    focal, path = token("focal_point", "GHA"), "parties/GHA/reports/initial/draft"
    lacking = saved(path, initial("GHA", information={}), focal)
    assert lacking["verdict"] == "fail"
    refused = sent(f"{path}/filing", {"revision": lacking["revision"]}, focal, 422)
    assert refused["code"] != "REFUSED"
    assert refused["source"].startswith("2/CMA.3")
    assert refused["fix"]
    Draft.objects.filter(party="GHA", kind="initial").update(is_open=False)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"party": "GHA"}, "INVALID"),
        ({"submitted": "2999-01-01"}, "INVALID"),
        ({"ndc": {"first_year": "2021", "last_year": "2025"}}, "INVALID"),
        ({"ndc": {"first_year": "2021", "last_year": "2030", "method": "budget"}}, "INVALID"),
        ({"filed": [{"version": "1.0", "submitted": "2021-01-01"}]}, "INVALID"),
        ({"unheard": "of"}, None),
    ],
)
def test_a_report_that_is_not_the_partys_own_is_not_saved(
    more: dict[str, Any], code: str | None
) -> None:
    focal, path = token("focal_point", "CHE"), "parties/CHE/reports/initial/draft"
    told = saved(path, initial("CHE", **more), focal, status=422)
    assert code in {told["code"], None}
    assert told["fix"]


def test_a_draft_is_saved_over_what_was_seen_and_once_under_a_key() -> None:
    officer, path = token("authority_officer", "CHE"), "parties/CHE/reports/regular/2023/draft"
    seen, key = revision(path, officer), new_key()
    body = {"file": regular("CHE"), "revision": seen}
    first = sent(path, body, officer, 200, key=key)
    assert first["revision"] == seen + 1
    assert sent(path, body, officer, 200, key=key)["revision"] == seen + 1
    other = {**body, "file": regular("CHE", submitted="2024-12-02")}
    assert sent(path, other, officer, 409, key=key)["code"] == "KEY_TAKEN"
    assert sent(path, other, officer, 409)["code"] == "OVERTAKEN"
    sent(f"{path}/filing", {"revision": seen + 1}, officer, 403)
    kept = sent(f"{path}/filing", {"revision": seen + 1}, token("focal_point", "CHE"))
    assert (kept["kind"], kept["subject"]) == ("regular", "2023")
    wrong = {"file": regular("CHE", year="2022"), "revision": 0}
    assert sent(path, wrong, officer, 422)["code"] == "INVALID"
    far = {"file": regular("CHE", year="2040"), "revision": 0}
    assert sent("parties/CHE/reports/regular/2040/draft", far, officer, 422)["code"] == "INVALID"


def test_annual_information_is_checked_filed_once_and_compared() -> None:
    focal, home = token("focal_point", "CHE"), "parties/CHE/reports"
    assert 2025 in get(f"{home}/years", focal)["years"]
    found = get(f"{home}/annual/2023", focal)
    assert (found["is_refused"], found["changes"]) == (False, None)
    assert raw(f"{home}/annual/2023/file", focal).content[:2] == b"PK"
    key = new_key()
    kept = sent(f"{home}/annual/2023", {}, focal, key=key)
    assert sent(f"{home}/annual/2023", {}, focal, 200, key=key) == kept
    assert sent(f"{home}/annual/2022", {}, focal, 409, key=key)["code"] == "KEY_TAKEN"
    after = get(f"{home}/annual/2023", focal)
    assert after["version"] != found["version"]
    assert after["changes"] is not None
    sent(f"{home}/annual/2023", {}, token("authority_officer", "CHE"), 403)
    sent(f"{home}/annual/2023", {}, token("focal_point", "GHA"), 403)
    get(f"{home}/annual/1999", focal, 422)
    assert Document.objects.filter(party="CHE", kind="aef", subject="2023").count() == 1


def test_without_an_ndc_on_record_there_is_nothing_to_report() -> None:
    auditor = token("auditor")
    assert get("parties/FRA/reports/years", auditor) == {"has_ndc": False, "years": []}
    get("parties/FRA/reports/summary", auditor, 404)
    get("parties/XXX/reports/years", auditor, 404)


def test_the_structured_summary_is_told_as_data_table_and_file_and_filed_once() -> None:
    focal, home = token("focal_point", "GHA"), "parties/GHA/reports/summary"
    told = get(home, focal)["summary"]["structured_summary"]
    cells = sheet(f"{home}/table4", focal, limit=500)
    assert len(cells) == sum(len(row["values"]) for row in told)
    assert {row["para"] for row in cells} == {row["para"] for row in told}
    for form in ("xlsx", "docx", "pdf"):
        assert len(raw(f"{home}/file", focal, form=form).content) > 1000
    key = new_key()
    kept = sent(home, {}, focal, key=key)
    assert sent(home, {}, focal, 200, key=key) == kept
    assert get(home, focal)["changes"] == []
    sent(home, {}, token("authority_officer", "GHA"), 403)
    sent(home, {}, token("focal_point", "CHE"), 403)
