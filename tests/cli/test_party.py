"""A Party in one answer: inventory, balances, registry, and where programs reach it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.article6.overrides import Override
from tallystick.article6.postings.movements import FirstTransfer, Issue
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordNdc
from tallystick.cli.demo.booking import postings, reported
from tallystick.cli.main import app
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import open_ledger
from tallystick.ledger.accounting import balance
from tallystick.ledger.bodies import write_body


def call(*options: object) -> Result:
    return CliRunner().invoke(app, ["party", "show", *map(str, options)])


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("party") / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.create()
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
    return path


def told(*options: object) -> dict[str, Any]:
    answer = call(*options, "--json")
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.feature("F089")
def test_node_tells_what_the_ledger_works_out_for_every_party(ledger_file: Path) -> None:
    with open_ledger(ledger_file) as ledger:
        ndcs = ledger.ndcs()
        balances = {ndc.party: balance(ledger, ndc) for ndc in ndcs}
        held = sum(one.block.quantity for one in ledger.holdings())
    nodes = {party: told(party, "--db", ledger_file) for party in balances}
    for ndc in ndcs:
        (inventory,) = nodes[ndc.party]["inventory"]
        years = {int(year) for year in inventory["inventory_t"]}
        assert years == set(ndc.inventory_t)
        assert years.isdisjoint(inventory["missing"])
        (one,) = nodes[ndc.party]["balances"]
        assert one["achieved"] == balances[ndc.party].achieved.value
    assert sum(one["registry"]["held_t"] for one in nodes.values()) <= held
    given = sum(one["registry"]["first_transfer_t"] for one in nodes.values())
    taken = sum(one["registry"]["acquisition_t"] for one in nodes.values())
    assert given >= taken > 0


@pytest.mark.feature("F089")
def test_node_names_where_programs_reach_the_registry(ledger_file: Path) -> None:
    asked = ("GHA", "--db", ledger_file, "--api", "https://registry.example/")
    assert told("GHA", "--db", ledger_file)["api"] is None
    api = told(*asked)["api"]
    assert api["node"] == "https://registry.example/api/v1/parties/GHA/node"
    assert api["document"].endswith("/api/v1/openapi.json")
    assert api["node"] in call(*asked).stdout


def test_party_without_records_is_empty_and_what_is_no_party_is_refused(ledger_file: Path) -> None:
    silent = told("tuv", "--db", ledger_file)
    assert (silent["balances"], silent["registry"]["held_t"]) == ([], 0)
    assert call("XXX", "--db", ledger_file).exit_code == 2
    assert call("GHA", "--db", ledger_file.parent / "none.db").exit_code == 3


BLOCK = Block(Series("CA0001", "GHA01", "GHA", 2022), 1, 50)
LET = Override("the minister", date(2024, 5, 1), "a transfer was missed")


def final_ledger(path: Path) -> None:
    """Keep a ledger of Ghana whose period is final since March 2024, with 50 units to send."""
    start, purposes = date(2024, 1, 1), frozenset({Purpose.NDC})
    ndc = RecordNdc(
        on=start,
        party="GHA",
        period=NdcPeriod(2021, 2025),
        ndc_kind="multi-year",
        method="budget",
        budget_t=500,
        inventory_t=dict.fromkeys(range(2021, 2026), 100),
        final_on=date(2024, 3, 1),
    )
    records = [
        *(
            OpenAccount(on=start, id=one, account_kind="party_holding", party=one, name=one)
            for one in ("GHA", "CHE")
        ),
        ndc,
        Authorize(on=start, id="A1", party="GHA", approach="CA0001", purposes=purposes),
        Issue(
            on=start,
            block=BLOCK,
            to_account="GHA",
            authorization="A1",
            mitigation_type="Emission reductions",
        ),
    ]
    with open_ledger(path) as ledger:
        ledger.create()
        for number, record in enumerate(records):
            ledger.post(record, key=f"record {number}")


@pytest.mark.parametrize(
    ("override", "code", "balance_t"),
    [(None, "FINAL", 500), (LET, "FINAL_OVERRIDE", 550)],
    ids=["without", "with"],
)
def test_late_transfer_that_two_people_ask_for_counts_only_with_its_override(
    tmp_path: Path, override: Override | None, code: str, balance_t: int
) -> None:
    path, file = tmp_path / "ledger.db", tmp_path / "transfer.json"
    final_ledger(path)
    late = FirstTransfer(
        on=date(2024, 5, 2), block=BLOCK, from_account="GHA", to_account="CHE", override=override
    )
    file.write_text(write_body(late), encoding="utf-8")
    asked = ["--posting", str(file), "--by", "1", "--deadline", "2024-05-08T12:00Z"]
    agreed = ["--by", "2", "--reason", "checked", "--at", "2024-05-03T12:00Z"]
    steps = [
        ["propose", *asked, "--key", "k1", "--at", "2024-05-02T12:00Z"],
        ["approve", *agreed, "--key", "k2"],
    ]
    for verb, *options in steps:
        given = ["ledger", verb, "--db", str(path), "--id", "Q1", *options]
        assert CliRunner().invoke(app, given).exit_code == 0
    (one,) = told("GHA", "--db", path)["balances"]
    assert one["period"]["balance_t"] == balance_t
    assert code in {found["code"] for found in one["findings"]}
    assert f"{code} " in call("GHA", "--db", path).stdout
