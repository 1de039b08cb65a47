"""Pledges and corrections on the pages: what secures a claim stays, and two undo a mistake."""

import secrets
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tallystick.article6.postings.control_approvals import State
from tallystick.article6.postings.control_records import Pledge
from tallystick.article6.postings.movements import Transfer
from tallystick.core.identifiers import Block, Series
from tallystick.ledger import open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.audit.models import AuditEntry
from web.api_site import NewToken, post
from web.conftest import Demo, SignedIn
from web.holdings import Own, own

if TYPE_CHECKING:
    from django.test import Client

HOME = "/en/authority/GHA/registry/"
MINE = "/en/accounts/pledges/"


def pledging(held: Own, **more: Any) -> dict[str, Any]:
    told = {
        "id": f"P-{secrets.token_hex(4)}", "account": held.account, "series": held.series,
        "first": held.first, "last": held.first + 9, "beneficiary": held.second, "reason": "a loan",
        "on": held.form()["on"], "key": str(uuid4()), "do": "record",
    }  # fmt: skip
    return {**told, **more}


def standing(demo: Demo) -> set[str]:
    with reading(demo.place) as reader:
        return {one.id for one in reader.restraints() if isinstance(one, Pledge)}


@pytest.mark.feature("F142")
def test_an_entity_pledges_and_its_units_stay_until_released(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, entity = own(demo.place), signed_in("entity_representative")
    ahead = {name: value for name, value in pledging(held).items() if name != "do"}
    looked = entity.post(f"{MINE}new/", ahead)
    assert (looked.status_code, ahead["id"] in standing(demo)) == (200, False)
    told = pledging(held)
    assert entity.post(f"{MINE}new/", told).status_code == 302
    assert told["id"] in entity.get(MINE).content.decode()
    assert (
        told["id"]
        in signed_in("authority_officer", "GHA")
        .get(HOME, {"after": held.account[:-1]})
        .content.decode()
    )
    refused = entity.post("/en/accounts/transfer/", held.form()).content.decode()
    assert "pledged" in refused
    lift = {"pledge": told["id"], "reason": "repaid", "on": told["on"], "do": "record"}
    done = entity.post(f"{MINE}release/", {**lift, "key": str(uuid4())})
    assert (done.status_code, told["id"] in standing(demo)) == (302, False)
    entry = AuditEntry.objects.filter(action="units.pledge", subject=told["id"]).first()
    assert entry is not None
    assert entry.outcome == "done"


def test_who_has_pledged_does_not_release_but_the_registry_does(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, entity = own(demo.place), signed_in("entity_representative")
    told = pledging(held, beneficiary="a bank")
    assert entity.post(f"{MINE}new/", told).status_code == 302
    assert "whoever is secured, or the registry, releases it" in entity.get(MINE).content.decode()
    lift = {"pledge": told["id"], "reason": "repaid", "on": told["on"], "do": "record"}
    alone = entity.post(f"{MINE}release/", {**lift, "key": str(uuid4())})
    assert (alone.status_code, told["id"] in standing(demo)) == (422, True)
    officer = signed_in("authority_officer", "GHA")
    assert officer.post(f"{HOME}release/", {**lift, "key": str(uuid4())}).status_code == 302
    assert told["id"] not in standing(demo)


def test_nobody_pledges_what_is_not_theirs_or_not_there(demo: Demo, signed_in: SignedIn) -> None:
    held, entity = own(demo.place), signed_in("entity_representative")
    assert entity.post(f"{MINE}new/", pledging(held, account="CHE")).status_code == 422
    absent = entity.post(f"{MINE}new/", pledging(held, last=held.last + 5))
    assert absent.status_code == 422
    assert "HOLDER" in absent.content.decode()
    assert entity.post(f"{MINE}new/", pledging(held, first=9, last=8)).status_code == 422
    swiss = signed_in("authority_officer", "CHE")
    path = "/en/authority/CHE/registry/pledge/"
    assert swiss.post(path, pledging(held)).status_code == 422


def test_pledges_through_the_interface_keep_to_who_is_secured(
    demo: Demo, client: "Client", new_token: NewToken
) -> None:
    held, key = own(demo.place), secrets.token_hex(4)
    officer = new_token("authority_officer", "GHA", "units.pledge")
    units = {"series": held.series, "first": held.first, "last": held.last}
    body = {
        "on": held.form()["on"], "id": f"P-{key}", "account": held.account, "range": units,
        "beneficiary": "a bank", "reason": "a loan",
    }  # fmt: skip
    assert post(client, "pledges", body, key, officer).status_code == 201
    assert post(client, "pledges", body, key, officer).status_code == 200
    listed = client.get("/api/v1/pledges?limit=500", headers=officer).json()["rows"]
    assert f"P-{key}" in {one["id"] for one in listed}
    swiss = new_token("authority_officer", "CHE", "units.pledge")
    assert post(client, "pledges", {**body, "id": "P-x"}, "x", swiss).status_code == 403
    why = {"on": body["on"], "reason": "repaid"}
    assert post(client, f"pledges/P-{key}/release", why, "r", swiss).status_code == 404
    assert post(client, f"pledges/P-{key}/release", why, f"{key}r", officer).status_code == 201
    assert post(client, f"pledges/P-{key}/release", why, f"{key}r", officer).status_code == 200
    narrow = new_token("authority_officer", "GHA", "account.read")
    assert client.get("/api/v1/pledges", headers=narrow).status_code == 403


def mistaken(demo: Demo) -> tuple[Own, int]:
    """Transfer ten units to the wrong account; return the accounts and the posting's number."""
    held = own(demo.place)
    approach, registry, party, vintage = held.series.split("-")
    block = Block(Series(approach, registry, party, int(vintage)), held.first, held.first + 9)
    day = held.form()["on"]
    from datetime import date

    move = Transfer(
        block=block, from_account=held.account, to_account=held.second,
        on=date.fromisoformat(str(day)),
    )  # fmt: skip
    with open_ledger(demo.place) as ledger:
        return held, ledger.post(move, key=f"mistake {secrets.token_hex(4)}").id


def proposals(demo: Demo) -> dict[str, Any]:
    with open_ledger(demo.place) as ledger:
        return {one.asked.id: one for one in ledger.proposals()}


def test_a_correction_is_proposed_beside_its_mistake_and_approved_by_another(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, number = mistaken(demo)
    officer, path = signed_in("authority_officer", "GHA"), f"{HOME}corrections/{number}/"
    assert f"/corrections/{number}/" in officer.get(f"{HOME}corrections/").content.decode()
    shown = officer.get(path).content.decode()
    assert f"{held.account} → {held.second}" in shown
    assert f"{held.second} → {held.account}" in shown
    told = {"on": held.form()["on"], "reason": "wrong account", "key": str(uuid4())}
    assert officer.post(path, told).status_code == 200
    assert officer.post(path, {**told, "reason": ""}).status_code == 422
    for _ in range(2):
        assert officer.post(path, {**told, "do": "propose"}).status_code == 302
    name = f"C-{told['key']}"
    assert proposals(demo)[name].decision is None
    assert held.held_t(held.second) == 10
    approver = signed_in("authority_approver", "GHA")
    page = approver.get("/en/approvals/").content.decode()
    assert name in page
    assert "wrong account" in page
    assert "Goes back" in page
    said = {"proposal": name, "decision": "approve", "reason": "looked at"}
    assert approver.post("/en/approvals/decide/", said).status_code == 302
    assert held.held_t(held.second) == 0
    assert f"/corrections/{number}/" not in officer.get(f"{HOME}corrections/").content.decode()


def test_nobody_decides_a_correction_of_their_own(demo: Demo, signed_in: SignedIn) -> None:
    held, number = mistaken(demo)
    approver = signed_in("authority_approver", "GHA")
    told = {"on": held.form()["on"], "reason": "x", "key": str(uuid4()), "do": "propose"}
    assert approver.post(f"{HOME}corrections/{number}/", told).status_code == 302
    said = {"proposal": f"C-{told['key']}", "decision": "approve", "reason": "mine"}
    approver.post("/en/approvals/decide/", said)
    assert held.held_t(held.second) == 10


def test_what_another_party_holds_or_nobody_moved_is_not_corrected_here(
    demo: Demo, signed_in: SignedIn
) -> None:
    _, number = mistaken(demo)
    swiss = signed_in("authority_officer", "CHE")
    assert swiss.get(f"/en/authority/CHE/registry/corrections/{number}/").status_code == 403
    assert swiss.get(f"{HOME}corrections/").status_code == 403
    officer = signed_in("authority_officer", "GHA")
    assert officer.get(f"{HOME}corrections/999999999/").status_code == 404
    assert officer.get(f"{HOME}corrections/1/").status_code == 403


def test_a_correction_through_the_interface_takes_two(
    demo: Demo, client: "Client", new_token: NewToken
) -> None:
    held, number = mistaken(demo)
    key = secrets.token_hex(4)
    officer = new_token("authority_officer", "GHA", "units.correct")
    body = {
        "on": held.form()["on"], "id": f"C-{key}", "posting": number, "reason": "wrong account",
        "deadline": "2099-01-01T00:00:00Z",
    }  # fmt: skip
    assert post(client, "parties/GHA/corrections", body, key, officer).status_code == 201
    assert post(client, "parties/GHA/corrections", body, key, officer).status_code == 200
    listed = client.get("/api/v1/parties/GHA/corrections?limit=500", headers=officer).json()
    assert f"C-{key}" in {one["id"] for one in listed["rows"]}
    swiss = new_token("authority_approver", "CHE", "units.approve", "units.correct")
    assert post(client, "parties/CHE/corrections", body, "c", swiss).status_code == 403
    approve = {"decision": "approve", "reason": "looked at"}
    path = f"proposals/C-{key}/decision"
    assert post(client, path, approve, "a", swiss).status_code == 403
    assert post(client, path, approve, "a", officer).status_code == 403
    approver = new_token("authority_approver", "GHA", "units.approve")
    assert post(client, path, approve, f"{key}a", approver).status_code == 201
    assert proposals(demo)[f"C-{key}"].decision.leads_to is State.POSTED
    assert held.held_t(held.account) == 100


def test_a_proposed_correction_is_withdrawn_by_who_asked(
    demo: Demo, client: "Client", new_token: NewToken
) -> None:
    held, number = mistaken(demo)
    key, officer = secrets.token_hex(4), new_token("authority_officer", "GHA", "units.correct")
    body = {
        "on": held.form()["on"], "id": f"C-{key}", "posting": number, "reason": "wrong",
        "deadline": "2099-01-01T00:00:00Z",
    }  # fmt: skip
    assert post(client, "parties/GHA/corrections", body, key, officer).status_code == 201
    back = {"decision": "withdraw", "reason": "it was right"}
    answer = post(client, f"proposals/C-{key}/decision", back, f"{key}w", officer)
    assert answer.status_code == 201, answer.content
    assert proposals(demo)[f"C-{key}"].decision.leads_to is State.VOIDED
    assert post(client, "parties/GHA/corrections", {**body, "id": "z", "posting": 10**9}, "z",
                officer).status_code == 404  # fmt: skip
