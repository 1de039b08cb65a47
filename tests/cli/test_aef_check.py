"""`tallystick aef check`: every file is answered for, and the exit code says how it went."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aef_workbooks import RECEIVED, SENT, TERMS, UNITS, reported
from tallystick.cli.main import app


def run(*files: str) -> tuple[int, Any]:
    answer = CliRunner().invoke(app, ["aef", "check", *files, "--json"])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, json.loads(answer.stdout)


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    host = str(reported(tmp_path, "GHA", authorizations=TERMS, actions=SENT))
    return [host, str(reported(tmp_path, "CHE", actions=RECEIVED, holdings=UNITS))]


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
    code, answer = run(pair[0], str(reported(tmp_path, "CHE")))
    assert (code, answer["consistent"]) == (1, False)


def test_unreadable_file_exits_3_and_the_others_are_still_checked(
    pair: list[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    missing = str(tmp_path / "missing.xlsx")
    code, answer = run(pair[0], str(broken), missing, str(reported(tmp_path, "CHE")))
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
    answer = CliRunner().invoke(app, ["aef", "check", pair[0], str(reported(tmp_path, "CHE"))])
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"{pair[0]}: GHA 2023 1.0: Checked, no inconsistencies identified",
        f"{pair[1]}: CHE 2023 1.0: Checked, inconsistencies identified",
    ]
    assert "MIRROR" in answer.stderr
    told = answer.output
    assert told.index("CHE 2023") < told.index("MIRROR")


def test_no_file_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["aef", "check"]).exit_code == 2


def test_platform_tells_which_initial_report_is_missing(pair: list[str], tmp_path: Path) -> None:
    shown = tmp_path / "platform.yaml"
    report = "{party: GHA, submitted: 2023-01-15, approaches: [CA0009], review: consistent}"
    shown.write_text(f"as_of: 2025-06-01\ninitial_reports:\n  - {report}\n", encoding="utf-8")
    code, answer = run(*pair, "--platform", str(shown))
    assert (code, answer["consistent"]) == (1, False)
    (found,) = answer["findings"]
    assert (found["code"], found["where"]["party"]) == ("AEF_NEEDS_IR", "CHE")
    shown.write_text("as_of: tomorrow", encoding="utf-8")
    assert CliRunner().invoke(app, ["aef", "check", *pair, "--platform", str(shown)]).exit_code == 3
