"""Texts of organisations: saved once under a key, kept as versions, seen by their own only."""

import secrets

import pytest
from django.test import Client

from tallystick.web.people.models import Membership, Organisation
from tallystick.web.texts.keeping import KeyTakenError, save, versions
from tallystick.web.texts.models import TextVersion
from web.conftest import Demo, SignedIn, user_of

KINDS = [
    ("regulator", "drafts", "treaty", "agreement_draft"),
    ("entity_representative", "contracts", "contract", "contract"),
]


def home(role: str) -> Organisation:
    return Membership.objects.filter(user=user_of(role), ended_at=None)[0].organisation


def begun(client: Client, role: str, place: str, start: str) -> str:
    name = f"text-{secrets.token_hex(4)}"
    told = {"name": name, "organisation": home(role).pk, "start": start, "key": name}
    answer = client.post(f"/en/{place}/new/", told)
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


@pytest.mark.parametrize(("role", "place", "start", "kind"), KINDS)
def test_a_text_is_begun_edited_and_kept_as_versions(
    signed_in: SignedIn, role: str, place: str, start: str, kind: str
) -> None:
    client = signed_in(role)
    address = begun(client, role, place, start)
    for _ in range(2):
        client.post(address, {"text": "agreement: second", "key": "k2"})
    client.post(address, {"text": "agreement: third", "key": "k3"})
    found = versions(home(role).pk, kind, address.split("/")[-2])
    assert [one.number for one in found] == [3, 2, 1]
    assert found[0].text == "agreement: third"
    assert client.get(address + "?version=2").status_code == 200
    assert client.get(address + "?version=9").status_code == 404
    assert address in client.get(f"/en/{place}/").content.decode()


@pytest.mark.parametrize(("role", "place", "start", "kind"), KINDS)
def test_a_text_of_another_organisation_is_refused(
    signed_in: SignedIn, role: str, place: str, start: str, kind: str
) -> None:
    address = begun(signed_in(role), role, place, start)
    name = address.split("/")[-2]
    others = {"regulator": "joint_committee_member", "entity_representative": "verifier"}
    client = signed_in(others[role])
    assert client.get(address).status_code == 403
    assert client.post(address, {"text": "x", "key": "k"}).status_code == 403
    assert len(versions(home(role).pk, kind, name)) == 1
    elsewhere = Organisation.objects.exclude(pk=home(role).pk)[0]
    told = {"name": "stolen", "organisation": elsewhere.pk, "start": start, "key": "s"}
    assert signed_in(role).post(f"/en/{place}/new/", told).status_code == 400


def test_a_name_that_is_taken_or_not_fit_for_an_address_is_told(signed_in: SignedIn) -> None:
    client = signed_in("regulator")
    address = begun(client, "regulator", "drafts", "mou")
    for name in (address.split("/")[-2], "a/../b", ""):
        told = {"name": name, "organisation": home("regulator").pk, "start": "mou", "key": "n"}
        answer = client.post("/en/drafts/new/", told)
        assert answer.status_code == 400
        assert "errorlist" in answer.content.decode()


def test_a_key_stands_for_one_text(demo: Demo) -> None:
    author, whose = user_of("regulator"), home("regulator")
    key = secrets.token_hex(8)
    first = save(whose, "agreement_draft", key, text="a", author=author, key=key)
    assert save(whose, "agreement_draft", key, text="a", author=author, key=key).pk == first.pk
    with pytest.raises(KeyTakenError):
        save(whose, "agreement_draft", key, text="b", author=author, key=key)
    assert TextVersion.objects.filter(name=key).count() == 1


def test_findings_of_contracts_name_what_is_missing_and_what_is_wrong(
    signed_in: SignedIn,
) -> None:
    client = signed_in("entity_representative")
    late = """contracts:
  - {id: c1, signed: 2025-01-01, document: kept, parties: {seller: A, buyer: B}, price: "5",
     currency: USD, volume_t: 100, deliveries: [{date: 2025-02-01, quantity_t: 90}],
     delivered_t: 10, on_default: damages, governing_law: Swiss}
"""
    told = client.post("/en/contracts/judged/", {"text": late}).content.decode()
    assert "CONTRACT_DELIVERY" in told
    assert "CONTRACT_LATE" in told
    assert "DEFAULT_RISK" in told
    broken = client.post("/zh-hans/contracts/judged/", {"text": "contracts: ["}).content.decode()
    assert "SYNTAX" in broken
    assert "改" in broken or "请" in broken
