"""The audit trail: what it says, what cannot be changed, and how a crash is settled."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from tallystick.article6.postings.records import OpenAccount
from tallystick.ledger import LedgerError, open_ledger
from tallystick.web.audit.models import AuditEntry, Outcome
from tallystick.web.audit.trail import acting, begin, complete, record, settle
from tallystick.web.people.models import Organisation
from web.conftest import Demo, SignedIn, user_of


def ghana() -> Organisation:
    return Organisation.objects.get(name="Authority of Ghana (demo)")


@pytest.fixture
def entry(demo: Demo) -> AuditEntry:
    return begin("units.transfer", organisation=ghana(), subject="CA9001-1", address="192.0.2.1")


def test_an_entry_is_completed_once(entry: AuditEntry) -> None:
    complete(entry, Outcome.DONE)
    with pytest.raises(DatabaseError, match="completed once"):
        complete(entry, Outcome.REFUSED)


@pytest.mark.parametrize(
    "change",
    ["subject = 'other'", "actor_id = 1", "begun_at = '2020-01-01'", "address = '192.0.2.2'"],
)
def test_what_an_entry_says_does_not_change(entry: AuditEntry, change: str) -> None:
    sql = f"UPDATE web_audit SET outcome = 'done', ended_at = '2026-01-01', {change} WHERE id = %s"
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(sql, [entry.pk])


def test_no_entry_is_deleted(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="never deleted"):
        entry.delete()


def test_a_crash_is_settled_by_what_the_ledger_says(demo: Demo) -> None:
    done, lost = secrets.token_hex(6), secrets.token_hex(6)
    for key in (done, lost):
        begin("units.transfer", key=key, is_posting=True)
    begin("people.invite", subject=done)
    with open_ledger(demo.place) as ledger:
        account = OpenAccount(
            id=f"CHE:{done}",
            account_kind="party_holding",
            party="CHE",
            name="",
            on=date(2026, 1, 1),
        )
        ledger.post(account, key=done)
        settle(ledger, timezone.now() + timedelta(seconds=1))
    assert AuditEntry.objects.get(key=done).outcome == Outcome.DONE
    assert AuditEntry.objects.get(key=lost).outcome == Outcome.FAILED
    assert AuditEntry.objects.get(subject=done).outcome == Outcome.FAILED


def test_a_fresh_entry_is_not_settled_yet(entry: AuditEntry, demo: Demo) -> None:
    with open_ledger(demo.place) as ledger:
        settle(ledger, datetime(2020, 1, 1, tzinfo=UTC))
    entry.refresh_from_db()
    assert entry.outcome == Outcome.OPEN


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (PermissionDenied("x"), Outcome.REFUSED),
        (RuntimeError("x"), Outcome.FAILED),
        (LedgerError("in doubt"), Outcome.OPEN),
    ],
)
def test_an_action_is_completed_by_how_it_ends(
    demo: Demo, rf: RequestFactory, error: Exception, outcome: Outcome
) -> None:
    request = rf.post("/", REMOTE_ADDR="192.0.2.5")
    request.user = user_of("auditor")
    subject = secrets.token_hex(6)
    with (
        pytest.raises(type(error)),
        acting(request, "units.transfer", subject=subject, is_posting=True, key=subject),
    ):
        raise error
    told = AuditEntry.objects.get(subject=subject)
    assert (told.outcome, told.actor, told.address) == (outcome, request.user, "192.0.2.5")


def test_signing_in_and_failing_to_is_written_down(demo: Demo) -> None:
    name = user_of("reviewer").email
    for password, address in (("wrong", "192.0.2.10"), (demo.password, "192.0.2.11")):
        told = {"login": name, "password": password}
        Client().post("/en/account/login/", told, REMOTE_ADDR=address)
    refused = AuditEntry.objects.get(address="192.0.2.10")
    done = AuditEntry.objects.get(address="192.0.2.11")
    assert (refused.action, refused.outcome, refused.actor) == ("session.begin", "refused", None)
    assert (done.action, done.outcome, done.actor) == ("session.begin", "done", user_of("reviewer"))
    assert name not in repr(refused.detail)


def test_the_page_shows_the_own_organisation_only(signed_in: SignedIn) -> None:
    subject = secrets.token_hex(6)
    record("units.transfer", organisation=ghana(), subject=subject)
    shown = {
        (role, party): subject in signed_in(role, party).get("/en/audit/").content.decode()
        for role, party in (
            ("authority_approver", "GHA"),
            ("focal_point", "GHA"),
            ("authority_approver", "CHE"),
            ("reviewer", ""),
            ("auditor", ""),
        )
    }
    assert shown == {
        ("authority_approver", "GHA"): True,
        ("focal_point", "GHA"): True,
        ("authority_approver", "CHE"): False,
        ("reviewer", ""): False,
        ("auditor", ""): True,
    }


def test_older_entries_stand_on_further_pages(signed_in: SignedIn) -> None:
    subjects = [secrets.token_hex(6) for _ in range(60)]
    for subject in subjects:
        record("report.check", organisation=ghana(), subject=subject)
    client, url, seen = signed_in("auditor"), "/en/audit/", ""
    for _ in range(2):
        text = client.get(url).content.decode()
        seen += text
        url = "/en/audit/" + text.partition('href="?before=')[2].partition('"')[0].join(
            ("?before=", "")
        )
    assert all(subject in seen for subject in subjects)


def test_what_is_shown_is_escaped(signed_in: SignedIn) -> None:
    record("report.check", organisation=ghana(), subject="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in("auditor").get("/en/audit/").content.decode()
