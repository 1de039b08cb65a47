"""The demonstration as a newcomer meets it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tallystick.ledger import open_ledger

REPORTED = {
    ("THA", "CHE", 1_916),
    ("THA", "CHE", 49_717),
    ("GHA", "CHE", 11_733),
    ("THA", "JPN", 1_009),
    ("MDV", "JPN", 433),
    ("PLW", "JPN", 194),
    ("MNG", "JPN", 86_564),
    ("CHE", "SWE", 2),
}


def tallystick(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from tallystick.cli.main import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    run = tallystick("demo", "--no-serve", "--json", "--dir", str(folder))
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


@pytest.mark.feature("F006")
def test_exactly_the_eight_reported_transfers_are_booked(told: dict[str, Any]) -> None:
    booked = [(one["from"], one["to"], one["quantity_t"]) for one in told["transfers"]]
    assert set(booked) == REPORTED
    assert len(booked) == len(REPORTED)


def test_both_halves_match(told: dict[str, Any]) -> None:
    assert told["consistent"] is True
    assert told["findings"] == []


@pytest.mark.feature("F035")
def test_what_is_not_used_towards_an_ndc_is_what_is_for_oimp(told: dict[str, Any]) -> None:
    periods = [one["period"] for one in told["balances"]]
    first_transferred = sum(period["first_transferred_total_t"] for period in periods)
    used = sum(period["used_t"] for period in periods)
    for_oimp = sum(one["quantity_t"] for one in told["authorizations_for_oimp"])
    assert first_transferred - used == for_oimp == 7_140_000


def test_a_developer_holds_units_that_change_no_balance(folder: Path, told: dict[str, Any]) -> None:
    with open_ledger(folder / "ledger.sqlite") as ledger:
        held = [one for one in ledger.holdings() if one.account == "GHA:clean-cooking"]
    assert sum(one.block.quantity for one in held) == 5_000
    (ghana,) = [one for one in told["balances"] if one["party"] == "GHA"]
    assert ghana["period"]["first_transferred_total_t"] == 11_733


def test_an_announced_agreement_is_no_transfer(told: dict[str, Any]) -> None:
    assert [one["parties"] for one in told["agreements"]] == [["NOR", "CHE"]]
    assert "NOR" not in {party for one in told["transfers"] for party in (one["from"], one["to"])}


def test_every_transfer_names_its_source_and_what_was_invented(told: dict[str, Any]) -> None:
    for one in told["transfers"]:
        assert one["source"]
        assert one["confidence"] in {"high", "medium", "low"}
        assert {"identifiers", "use"} <= set(one["illustrative"])
    assert all({"inventory", "method"} <= set(one["illustrative"]) for one in told["balances"])


def test_workbooks_of_both_sides_say_what_was_invented(told: dict[str, Any]) -> None:
    by_name = {Path(path).name: Path(path) for path in told["aef_files"]}
    assert {"THA-2023.xlsx", "CHE-2023.xlsx", "GUY-2024.xlsx"} <= set(by_name)
    assert all(path.is_absolute() and path.is_file() for path in by_name.values())
    for name in ("THA-2023.xlsx", "CHE-2023.xlsx"):
        sheet = openpyxl.load_workbook(by_name[name])["Table 3 Actions"]
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert any("Illustrative: " in cell and "vintage" in cell for cell in cells)


def test_building_again_books_nothing_twice(folder: Path, told: dict[str, Any]) -> None:
    again = tallystick("demo", "--no-serve", "--json", "--dir", str(folder))
    assert json.loads(again.stdout) == told


def test_the_workbooks_pass_the_check_command(told: dict[str, Any]) -> None:
    run = tallystick("aef", "check", "--json", *told["aef_files"])
    answer = json.loads(run.stdout)
    assert (run.returncode, answer["consistent"]) == (0, True)
    assert len(answer["files"]) == len(told["aef_files"])


def test_tables_for_people_come_with_the_balance_of_all_parties(folder: Path) -> None:
    run = tallystick("demo", "--no-serve", "--dir", str(folder))
    assert run.returncode == 0
    assert "THA -> CHE     1,916  2023-12-15*" in run.stdout
    assert "7,291,568 - used 151,568 = 7,140,000" in run.stdout


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    run = tallystick("demo", "--no-serve", "--dir", str(tmp_path / "file"))
    assert run.returncode == 3
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_database_that_is_none_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("not a database" * 100)
    run = tallystick("demo", "--no-serve", "--dir", str(tmp_path))
    assert run.returncode == 4
    assert "Traceback" not in run.stderr
