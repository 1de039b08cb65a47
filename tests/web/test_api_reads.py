"""What anybody may read: lists with pages and twins, single things, proofs."""

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tallystick.ledger.proof.merkle import verify_inclusion
from web.api_site import sequence

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("ledger_path")

LISTS = (
    "transfers",
    "parties",
    "approaches",
    "authorizations",
    "postings",
    "agreements",
    "systems",
)


def get(client: "Client", path: str, **told: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", **told)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_hold_every_row_once(client: "Client", name: str) -> None:
    whole = get(client, name, query_params={"limit": 500})["rows"]
    paged: list[Any] = []
    cursor = None
    while True:
        asked = {"limit": 7, **({"cursor": cursor} if cursor else {})}
        page = get(client, name, query_params=asked)
        paged += page["rows"]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) > 5


@pytest.mark.parametrize("name", LISTS)
def test_the_csv_twin_has_the_rows_of_the_list(client: "Client", name: str) -> None:
    rows = get(client, name, query_params={"limit": 20})["rows"]
    by_address = client.get(f"/api/v1/{name}.csv", query_params={"limit": 20})
    by_header = client.get(
        f"/api/v1/{name}", query_params={"limit": 20}, headers={"Accept": "text/csv"}
    )
    assert by_address.content == by_header.content
    assert by_address.headers["Content-Type"].startswith("text/csv")
    told = list(csv.DictReader(io.StringIO(by_address.content.decode())))
    assert len(told) == len(rows)
    assert set(told[0]) == set(rows[0])


def test_a_list_is_narrowed_to_a_party(client: "Client") -> None:
    rows = get(client, "transfers", query_params={"party": "GHA"})["rows"]
    assert {row["giving"] for row in rows} == {"GHA"}
    assert get(client, "systems", query_params={"party": "CHE"})["rows"][0]["id"] == "che_ets"


def test_an_agreement_stands_on_the_day_asked_for(client: "Client") -> None:
    def status(on: str) -> str:
        rows = get(client, "agreements", query_params={"on": on, "limit": 500})["rows"]
        return str(next(row["status"] for row in rows if row["id"] == "link_eu_ch"))

    assert status("2015-01-01") == "exploring"
    assert status("2026-01-01") == "operating"


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "WyJhIl0", "WzFd=", "WzFlOV0"])
def test_a_cursor_of_another_making_is_refused(client: "Client", cursor: str) -> None:
    for name in ("transfers", "agreements"):
        answer = client.get(f"/api/v1/{name}", query_params={"cursor": cursor})
        assert answer.status_code in {200, 422}
        if answer.status_code == 422:
            assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_posting_is_proved_up_to_the_root(client: "Client", ledger_path: str) -> None:
    sequence(ledger_path)
    newest = get(client, "postings")["rows"][0]["id"]
    assert get(client, f"postings/{newest}")["logged"]
    proof = get(client, f"postings/{newest}/proof")
    path = [bytes.fromhex(one) for one in proof["path"]]
    root, leaf = bytes.fromhex(proof["root"]), bytes.fromhex(proof["hash"])
    assert verify_inclusion(leaf, proof["index"], proof["size"], path, root)
    assert get(client, "checkpoint")["checkpoint"] == proof["checkpoint"]


@pytest.mark.parametrize(
    "path",
    [
        "postings/99999999",
        "postings/99999999/proof",
        "approaches/CA9999",
        "authorizations/none",
        "parties/XXX",
        "systems/none",
        "agreements/none",
        "agreements/none/check",
        "compare?left=none&right=eu_ets",
    ],
)
def test_what_is_not_there_is_a_problem_with_its_mend(client: "Client", path: str) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"Accept-Language": "zh-hans"})
    told = answer.json()
    assert answer.status_code == told["status"] == 404
    assert told["code"] == "NOT_FOUND"
    assert told["title"] == "找不到所请求的内容"
    assert told["fix"]
    assert told["source"]


def test_an_agreement_is_told_in_the_form_of_its_file(client: "Client") -> None:
    told = get(client, "agreements/link_eu_ch")
    again = client.post(
        "/api/v1/agreement/check?on=2026-01-01",
        data=json.dumps(told),
        content_type="application/json",
    )
    assert again.status_code == 200
    checked = get(client, "agreements/link_eu_ch/check", query_params={"on": "2026-01-01"})
    assert again.json()["verdict"] == checked["verdict"]


def test_units_are_converted_and_systems_compared(client: "Client") -> None:
    asked = {"from": "che_ets", "to": "eu_ets", "quantity": 100, "on": "2026-01-01"}
    told = get(client, "agreements/link_eu_ch/convert", query_params=asked)
    assert told["received"] == "100"
    compared = get(client, "compare", query_params={"left": "eu_ets", "right": "che_ets"})
    assert compared["systems"] == ["eu_ets", "che_ets"]
    assert get(client, "systems/eu_ets")["facts"]["kind"]["value"] == "cap_and_trade"


@pytest.mark.feature("F089")
def test_a_party_is_told_with_inventory_balances_registry_and_the_addresses_of_more(
    client: "Client",
) -> None:
    given = get(client, "transfers")["rows"][0]["giving"]
    node = get(client, f"parties/{given}/node")
    assert (node["party"], node["pending"]) == (given, False)
    assert node["registry"]["first_transfer_t"] > 0
    assert {one["party"] for one in node["balances"]} <= {given}
    assert len(node["balances"]) == len(node["inventory"])
    for path in node["api"].values():
        assert client.get(path).status_code == 200, path
    silent = get(client, "parties/TUV/node")
    assert (silent["inventory"], silent["registry"]["accounts"]) == ([], 0)
    assert client.get("/api/v1/parties/XXX/node").status_code == 404


def test_what_is_still_worked_out_of_a_large_ledger_is_null_and_not_zero(
    client: "Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tallystick.web.api.reads.nodes", lambda _reader, _place: None)
    node = get(client, "parties/GHA/node")
    assert node["pending"] is True
    assert (node["inventory"], node["balances"], node["registry"]) == (None, None, None)
