"""The public pages: each answers in both languages, with few queries, and says what it is for."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from tallystick.core.actions import ActionType
from tallystick.ledger.entries import RecordType
from tallystick.ledger.sqlite import SqliteStore
from tallystick.web.public.steps import step_name

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("ledger_path")

QUERIES_MAX = 20
PAGES = (
    "",
    "search/",
    "search/?q=ghana",
    "parties/",
    "parties/GHA/",
    "parties/FRA/",
    "approaches/",
    "agreements/",
    "agreements/?status=operating&on=2026-01-01",
    "agreements/link_eu_ch/",
    "agreements/compare/?id=link_eu_ch&id=a6_ch_malawi",
    "systems/",
    "systems/eu_ets/",
    "systems/compare/?left=eu_ets&right=che_ets",
    "map/",
    "proofs/",
    "proofs/1/",
    "data/",
    "api/",
    "law/",
)


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query that a page asks of the ledger."""
    asked: list[str] = []
    execute = SqliteStore.execute

    def counted(self: SqliteStore, sql: str, values: Any = ()) -> Any:
        asked.append(sql)
        return execute(self, sql, values)

    monkeypatch.setattr(SqliteStore, "execute", counted)
    return asked


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_in_its_language(client: "Client", language: str, path: str) -> None:
    answer = client.get(f"/{language}/{path}")
    body = answer.content.decode()
    assert answer.status_code == 200, body[:500]
    assert f'lang="{language}"' in body
    assert "<script>" not in body
    assert ' style="' not in body


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_few_queries(client: "Client", queries: list[str], path: str) -> None:
    client.get(f"/en/{path}")  # what is kept of the whole journal is made once
    queries.clear()
    client.get(f"/en/{path}")
    assert len(queries) <= QUERIES_MAX


@pytest.mark.parametrize(
    "path",
    [
        "?cursor=x",
        "proofs/?cursor=x",
        "proofs/99999999/",
        "proofs/99999999999999999999/",
        "units/none/1/2/",
        "units/CA0009-GHA01-GHA-2021/2/1/",
        "units/CA0009-GHA01-GHA-2021/1/99999999999999999999/",
        "parties/XXX/",
        "approaches/none/",
        "authorizations/none/",
        "agreements/none/",
        "agreements/?on=yesterday",
        "agreements/compare/?id=none",
        "systems/none/",
        "systems/compare/?left=none&right=eu_ets",
    ],
)
def test_what_is_not_there_is_not_found(client: "Client", path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


def test_a_search_for_an_identifier_leads_to_the_units(client: "Client") -> None:
    row = client.get("/api/v1/transfers").json()["rows"][-1]
    series = re.sub(r"-\d+-(\d{4})$", r"-\1", row["first_id"])
    found = client.get("/en/search/", {"q": row["first_id"]})
    assert found.status_code == 302
    assert found.headers["Location"].startswith(f"/en/units/{series}/")
    told = client.get(found.headers["Location"]).content.decode()
    for word in ("Issuance", "First transfer", "Acquisition", "Use"):
        assert word in told
    by_range = client.get("/en/search/", {"q": f"{series} 1-5"})
    assert by_range.headers["Location"] == f"/en/units/{series}/1/5/"


def test_a_search_finds_names_in_either_language(client: "Client") -> None:
    for asked in ("ghana", "加纳", "GHA"):
        assert "/en/parties/GHA/" in client.get("/en/search/", {"q": asked}).content.decode()
    nothing = client.get("/en/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in nothing


def test_every_agreement_and_system_has_its_page(client: "Client") -> None:
    from tallystick import law
    from tallystick.io.catalogue import catalogue

    for identifier in list(catalogue())[::10]:
        assert client.get(f"/zh-hans/agreements/{identifier}/").status_code == 200
    for identifier in list(law.systems())[::5]:
        assert client.get(f"/en/systems/{identifier}/").status_code == 200


def test_the_map_draws_the_flows_and_its_table_says_the_same(client: "Client") -> None:
    body = client.get("/en/map/").content.decode()
    drawn = re.findall(r'<path class="weight-\d" d="[^"]+"><title>([^<]+):', body)
    listed = re.findall(r'<th scope="row"><a href="/en/parties/\w+/">([^<]+)</a></th><td><a', body)
    assert drawn
    assert [one.split(" → ")[0] for one in drawn] == listed
    assert "http://" not in body.split("<main")[1].split("</main")[0]


def test_the_proof_of_a_posting_can_be_kept(client: "Client") -> None:
    told = client.get("/en/proofs/3/proof.json")
    assert told.headers["Content-Disposition"] == 'attachment; filename="proof-3.json"'
    assert told.json()["public_key"].startswith("tallystick/")
    assert told.json()["leaf"]
    assert client.get("/en/proofs/99999999/proof.json").status_code == 404


def test_a_token_is_shown_once_and_ended_on_a_page(client: "Client", new_user: Any) -> None:
    user = new_user("auditor", "GHA")
    assert client.get("/en/tokens/").status_code == 403
    client.force_login(user, backend=BACKEND)
    form = {"name": "reports", "days": "30", "scopes": ["account.read"]}
    made = client.post("/en/tokens/", form).content.decode()
    secret = re.search(r"tally_[\w-]+", made)
    assert secret
    again = client.get("/en/tokens/").content.decode()
    assert secret[0] not in again
    assert "reports" in again
    sent = {"Authorization": f"Bearer {secret[0]}"}
    path = "/api/v1/accounts/GHA/holdings"
    assert client.get(path, headers=sent).status_code == 200
    assert client.post("/en/tokens/", {**form, "scopes": ["units.issue"]}).status_code == 400
    assert client.post("/en/tokens/", {**form, "days": "999"}).status_code == 400
    number = re.search(r'name="end" value="(\d+)"', again)
    assert number
    client.post("/en/tokens/", {"end": number[1]})
    client.logout()
    assert client.get(path, headers=sent).status_code == 401


def test_every_kind_of_entry_has_a_name_in_both_languages() -> None:
    kinds = [*ActionType, *RecordType]
    with override("en"):
        english = {kind: step_name(kind) for kind in kinds}
    with override("zh-hans"):
        chinese = {kind: step_name(kind) for kind in kinds}
    assert [kind for kind in kinds if english[kind] == chinese[kind]] == []


def test_values_of_compared_systems_are_in_the_language_of_the_page(client: "Client") -> None:
    query = "systems/compare/?left=eu_ets&right=chn_national"
    chinese = client.get(f"/zh-hans/{query}").content.decode()
    assert "总量控制与交易" in chinese
    assert "cap_and_trade" not in chinese
    assert ">cap and trade</td>" in client.get(f"/en/{query}").content.decode()
