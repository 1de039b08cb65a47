"""Approvals: what waits is the ledger's own, and a second person within reach decides it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tallystick.article6.postings.control_approvals import Propose, State
from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.plain import Move, Range
from tallystick.article6.postings.records import OpenAccount, Posting
from tallystick.ledger import open_ledger
from tallystick.web.approvals.waiting import person
from tallystick.web.audit.models import AuditEntry
from web.conftest import Demo, SignedIn, user_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal to move units of Ghana, and where they are to go."""

    place: str
    name: str
    to: str

    def state(self) -> State:
        """Say where it stands now."""
        with open_ledger(self.place) as ledger:
            found = next(one for one in ledger.proposals() if one.asked.id == self.name)
            return found.state(datetime.now(UTC))

    def held(self) -> bool:
        """Whether the units have arrived."""
        with open_ledger(self.place) as ledger:
            return any(one.account == self.to for one in ledger.ranges())


def ask(demo: Demo, proposer: str, *, delay_hours: int = 0) -> Asked:
    """Propose to move five units between two new accounts of Ghana."""
    name, now = secrets.token_hex(6), datetime.now(UTC)
    giver, taker = f"GHA:{name}", f"GHA:{name}:to"
    units, today = Range(f"RANGE-{name}", 1, 5), now.date()
    posting = Move(range=units, from_account=giver, to_account=taker, on=today)
    asked: list[Posting] = [
        *(
            OpenAccount(id=one, account_kind="party_holding", party="GHA", name="", on=today)
            for one in (giver, taker)
        ),
        Move(range=units, from_account="", to_account=giver, on=today),
        SetControls(
            account=giver, approval=True, delay_hours=delay_hours, reason="policy", on=today
        ),
        Propose(
            id=name,
            posting=posting,
            proposer=proposer,
            at=now,
            deadline=now + timedelta(hours=48),
            on=today,
        ),
    ]
    with open_ledger(demo.place) as ledger:
        for place, one in enumerate(asked):
            ledger.post(one, key=f"{name} {place}")
    return Asked(demo.place, name, taker)


def decide(client: object, asked: Asked, decision: str) -> int:
    told = {"proposal": asked.name, "decision": decision, "reason": "looked at"}
    status: int = client.post("/en/approvals/decide/", told).status_code  # type: ignore[attr-defined]  # a client
    return status


def test_what_waits_is_shown_within_the_own_party_only(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")))
    for party, is_shown in (("GHA", True), ("CHE", False)):
        text = signed_in("authority_approver", party).get("/en/approvals/").content.decode()
        assert (asked.name in text) is is_shown


def test_a_second_person_approves_and_the_units_move(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")))
    assert decide(signed_in("authority_approver", "GHA"), asked, "approve") == 302
    assert asked.state() is State.POSTED
    assert asked.held()


def test_a_second_person_refuses(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")))
    assert decide(signed_in("authority_approver", "GHA"), asked, "reject") == 302
    assert asked.state() is State.VOIDED
    told = AuditEntry.objects.get(action="units.approve", subject=asked.name)
    assert (told.outcome, told.actor) == ("done", user_of("authority_approver", "GHA"))


def test_another_party_cannot_decide(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")))
    assert decide(signed_in("authority_approver", "CHE"), asked, "reject") == 403
    assert asked.state() is State.PROPOSED
    told = AuditEntry.objects.get(action="units.approve", subject=asked.name)
    assert told.outcome == "refused"


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_nobody_decides_what_they_proposed(demo: Demo, signed_in: SignedIn, decision: str) -> None:
    asked = ask(demo, person(user_of("authority_approver", "GHA")))
    client = signed_in("authority_approver", "GHA")
    page = client.get("/en/approvals/").content.decode()
    assert f'value="{asked.name}"' not in page
    decide(client, asked, decision)
    assert asked.state() is State.PROPOSED


def test_a_delay_is_told_and_nothing_moves(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")), delay_hours=24)
    client = signed_in("authority_approver", "GHA")
    assert decide(client, asked, "approve") == 302
    assert "cannot be approved before" in client.get("/en/approvals/").content.decode()
    assert asked.state() is State.PROPOSED
    assert not asked.held()


def test_a_decision_needs_a_reason(demo: Demo, signed_in: SignedIn) -> None:
    asked = ask(demo, person(user_of("authority_officer", "GHA")))
    client = signed_in("authority_approver", "GHA")
    client.post("/en/approvals/decide/", {"proposal": asked.name, "decision": "reject"})
    assert asked.state() is State.PROPOSED
