"""Verifiers, joint bodies and auditors: statements, notes, the trail as a file, verification."""

import csv
import hashlib
import io
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from tallystick.web.audit.models import AuditEntry
from tallystick.web.audit.trail import record
from tallystick.web.operation.jobs import worker
from tallystick.web.reviewer.models import Remark, Verifying
from web.conftest import SignedIn


def test_a_verifier_states_what_was_verified(signed_in: SignedIn) -> None:
    subject, text = f"CA0009 {secrets.token_hex(6)}", b"%PDF-1.7 statement"
    told = {"subject": subject, "quantity_t": 1916, "text": "verified"}
    sent = {**told, "document": SimpleUploadedFile("s.pdf", text)}
    client = signed_in("verifier")
    assert client.post("/en/statements/", sent).status_code == 302
    shown = client.get("/en/statements/").content.decode()
    assert subject in shown
    assert "1,916" in shown
    assert hashlib.sha256(text).hexdigest() in shown
    with pytest.raises(DatabaseError, match="only ever added"):
        Remark.objects.get(subject=subject).delete()


@pytest.mark.parametrize("quantity", ["-1", "1.5", "x", "", str(2**63)])
def test_a_quantity_is_whole_tonnes(signed_in: SignedIn, quantity: str) -> None:
    told = {"subject": "CA0009", "quantity_t": quantity, "text": "verified"}
    assert signed_in("verifier").post("/en/statements/", told).status_code == 200


def test_a_joint_body_notes_and_refers(signed_in: SignedIn) -> None:
    subject = f"posting {secrets.token_hex(6)}"
    told = {"kind": "referral", "subject": subject, "text": "about the next meeting"}
    client = signed_in("joint_committee_member")
    assert client.post("/en/joint-body/", told).status_code == 302
    assert subject in client.get("/zh-hans/joint-body/").content.decode()
    assert client.post("/en/joint-body/", {**told, "kind": "statement"}).status_code == 200
    assert signed_in("verifier").post("/en/joint-body/", told).status_code == 403


def test_the_trail_is_searched_and_exported(signed_in: SignedIn) -> None:
    subject = f"=cmd|' /C calc'!A0 {secrets.token_hex(6)}"
    record("report.check", subject=subject)
    client = signed_in("auditor")
    asked = {"q": subject[-12:], "action": "report", "outcome": "done"}
    assert client.get("/en/audit/", asked).content.decode().count("<time") == 1
    answer = client.get("/en/audit/export.csv", asked)
    (row,) = csv.DictReader(io.StringIO(answer.content.decode(), newline=""))
    assert row["subject"] == f"'{subject}"
    assert AuditEntry.objects.filter(action="audit.export", outcome="done").exists()
    assert not client.get("/en/audit/", {**asked, "until": "2000-01-01"}).content.count(b"<td>")
    assert client.get("/en/audit/", {"since": "nonsense", "q": "a\0b"}).status_code == 200


def test_others_export_only_what_they_may_read(signed_in: SignedIn) -> None:
    subject = secrets.token_hex(6)
    record("report.check", subject=subject)
    answer = signed_in("reviewer").get("/en/audit/export.csv", {"q": subject})
    assert subject not in answer.content.decode()
    assert signed_in("public").get("/en/audit/export.csv").status_code == 403


def test_an_auditor_has_the_ledger_verified(signed_in: SignedIn, ledger_path: str) -> None:
    client = signed_in("auditor")
    shown = client.get("/en/log/").content.decode()
    assert "Checkpoints" in shown
    answer = client.post("/en/log/verify/")
    url = answer.headers["Location"]
    waiting = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in waiting
    assert "<html" not in waiting
    worker(until_empty=True).run()
    run = Verifying.objects.first()
    assert run is not None
    assert (run.done, run.answer["valid"]) == (5, True)
    assert "The ledger is what its log says" in client.get(url).content.decode()
    assert signed_in("reviewer").post("/en/log/verify/").status_code == 403
    assert signed_in("verifier").get(url).status_code == 403
