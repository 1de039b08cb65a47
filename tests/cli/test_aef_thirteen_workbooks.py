"""The thirteen inconsistencies in workbooks that another program wrote, one at a time."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from tallystick import law
from tallystick.cli.main import app

Row = dict[str, Any]
World = dict[str, dict[str, Any]]
IDS = {"first_id": "CA0009-GHA01-GHA-1-2022", "last_id": "CA0009-GHA01-GHA-1000-2022"}
UNITS: Row = {
    "approach": "CA0009",
    "authorization_id": "GHA-1",
    "first_transferring_party": "GHA",
    "registry": "GHA01",
    **IDS,
    "metric": "GHG",
    "quantity_t": 1000,
    "mitigation_type": "Emission reductions",
    "vintage": 2022,
}


def authorization(**changed: object) -> Row:
    return {
        "authorization_id": "GHA-1",
        "authorized_on": "01/02/2024",
        "approach": "CA0009",
        "authorization_version": 1,
        "metric": "GHG",
        "sectors": "Energy generation",
        "activity_types": "Solar",
        "purposes": "NDC",
        "authorized_parties": "CHE",
        **changed,
    }


def first_transfer(**changed: object) -> Row:
    return {
        **UNITS,
        "acted_at": "15/06/2024",
        "action_type": "First transfer",
        "action_subtype": "First transfer to another Party",
        "acquiring_party": "CHE",
        **changed,
    }


def acquisition(**changed: object) -> Row:
    day = dt.datetime(2024, 6, 15)
    told = {"acted_at": day, "action_type": "Acquisition", "transferring_party": "GHA"}
    return {**UNITS, **told, **changed}


def use(**changed: object) -> Row:
    told = {"acted_at": "01/12/2024", "action_type": "Use", "use_year": 2024}
    return {**UNITS, **told, **changed}


def header(party: str, year: int = 2024) -> Row:
    return {
        "party": party,
        "version": "1.0",
        "reported_year": year,
        "submitted_on": f"15/04/{year + 1}",
        "ndc_first_year": 2021,
        "ndc_last_year": 2030,
    }


def world() -> World:
    """Ghana first transfers a thousand units, Switzerland acquires and holds them."""
    return {
        "GHA": {
            "header": header("GHA"),
            "authorizations": [authorization()],
            "actions": [first_transfer()],
        },
        "CHE": {"header": header("CHE"), "actions": [acquisition()], "holdings": [dict(UNITS)]},
    }


def used(**changed: object) -> World:
    told = world()
    told["CHE"] |= {"actions": [acquisition(), use(**changed)], "holdings": []}
    return told


def with_changed(party: str, table: str, **changed: object) -> World:
    told = world()
    told[party][table][0] |= changed
    return told


def repeated() -> World:
    told = world()
    told["GHA"]["actions"] *= 2
    return told


def resectored() -> World:
    told = world()
    told["GHA-2025"] = {
        "header": header("GHA", 2025),
        "authorizations": [authorization(sectors="Transportation", authorization_version=2)],
    }
    told["CHE-2025"] = {
        "header": header("CHE", 2025),
        "actions": [use(acted_at="01/05/2025", use_year=2025)],
    }
    return told


INCONSISTENT: dict[str, tuple[str, Callable[[], World]]] = {
    "II01": (
        "CA_MEMBER",
        lambda: with_changed("GHA", "authorizations", authorized_parties="SWE"),
    ),
    "II02": ("ACTION_DUP", repeated),
    "II03": ("LIFECYCLE", resectored),
    "II04": (
        "LIFECYCLE",
        lambda: with_changed(
            "CHE", "holdings", metric="non-GHG", non_ghg_metric="MWh", quantity_non_ghg=1000
        ),
    ),
    "II05": (
        "UNDERLYING",
        lambda: with_changed(
            "GHA", "actions", underlying_registry="GS", underlying_first_unit="GS-5"
        ),
    ),
    "II06": ("USE_WHO", lambda: used(using_party="SWE")),
    "II07": ("ITMO_ID_MISMATCH", lambda: with_changed("CHE", "holdings", approach="CA0010")),
    "STC01": ("ACTION_YEAR", lambda: with_changed("GHA", "actions", acted_at="15/06/2023")),
    "STC02": ("USE_PURPOSE", lambda: used(use_year=None, oimp="CORSIA")),
    "STC03": ("USE_PERIOD", lambda: used(use_year=2031)),
    "STC04": ("FT_SUBTYPE", lambda: with_changed("GHA", "actions", action_subtype="Issuance")),
    "ISC01": (
        "HOLDINGS_RECON",
        lambda: with_changed(
            "CHE", "holdings", last_id="CA0009-GHA01-GHA-900-2022", quantity_t=900
        ),
    ),
    "MIRROR": ("MIRROR", lambda: world() | {"GHA": {**world()["GHA"], "actions": []}}),
}


def save(path: Path, told: dict[str, Any]) -> None:
    """Write a workbook with openpyxl, knowing only the printed labels."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table, fields in law.layout("five_table").items():
        sheet = book.create_sheet(law.worksheets()[table])
        if table == "submission":
            for field in fields:
                sheet.append([field.label, told["header"].get(field.name)])
            continue
        sheet.append([field.label for field in fields])
        for row in told.get(table, []):
            sheet.append([row.get(field.name) for field in fields])
    book.save(path)


def checked(folder: Path, told: World) -> tuple[int, dict[str, Any]]:
    paths = []
    for name, workbook in told.items():
        paths.append(folder / f"{name}.xlsx")
        save(paths[-1], workbook)
    answer = CliRunner().invoke(app, ["aef", "check", "--json", *map(str, paths)])
    return answer.exit_code, json.loads(answer.stdout)


@pytest.mark.parametrize("check", INCONSISTENT)
def test_an_inconsistent_set_yields_its_finding_and_no_other(check: str, tmp_path: Path) -> None:
    code, inconsistent = INCONSISTENT[check]
    exit_code, answer = checked(tmp_path, inconsistent())
    failed = [one for one in answer["findings"] if one["outcome"] == "fail"]
    assert (exit_code, answer["consistent"]) == (1, False)
    assert {(one["code"], one["where"].get("check")) for one in failed} == {(code, check)}
    assert all(one["message_zh"] and one["fix"] and one["source"] for one in failed)


def test_the_set_they_are_made_from_is_consistent(tmp_path: Path) -> None:
    assert checked(tmp_path, world())[1]["findings"] == []


def test_bare_serials_and_full_identifiers_are_the_same_units(tmp_path: Path) -> None:
    told = world()
    told["CHE"]["actions"] = [acquisition(first_id=1, last_id=1000)]
    assert checked(tmp_path, told)[1]["findings"] == []


def test_one_half_alone_is_not_determinable_and_no_refusal(tmp_path: Path) -> None:
    exit_code, answer = checked(tmp_path, {"CHE": world()["CHE"]})
    assert (exit_code, answer["consistent"]) == (0, True)
    assert {one["outcome"] for one in answer["findings"]} == {"not_determinable"}
    assert {one["code"] for one in answer["findings"]} == {"AUTH_REF", "CA_MEMBER", "MIRROR"}


def test_a_nil_report_is_consistent(tmp_path: Path) -> None:
    exit_code, answer = checked(tmp_path, {"GHA": {"header": header("GHA")}})
    assert (exit_code, answer["consistent"], answer["findings"]) == (0, True, [])
