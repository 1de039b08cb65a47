"""`tallystick aef check`: every file is answered for, and the exit code says how it went."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.cli.aef import app
from tallystick.io.aef_write import write_aef

ROOT = typer.Typer()
ROOT.add_typer(app, name="aef")

UNITS = {
    "approach": "CA0009",
    "authorization_id": "A1",
    "first_transferring_party": "GHA",
    "registry": "GHA01",
    "first_id": "CA0009-GHA01-GHA-1-2022",
    "last_id": "CA0009-GHA01-GHA-1916-2022",
    "metric": "GHG",
    "quantity_t": "1916",
    "mitigation_type": "Emission reductions",
    "vintage": "2022",
}
SENT = {
    **UNITS,
    "acted_at": "2023-12-15",
    "action_type": "First transfer",
    "action_subtype": "First transfer to another Party",
    "acquiring_party": "CHE",
}
RECEIVED = {
    **UNITS,
    "acted_at": "2023-12-15",
    "action_type": "Acquisition",
    "transferring_party": "GHA",
}
TERMS = {
    "authorization_id": "A1",
    "authorized_on": "2023-02-01",
    "approach": "CA0009",
    "authorization_version": "1",
    "metric": "GHG",
    "sectors": "Transportation",
    "purposes": "NDC",
    "authorized_parties": "CHE",
}


def workbook(folder: Path, party: str, **tables: dict[str, str]) -> str:
    header = {
        "party": party,
        "version": "1.0",
        "reported_year": "2023",
        "submitted_on": "2024-04-10",
        "ndc_first_year": "2021",
        "ndc_last_year": "2030",
    }
    fields = law.layout("five_table")
    path = folder / f"{party}-2023.xlsx"
    filled = {}
    for table in ("authorizations", "actions", "holdings", "entities"):
        rows = [tables[table]] if table in tables else []
        names = [field.name for field in fields[table]]
        columns = {name: [row.get(name) for row in rows] for name in names}
        schema = {**dict.fromkeys(names, pl.String), "row": pl.UInt32}
        filled[table] = pl.DataFrame({**columns, "row": [2] * len(rows)}, schema=schema)
    table_1 = {field.name: header.get(field.name) for field in fields["submission"]}
    write_aef(Submission(str(path), Layout.FIVE_TABLE, table_1, filled), path)
    return str(path)


def run(*files: str) -> tuple[int, Any]:
    answer = CliRunner().invoke(ROOT, ["aef", "check", *files, "--json"])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, json.loads(answer.stdout)


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    host = workbook(tmp_path, "GHA", authorizations=TERMS, actions=SENT)
    return [host, workbook(tmp_path, "CHE", actions=RECEIVED, holdings=UNITS)]


def test_both_halves_of_a_transfer_are_consistent(pair: list[str]) -> None:
    code, answer = run(*pair)
    assert (code, answer["consistent"], answer["findings"]) == (0, True, [])
    assert answer["files"] == [
        {
            "path": path,
            "party": party,
            "reported_year": 2023,
            "version": "1.0",
            "rows": {"authorizations": terms, "actions": 1, "holdings": held, "entities": 0},
            "outcome": "pass",
            "check_result": "Checked, no inconsistencies identified",
        }
        for path, party, terms, held in zip(pair, ("GHA", "CHE"), (1, 0), (0, 1), strict=True)
    ]


def test_one_half_alone_is_not_determinable_and_exits_0(pair: list[str]) -> None:
    code, answer = run(pair[0])
    assert (code, answer["consistent"]) == (0, True)
    (found,) = answer["findings"]
    assert (found["code"], found["outcome"]) == ("MIRROR", "not_determinable")


def test_missing_half_exits_1(pair: list[str], tmp_path: Path) -> None:
    code, answer = run(pair[0], workbook(tmp_path, "CHE"))
    assert (code, answer["consistent"]) == (1, False)


def test_unreadable_file_exits_3_and_the_others_are_still_checked(
    pair: list[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    missing = str(tmp_path / "missing.xlsx")
    code, answer = run(pair[0], str(broken), missing, workbook(tmp_path, "CHE"))
    assert (code, answer["consistent"]) == (3, False)
    files = {file["path"]: file for file in answer["files"]}
    assert list(files) == [pair[0], str(broken), missing, pair[1]]
    for path in (str(broken), missing):
        assert files[path]["party"] is None
        assert files[path]["outcome"] == "fail"
        assert files[path]["check_result"] == "Null, information for check not available"
    codes = [found["code"] for found in answer["findings"]]
    assert codes == ["UNREADABLE", "UNREADABLE", "MIRROR"]


def test_text_puts_the_findings_under_their_file(pair: list[str], tmp_path: Path) -> None:
    answer = CliRunner().invoke(ROOT, ["aef", "check", pair[0], workbook(tmp_path, "CHE")])
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"{pair[0]}: GHA 2023 1.0: Checked, no inconsistencies identified",
        f"{pair[1]}: CHE 2023 1.0: Checked, inconsistencies identified",
    ]
    assert "MIRROR" in answer.stderr
    told = answer.output
    assert told.index("CHE 2023") < told.index("MIRROR")


def test_no_file_is_a_usage_error() -> None:
    assert CliRunner().invoke(ROOT, ["aef", "check"]).exit_code == 2


def test_platform_tells_which_initial_report_is_missing(pair: list[str], tmp_path: Path) -> None:
    shown = tmp_path / "platform.yaml"
    report = "{party: GHA, submitted: 2023-01-15, approaches: [CA0009], review: consistent}"
    shown.write_text(f"as_of: 2025-06-01\ninitial_reports:\n  - {report}\n", encoding="utf-8")
    code, answer = run(*pair, "--platform", str(shown))
    assert (code, answer["consistent"]) == (1, False)
    (found,) = answer["findings"]
    assert (found["code"], found["where"]["party"]) == ("AEF_NEEDS_IR", "CHE")
    shown.write_text("as_of: tomorrow", encoding="utf-8")
    assert (
        CliRunner().invoke(ROOT, ["aef", "check", *pair, "--platform", str(shown)]).exit_code == 3
    )
