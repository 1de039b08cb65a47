"""Actions on units on the pages: looked at before, done once, or decided by a second person."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from tallystick.article6.postings.control_approvals import State
from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.records import OpenAccount
from tallystick.ledger import open_ledger
from web.authority.papers import units
from web.conftest import Demo, SignedIn, user_of
from web.serials import FREE_SERIAL

SERIES = "CA9002-GHA01-GHA-2022"
ISSUE = "/en/authority/units/issuance/"
FIRST = "/en/authority/units/first-transfer/"


def issuance(**more: str) -> dict[str, str]:
    first = next(FREE_SERIAL)
    return units("CA9002") | {
        "series": SERIES,
        "first": str(first),
        "last": str(first + 99),
        "on": "2025-06-01",
        "to_account": "GHA",
        "authorization": "GHA-CHE-COOK",
        "mitigation_type": "Emission reductions",
        **more,
    }


def moved(told: dict[str, str], **more: str) -> dict[str, str]:
    kept = {name: told[name] for name in ("series", "first", "last")}
    return {**kept, "key": str(uuid4()), "on": "2025-06-02", "from_account": "GHA",
            "to_account": "CHE", **more}  # fmt: skip


def entries(demo: Demo, told: dict[str, str]) -> list[str]:
    with open_ledger(demo.place) as ledger:
        return [one.type.value for one in ledger.entries_of(told["series"], int(told["first"]))]


def test_a_look_ahead_tells_what_is_found_and_posts_nothing(
    demo: Demo, signed_in: SignedIn
) -> None:
    officer, told = signed_in("authority_officer", "GHA"), issuance()
    page = officer.post(ISSUE, told)
    assert page.status_code == 200
    assert "What would happen" in page.content.decode()
    assert entries(demo, told) == []
    refused = officer.post(ISSUE, {**told, "authorization": "nobody"})
    assert refused.status_code == 422
    assert "authorization nobody is not found" in refused.content.decode()
    assert 'value="post"' not in refused.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("series", "x"), ("first", "0"), ("last", "1"), ("on", "soon"), ("to_account", "CHE")],
)
def test_a_form_that_cannot_be_is_told(signed_in: SignedIn, field: str, value: str) -> None:
    answer = signed_in("authority_officer", "GHA").post(ISSUE, issuance(**{field: value}))
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_clicks_at_the_same_instant_post_once(demo: Demo, signed_in: SignedIn) -> None:
    told = issuance(do="post")
    answers: list[int] = []

    def click(client: Client) -> None:
        try:
            answers.append(client.post(ISSUE, told).status_code)
        finally:
            connection.close()

    clicks = [
        threading.Thread(target=click, args=(signed_in("authority_officer", "GHA"),))
        for _ in range(4)
    ]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [302] * 4
    assert entries(demo, told) == ["issuance"]


def test_units_are_transferred_acquired_and_used(demo: Demo, signed_in: SignedIn) -> None:
    ghana, swiss = (signed_in("authority_officer", one) for one in ("GHA", "CHE"))
    told = issuance(do="post")
    ghana.post(ISSUE, told)
    assert ghana.post(FIRST, moved(told, do="post")).status_code == 302
    use = moved(told, do="post", on="2025-06-03", from_account="CHE", to_account="CHE:use")
    path = "/en/authority/units/use/"
    missing = swiss.post(path, {**use, "purpose": "NDC"})
    assert "names its calendar year" in missing.content.decode()
    assert swiss.post(path, {**use, "purpose": "NDC", "year": "2025"}).status_code == 302
    assert entries(demo, told) == ["issuance", "first_transfer", "acquisition", "use"]


def test_nobody_moves_what_another_party_holds(demo: Demo, signed_in: SignedIn) -> None:
    told = issuance(do="post")
    signed_in("authority_officer", "GHA").post(ISSUE, told)
    thief = signed_in("authority_officer", "CHE")
    assert thief.post(FIRST, moved(told, do="post")).status_code == 422
    assert signed_in("authority_approver", "GHA").post(FIRST, moved(told)).status_code == 403
    assert entries(demo, told) == ["issuance"]


def test_an_account_that_asks_for_a_second_person_is_proposed_from_and_decided_by_one(
    demo: Demo, signed_in: SignedIn
) -> None:
    name, today = f"GHA-{uuid4()}", datetime.now(UTC).date()
    opened = OpenAccount(
        on=datetime(2021, 1, 1, tzinfo=UTC).date(),
        id=name,
        account_kind="party_holding",
        party="GHA",
        name="guarded",
    )
    guard = SetControls(
        on=today, account=name, reason="policy", approval=True, trusted=frozenset({"CHE"})
    )
    with open_ledger(demo.place) as ledger:
        for posting in (opened, guard):
            ledger.post(posting, key=f"{name} {posting.kind}")
    officer, told = signed_in("authority_officer", "GHA"), issuance(do="post", to_account=name)
    officer.post(ISSUE, told)
    asked = moved(told, from_account=name, on=today.isoformat())
    page = officer.post(FIRST, asked).content.decode()
    assert "gives units only when a second person approves" in page
    assert 'value="post"' not in page
    assert officer.post(FIRST, {**asked, "do": "post"}).status_code == 422
    for _ in range(2):
        assert officer.post(FIRST, {**asked, "do": "propose"}).status_code == 302
    held = officer.get("/en/authority/holdings/").content.decode()
    assert "A second person approves what it gives." in held
    assert "Trusted accounts: CHE" in held
    proposal = f"P-{asked['key']}"
    said = {"proposal": proposal, "decision": "approve", "reason": "looked at"}
    assert signed_in("authority_approver", "GHA").post("/en/approvals/decide/", said)
    with open_ledger(demo.place) as ledger:
        (one,) = [one for one in ledger.proposals() if one.asked.id == proposal]
    assert one.asked.proposer == f"user-{user_of('authority_officer', 'GHA').pk}"
    assert one.state(datetime.now(UTC)) is State.POSTED
    assert entries(demo, told) == ["issuance", "first_transfer", "acquisition"]


def test_a_form_without_a_key_posts_nothing(demo: Demo, signed_in: SignedIn) -> None:
    told = issuance(do="post", key="")
    signed_in("authority_officer", "GHA").post(ISSUE, told)
    assert entries(demo, told) == []
