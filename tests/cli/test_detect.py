"""`tallystick detect` on lists of registries, tables of our own and AEF workbooks together."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from aef_samples import FIRST_TRANSFER, MOVED, submission
from tallystick.cli.main import app
from tallystick.cli.output import Exit
from tallystick.io.aef_write import write_aef

SERIALS = Path(__file__).parents[3] / "shared" / "data" / "voluntary_serials"
BACKED = {
    "underlying_registry": "GS",
    "underlying_first_unit": "GS1-1-GH-GS11732-16-2023-28109-4001",
    "underlying_last_unit": "GS1-1-GH-GS11732-16-2023-28109-5916",
}
USE = {**MOVED, **BACKED, "action_type": "Use", "using_party": "CHE", "use_year": "2024"}


def ask(detector: str, *files: Path, exit_code: Exit) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["detect", detector, *map(str, files), "--json"])
    assert result.exit_code == exit_code, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    assert list(answer) == ["detector", "files", "events", "outcome", "findings"]
    return answer


def codes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], one["outcome"]) for one in answer["findings"]]


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def workbooks(tmp_path: Path) -> tuple[Path, Path]:
    """Ghana first transfers units backed by credits of a programme, Switzerland uses them."""
    host, user = tmp_path / "GHA.xlsx", tmp_path / "CHE.xlsx"
    write_aef(submission("GHA", actions=[{**FIRST_TRANSFER, **BACKED}]), host)
    write_aef(submission("CHE", actions=[USE]), user)
    return host, user


@pytest.mark.feature("F034")
@pytest.mark.feature("F068")
def test_credit_retired_in_its_programme_after_its_use_as_itmo_is_found(
    tmp_path: Path, workbooks: tuple[Path, Path]
) -> None:
    assert ask("use", *workbooks, exit_code=Exit.FINE)["outcome"] == "pass"
    head = "Serial number,Account Holder,Status Effective\n"
    retired = table(
        tmp_path / "gs.csv", head + "GS1-1-GH-GS11732-16-2023-28109-5916-6000,A firm,2025-01-02\n"
    )
    answer = ask("use", *workbooks, retired, exit_code=Exit.REFUSED)
    assert codes(answer) == [("DOUBLE_USE", "fail")]
    where = answer["findings"][0]["where"]
    assert {where["file"], where["other"]["file"]} == {str(workbooks[1]), str(retired)}


@pytest.mark.feature("F010")
@pytest.mark.feature("F034")
def test_claim_without_the_first_transfer_of_the_host_is_found(
    workbooks: tuple[Path, Path],
) -> None:
    assert ask("claiming", *workbooks, exit_code=Exit.FINE)["outcome"] == "pass"
    alone = ask("claiming", workbooks[1], exit_code=Exit.FINE)
    assert codes(alone) == [("DOUBLE_CLAIMING", "not_determinable")]


@pytest.mark.feature("F034")
def test_same_credits_behind_units_of_two_parties_are_double_issuance(
    tmp_path: Path, workbooks: tuple[Path, Path]
) -> None:
    assert ask("issuance", *workbooks, exit_code=Exit.FINE)["outcome"] == "pass"
    other = table(
        tmp_path / "other.csv",
        "series,start,end,event,underlying\n"
        "CA0010-PER01-PER-2023,1,10,issuance,GS1-1-GH-GS11732-16-2023-28109-4001-4010\n",
    )
    answer = ask("issuance", *workbooks, other, exit_code=Exit.REFUSED)
    assert codes(answer) == [("DOUBLE_ISSUANCE", "fail")]
    assert answer["findings"][0]["where"]["check"] == "underlying"


def test_own_columns_are_read_from_parquet_as_from_csv(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {
            "series": ["A", "A"], "start": [1, 5], "end": [5, 9], "event": ["Use", "retirement"],
            "party": ["CHE", "a firm"], "date": ["2025-01-01", "2025-01-02"],
        }
    )  # fmt: skip
    rows.write_csv(tmp_path / "a.csv")
    rows.write_parquet(tmp_path / "a.parquet")
    for name in ("a.csv", "a.parquet"):
        assert codes(ask("use", tmp_path / name, exit_code=Exit.REFUSED)) == [
            ("DOUBLE_USE", "fail")
        ]


def test_file_named_twice_is_one_source(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "series,start,end\nA,1,5\n")
    assert ask("use", file, file, exit_code=Exit.FINE)["events"] == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A,1,5,stolen,2025-01-01,B,1,5,", "event"),
        ("A,1,5,use,yesterday,B,1,5,", "date"),
        ("A,1,5,use,2025-01-01,B,one,5,", "underlying_start"),
        ("A,1,5,use,2025-01-01,,,,no serial", "underlying"),
    ],
)
def test_cell_that_cannot_be_read_is_named(tmp_path: Path, row: str, column: str) -> None:
    head = (
        "series,start,end,event,date,underlying_series,underlying_start,underlying_end,underlying\n"
    )
    answer = ask("use", table(tmp_path / "a.csv", head + row + "\n"), exit_code=Exit.REFUSED)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["where"]["row"]) == ("SYNTAX", 2)
    assert finding["where"]["column"] == column
    assert finding["message_zh"]


def test_what_is_no_table_exits_3_and_the_rest_is_compared(tmp_path: Path) -> None:
    good = table(tmp_path / "a.csv", "series,start,end\nA,1,5\nA,5,6\n")
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    answer = ask("use", good, broken, tmp_path / "none.csv", exit_code=Exit.UNREADABLE)
    assert codes(answer) == [("UNREADABLE", "fail"), ("UNREADABLE", "fail"), ("DOUBLE_USE", "fail")]
    assert CliRunner().invoke(app, ["detect", "use", str(broken)]).exit_code == Exit.UNREADABLE


def test_people_are_told_the_outcome(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "series,start,end\nA,1,5\n")
    result = CliRunner().invoke(app, ["detect", "issuance", str(file)])
    assert "double issuance: pass, 1 events compared" in result.stdout


@pytest.mark.feature("F034")
@pytest.mark.skipif(not SERIALS.exists(), reason="the reference data is not beside the checkout")
def test_published_lists_of_registries_are_compared() -> None:
    retired = (SERIALS / "CAR_retirements.csv", SERIALS / "ACR_retirements.csv")
    answer = ask("use", *retired, exit_code=Exit.FINE)
    assert (answer["events"], answer["outcome"]) == (5_351 + 2_637, "pass")
    gold = ask("issuance", SERIALS / "GOLD_issuances.csv", exit_code=Exit.REFUSED)
    counted = [one["where"]["count"] for one in gold["findings"] if "count" in one["where"]]
    result = CliRunner().invoke(
        app, ["ledger", "overlaps", str(SERIALS / "GOLD_issuances.csv"), "--json"]
    )
    assert counted == [json.loads(result.stdout)["overlapping_rows"]]
