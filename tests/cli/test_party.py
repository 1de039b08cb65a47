"""A Party in one answer: inventory, balances, registry, and where programs reach it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.demo.booking import postings, reported
from tallystick.cli.main import app
from tallystick.ledger import open_ledger
from tallystick.ledger.accounting import balance


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
