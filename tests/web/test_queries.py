"""How much the main pages ask of the database: little, and no more of a larger ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tallystick.article6.postings.movements import FirstTransfer, Issue
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.core.actions import Purpose
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block, Series
from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.sqlite import SqliteStore
from web.api_site import sequence
from web.conftest import SignedIn

QUERIES_MAX = 20
PARTS = 600
START, SENT = date(2024, 1, 1), date(2024, 2, 1)
SERIES = Series("CA0001", "GHA01", "GHA", 2023)
PAGES = {
    "start": ("public", "/en/"),
    "search": ("public", "/en/search/?q=Ghana"),
    "units": ("public", f"/en/units/{SERIES}/1/10/"),
    "party": ("public", "/en/parties/GHA/"),
    "approach": ("public", "/en/approaches/CA0001/"),
    "agreement": ("public", "/en/agreements/a6_ch_ghana/"),
    "map": ("public", "/en/map/"),
    "proof": ("public", "/en/proofs/20/"),
    "proofs": ("public", "/en/proofs/"),
    "holdings": ("authority_officer", "/api/v1/accounts/GHA/holdings?limit=10"),
    "audit": ("auditor", "/en/audit/"),
    "people": ("authority_officer", "/en/people/"),
}
"""The role that asks, and for what."""


def book(place: str, parts: int) -> None:
    """Issue a lot and first transfer every other part of it."""
    prepare_keys(place)
    with open_ledger(place) as ledger:
        for account in ("GHA", "CHE"):
            opened = OpenAccount(
                on=START, id=account, account_kind="party_holding", party=account, name=account
            )
            ledger.post(opened, key=account)
        title = Text("An approach", "合作方法")
        approach = RecordApproach(on=START, id="CA0001", parties=("GHA", "CHE"), title=title)
        ledger.post(approach, key="approach")
        authorized = Authorize(
            on=START, id="A", party="GHA", approach="CA0001", purposes=frozenset({Purpose.NDC})
        )
        ledger.post(authorized, key="authorization")
        issued = Issue(
            on=START,
            block=Block(SERIES, 1, 20 * parts),
            to_account="GHA",
            authorization="A",
            mitigation_type="Emission reductions",
        )
        ledger.post(issued, key="lot")
        blocks = [Block(SERIES, 20 * part + 1, 20 * part + 10) for part in range(parts)]
        sent = [
            FirstTransfer(on=SENT, block=b, from_account="GHA", to_account="CHE") for b in blocks
        ]
        list(ledger.post_many((f"part {place}", one) for place, one in enumerate(sent)))
    sequence(place)


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A ledger and one with three times as many transfers."""
    folder = tmp_path_factory.mktemp("ledgers")
    made = {}
    for name, parts in (("small", PARTS), ("large", 3 * PARTS)):
        made[name] = str(folder / f"{name}.sqlite")
        with open_ledger(made[name]) as ledger:
            ledger.create()
        book(made[name], parts)
    return made


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what is asked of the ledger and of the tables of the pages."""
    asked: list[str] = []
    execute = SqliteStore.execute

    def noted(self: SqliteStore, sql: str, values: Any = ()) -> Any:
        asked.append(sql)
        return execute(self, sql, values)

    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as captured:
        patched.setattr(SqliteStore, "execute", noted)
        yield asked
    asked += [one["sql"] for one in captured.captured_queries]


def answer(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_asks_little_and_no_more_of_a_larger_ledger(
    name: str,
    ledgers: dict[str, str],
    signed_in: SignedIn,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    role, address = PAGES[name]
    client, asked = signed_in(role), {}
    for size, place in ledgers.items():
        settings.LEDGER = place
        answer(client, address)  # what is worked out once is not counted
        with counted(monkeypatch) as queries:
            answer(client, address)
        asked[size] = len(queries)
    assert asked["small"] == asked["large"] <= QUERIES_MAX


def test_holdings_are_paged_without_gaps_or_repetitions(
    ledgers: dict[str, str], signed_in: SignedIn, settings: Any
) -> None:
    settings.LEDGER = ledgers["small"]
    client, cursor, seen = signed_in("authority_officer"), "", []
    while True:
        address = f"/api/v1/accounts/GHA/holdings?limit=70{cursor}"
        page = client.get(address).json()
        seen += [(row["first"], row["last"]) for row in page["rows"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [(20 * part + 11, 20 * part + 20) for part in range(PARTS)]
