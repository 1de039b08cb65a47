"""Reviewers, verifiers, joint bodies and auditors through the interface."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tallystick.web.operation.jobs import worker
from tallystick.web.reviewer.models import Remark
from web.api.asking import Headers, get, new_key, sent, sheet, token
from web.workbooks import one_sided

pytestmark = pytest.mark.usefixtures("ledger_path")


def begun(reviewer: Headers, **more: Any) -> str:
    """Begin a review of the reports of Ghana and return its name."""
    name = f"R-{secrets.token_hex(6)}"
    body = {"name": name, "party": "GHA", "approaches": ["CA0009"], "week_ends_on": "2999-01-01"}
    sent("reviews", {**body, **more}, reviewer)
    return name


@pytest.mark.feature("F249")
def test_a_review_is_begun_revised_for_and_concluded_once() -> None:
    reviewer, ghana = token("reviewer"), token("focal_point", "GHA")
    name = begun(reviewer)
    path = f"reviews/{name}"
    revised = sent(f"{path}/revision", {"file": "ir-1.1.pdf"}, ghana)
    assert revised["revised"] == ["ir-1.1.pdf"]
    told = [{"topic": "consistency", "text": "report it"}]
    body, key = {"report": "https://example.org/r", "recommendations": told}, new_key()
    sent(f"{path}/conclusion", body, ghana, 403)
    done = sent(f"{path}/conclusion", body, reviewer, key=key)
    assert (done["report"], done["recommendations"]) == (body["report"], told)
    assert sent(f"{path}/conclusion", body, reviewer, 200, key=key)["printed"] == done["printed"]
    assert sent(f"{path}/conclusion", body, reviewer, 422)["fix"]
    assert name in {one["name"] for one in sheet("reviews", reviewer, limit=500)}
    assert get(path, ghana)["printed_zh"]


def test_a_review_is_seen_and_revised_by_its_party_and_no_other() -> None:
    reviewer, swiss = token("reviewer"), token("focal_point", "CHE")
    name = begun(reviewer)
    get(f"reviews/{name}", swiss, 404)
    sent(f"reviews/{name}/revision", {"file": "x"}, swiss, 404)
    sent("reviews", {"name": name, "party": "CHE"}, reviewer, 422)
    sent("reviews", {"name": "a/b", "party": "CHE"}, reviewer, 422)
    sent("reviews", {"name": "new", "party": "CHE"}, token("auditor"), 403)
    bad = {"report": "r", "recommendations": [{"topic": "weather", "text": "nice"}]}
    sent(f"reviews/{name}/conclusion", bad, reviewer, 422)


def test_a_verifier_states_once_and_a_joint_body_notes() -> None:
    verifier, member = token("verifier"), token("joint_committee_member")
    subject, key = f"CA0009 {secrets.token_hex(6)}", new_key()
    body = {"subject": subject, "quantity_t": 1916, "text": "verified"}
    made = sent("statements", body, verifier, key=key)
    assert sent("statements", body, verifier, 200, key=key) == made
    assert sent("statements", {**body, "text": "x"}, verifier, 409, key=key)["code"] == "KEY_TAKEN"
    assert Remark.objects.filter(subject=subject).count() == 1
    assert subject in {one["subject"] for one in sheet("statements", verifier, limit=500)}
    noted = sent("notes", {"kind": "referral", "subject": subject, "text": "next"}, member)
    assert noted["id"] in {one["id"] for one in get("notes", member)["rows"]}
    sent("statements", {**body, "quantity_t": -1}, verifier, 422)
    sent("statements", {**body, "kind": "note"}, verifier, 422)
    sent("statements", body, member, 403)
    sent("notes", {"kind": "statement", "subject": "x", "text": "y"}, member, 422)
    get("notes", verifier, 403)


def test_an_auditor_has_the_ledger_verified_once_under_a_key() -> None:
    auditor, key = token("auditor"), new_key()
    listed = get("log/checkpoints", auditor)["rows"]
    assert listed[0]["size"] > 0
    run = sent("log/verifications", {}, auditor, key=key)
    assert sent("log/verifications", {}, auditor, 200, key=key)["id"] == run["id"]
    worker(until_empty=True).run()
    done = get(f"log/verifications/{run['id']}", auditor)
    assert (done["done"], done["answer"]["valid"]) == (done["stages"], True)
    assert get("log/verifications", auditor, limit=1)["rows"][0]["id"] >= run["id"]
    sent("log/verifications", {}, token("reviewer"), 403)
    get("log/verifications/99999999", auditor, 404)


def test_cases_are_opened_for_what_a_check_of_workbooks_finds(tmp_path: Path) -> None:
    reviewer, key = token("reviewer"), new_key()
    units = ("CA0009-GHA01-GHA-5001-2022", "CA0009-GHA01-GHA-6916-2022")  # none of another test
    filed = one_sided(tmp_path, first_id=units[0], last_id=units[1])
    files = [one.read_bytes() for one in filed]

    def upload(key: str) -> Any:
        sent_files = [SimpleUploadedFile(f"{number}.xlsx", one) for number, one in enumerate(files)]
        headers = {**reviewer, "Idempotency-Key": key}
        client = Client(raise_request_exception=False)
        return client.post("/api/v1/aef/cases", {"files": sent_files}, headers=headers)

    first = upload(key)
    assert first.status_code == 201, first.content
    told = json.loads(first.content)
    assert told["opened"] > 0
    assert get(f"cases/{told['first']}", reviewer)["state"] == "open"
    again = json.loads(upload(new_key()).content)
    assert again["opened"] == 0
