"""The interface to a Party's registry: the records of the pages, under the same permissions."""

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from tallystick.web.people.models import Organisation, OrganisationAccount
from web.api_site import NewToken, post

if TYPE_CHECKING:
    from django.test import Client

DAY = "2025-06-01"
HOME = "parties/GHA"


def account(**more: Any) -> dict[str, Any]:
    name = f"GHA:{secrets.token_hex(4)}"
    return {"on": DAY, "id": name, "account_kind": "entity_holding", "name": "Cook", **more}


@pytest.fixture
def officer(new_token: NewToken) -> dict[str, str]:
    scopes = ("account.open", "account.control", "account.read", "ndc.record", "approach.record")
    return new_token("authority_officer", "GHA", *scopes, "adjustment.read")


@pytest.fixture
def approver(new_token: NewToken) -> dict[str, str]:
    scopes = ("units.restrain", "entity.authorize", "account.read", "adjustment.read")
    return new_token("authority_approver", "GHA", *scopes)


def listed(client: "Client", what: str, headers: dict[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 2}
    while query.get("cursor", "first"):
        answer = client.get(f"/api/v1/{HOME}/{what}", query_params=query, headers=headers)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["rows"]
        query["cursor"] = answer.json()["next"]
    return rows


def test_an_account_is_opened_once_held_controlled_and_frozen(
    client: "Client", officer: dict[str, str], approver: dict[str, str]
) -> None:
    developer = Organisation.objects.get(name="Clean Cooking Ltd (demo)")
    body = account(holder=developer.pk)
    name, key = body["id"], secrets.token_hex(4)
    first = post(client, f"{HOME}/accounts", body, key, officer)
    assert first.status_code == 201, first.content
    again = post(client, f"{HOME}/accounts", body, key, officer)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert OrganisationAccount.objects.get(account=name).organisation == developer
    assert name in {one["id"] for one in listed(client, "accounts", officer)}
    check = {"on": DAY, "account": name, "holder": "company", "identity": "verified"}
    identity = {**check, "by": "notary", "document": "KYC-7"}
    assert post(client, f"{HOME}/identities", identity, f"{key}i", officer).status_code == 201
    demands = {"on": DAY, "account": name, "reason": "policy", "approval": True, "transfer_t": 5}
    assert post(client, f"{HOME}/controls", demands, f"{key}c", officer).status_code == 201
    kept = [one for one in listed(client, "controls", officer) if one["account"] == name]
    assert [(one["approval"], one["transfer_t"]) for one in kept] == [(True, 5)]
    frozen = {"on": DAY, "id": f"F-{key}", "account": name, "reason": "inquiry"}
    assert post(client, f"{HOME}/freezes", frozen, f"{key}f", approver).status_code == 201
    assert f"F-{key}" in {one["id"] for one in listed(client, "freezes", approver)}
    lift = {"on": DAY, "freeze": f"F-{key}", "reason": "settled"}
    assert post(client, f"{HOME}/unfreezes", lift, f"{key}u", approver).status_code == 201
    assert f"F-{key}" not in {one["id"] for one in listed(client, "freezes", approver)}


def test_entities_ndcs_forecasts_and_approaches_are_recorded(
    client: "Client", officer: dict[str, str], approver: dict[str, str]
) -> None:
    key = secrets.token_hex(4)
    entity = {"on": DAY, "approach": "CA9002", "number": key, "name": "Cook", "country": "GHA"}
    failed = post(client, f"{HOME}/entities", {**entity, "kyc": "failed"}, key, approver)
    assert (failed.status_code, failed.json()["code"]) == (422, "ENTITY_KYC")
    done = post(client, f"{HOME}/entities", {**entity, "kyc": "passed"}, key, approver)
    assert done.status_code == 201, done.content
    assert key in {one["number"] for one in listed(client, "entities", approver)}
    before = listed(client, "ndcs", officer)[-1]
    kept = ("period", "ndc_kind", "method", "target_t", "inventory_t")
    ndc = {**{name: before[name] for name in kept}, "on": DAY, "source": "inventory"}
    assert post(client, f"{HOME}/ndcs", ndc, f"{key}n", officer).status_code == 201
    changed = post(client, f"{HOME}/ndcs", {**ndc, "method": "budget"}, f"{key}m", officer)
    assert changed.json()["source"] == "2/CMA.3 annex para 7"
    years = {"emissions_t": {"2025": 10}, "target_t": {"2025": 20}}
    forecast = {"on": DAY, **years}
    assert post(client, f"{HOME}/forecasts", forecast, f"{key}o", officer).status_code == 201
    approach = {
        "on": DAY, "id": "CA9502", "parties": ["GHA", "CHE"], "identified": True,
        "title": {"en": "Cooking", "zh": "炉灶"},
    }  # fmt: skip
    assert post(client, f"{HOME}/approaches", approach, f"{key}a", officer).status_code == 201
    unnamed = {**approach, "registration": "international"}
    refused = post(client, f"{HOME}/approaches", unnamed, f"{key}b", officer)
    assert refused.json()["code"] == "REGISTRAR_UNNAMED"


def test_nobody_records_for_another_party_or_without_the_scope(
    client: "Client", officer: dict[str, str], approver: dict[str, str], new_token: NewToken
) -> None:
    swiss = new_token("authority_officer", "CHE", "account.open", "account.read")
    assert post(client, f"{HOME}/accounts", account(), "x1", swiss).status_code == 403
    narrow = new_token("authority_officer", "GHA", "account.read")
    assert post(client, f"{HOME}/accounts", account(), "x1", narrow).status_code == 403
    assert post(client, f"{HOME}/accounts", account(), "x1", {}).status_code == 401
    assert client.get(f"/api/v1/{HOME}/accounts", headers=swiss).status_code == 403
    demands = {"on": DAY, "account": "CHE", "reason": "spite", "holding_t": 0}
    assert post(client, f"{HOME}/controls", demands, "x2", officer).status_code == 403
    frozen = {"on": DAY, "id": "F-x", "account": "CHE", "reason": "spite"}
    assert post(client, f"{HOME}/freezes", frozen, "x3", approver).status_code == 403
    taken = {"on": DAY, "id": "CA9001", "parties": ["GHA"], "title": {"en": "a", "zh": "甲"}}
    assert post(client, f"{HOME}/approaches", taken, "x4", officer).status_code == 403


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("accounts", {"on": DAY, "id": "a"}),
        ("accounts", account(holder=987654321)),
        ("accounts", account(period={"first_year": 2030, "last_year": 2021})),
        ("accounts", account(owner="me")),
        ("ndcs", {"on": DAY, "inventory_t": {"soon": 1}}),
        ("forecasts", {"on": DAY, "emissions_t": {"2025": -1}}),
    ],
)
def test_a_body_that_cannot_be_is_a_problem(
    client: "Client", officer: dict[str, str], what: str, body: dict[str, Any]
) -> None:
    answer = post(client, f"{HOME}/{what}", body, "bad", officer)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_freeze_names_either_an_account_or_units(
    client: "Client", approver: dict[str, str]
) -> None:
    neither = {"on": DAY, "id": "F-y", "reason": "x"}
    answer = post(client, f"{HOME}/freezes", neither, "y1", approver)
    assert answer.status_code == 422
    assert "either an account or a range" in answer.json()["detail"]
