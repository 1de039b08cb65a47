"""Drafts of agreements, contracts and certificates through the interface."""

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from tallystick.article6.postings.movements import Cancel
from tallystick.core.identifiers import Block, Series
from tallystick.ledger import open_ledger
from tallystick.web.api.tokens import make
from tallystick.web.people.models import Organisation
from web.api_site import post
from web.conftest import user_of
from web.holdings import own

if TYPE_CHECKING:
    from django.test import Client

KINDS = (
    ("regulator", "agreement-drafts", "agreement.draft", "ETS regulator of China (demo)"),
    ("entity_representative", "contracts", "contract.keep", "Clean Cooking Ltd (demo)"),
)


def token(role: str, *scopes: str, party: str = "") -> dict[str, str]:
    return {"Authorization": f"Bearer {make(user_of(role, party), 'test', scopes, 1)[1]}"}


@pytest.mark.usefixtures("ledger_path")
@pytest.mark.parametrize(("role", "folder", "permission", "whose"), KINDS)
def test_a_text_is_begun_saved_once_read_and_judged(
    client: "Client", role: str, folder: str, permission: str, whose: str
) -> None:
    headers, home = token(role, permission), Organisation.objects.get(name=whose).pk
    starts = client.get(f"/api/v1/{folder}/starts", headers=headers).json()["rows"]
    text = starts[0]["text"]
    path, key = f"{folder}/{home}/t-{secrets.token_hex(4)}", secrets.token_hex(4)
    first = post(client, path, {"text": text, "after": 0}, key, headers)
    assert (first.status_code, first.json()["version"]) == (201, 1), first.content
    again = post(client, path, {"text": text, "after": 0}, key, headers)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    other = post(client, path, {"text": "x: 1", "after": 0}, key, headers)
    assert (other.status_code, other.json()["code"]) == (409, "KEY_TAKEN")
    late = post(client, path, {"text": "x: 1", "after": 0}, f"{key}b", headers)
    assert (late.status_code, late.json()["code"]) == (409, "OVERTAKEN")
    second = post(client, path, {"text": "x: [", "after": 1}, f"{key}c", headers)
    assert second.json()["versions"] == [2, 1]
    assert {one["code"] for one in second.json()["findings"]} == {"SYNTAX"}
    kept = client.get(f"/api/v1/{path}?version=1", headers=headers).json()
    assert (kept["text"], kept["version"]) == (text, 1)
    assert client.get(f"/api/v1/{path}?version=9", headers=headers).status_code == 404
    listed = client.get(f"/api/v1/{folder}", headers=headers).json()["rows"]
    assert path.rpartition("/")[2] in {one["name"] for one in listed}
    judged = post(client, f"{folder}/check", {"text": "x: ["}, None, headers)
    assert judged.json()["verdict"] == "fail"


@pytest.mark.usefixtures("ledger_path")
@pytest.mark.parametrize(("role", "folder", "permission", "whose"), KINDS)
def test_the_texts_of_others_are_closed(
    client: "Client", role: str, folder: str, permission: str, whose: str
) -> None:
    elsewhere = Organisation.objects.exclude(name=whose).order_by("pk")[0].pk
    headers, path = token(role, permission), f"{folder}/{elsewhere}/stolen"
    assert post(client, path, {"text": "", "after": 0}, "s", headers).status_code == 403
    assert client.get(f"/api/v1/{path}", headers=headers).status_code == 403
    narrow = token(role, "account.read")
    assert client.get(f"/api/v1/{folder}", headers=narrow).status_code == 403
    assert client.get(f"/api/v1/{folder}").status_code == 401


def test_a_certificate_is_told_to_who_may_see_the_account(
    client: "Client", ledger_path: str
) -> None:
    held = own(ledger_path)
    approach, registry, party, vintage = held.series.split("-")
    block = Block(Series(approach, registry, party, int(vintage)), held.first, held.first + 9)
    ends: dict[str, Any] = {"from_account": held.account, "to_account": held.cancelled}
    with open_ledger(ledger_path) as ledger:
        today = ledger.entries_of(held.series, held.first)[-1].effective_on
        asked = Cancel(block=block, on=today, voluntary=True, **ends)
        number = ledger.post(asked, key=f"cancel {held.first}").id
    headers = token("entity_representative", "account.read")
    told = client.get(f"/api/v1/certificates/{number}", headers=headers).json()
    assert told["account"] == held.account
    assert not told["is_undone"]
    assert told["title"] == f"Certificate of cancellation {number}"
    chinese = client.get(
        f"/api/v1/certificates/{number}", headers={**headers, "Accept-Language": "zh-hans"}
    )
    assert chinese.json()["title"] == f"注销证书 {number}"
    assert any("10" in cell for row in told["blocks"][1]["rows"] for cell in row)
    assert told["proof"].endswith(f"/{number}/")
    swiss = token("authority_officer", "account.read", party="CHE")
    for stranger in (swiss, token("entity_representative", "contract.keep")):
        answer = client.get(f"/api/v1/certificates/{number}", headers=stranger)
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/certificates/1", headers=headers).status_code == 403
