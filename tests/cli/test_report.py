"""`tallystick report` as users and scripts call it."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Movement, Use
from tallystick.cli.demo.booking import postings, reported
from tallystick.cli.main import app
from tallystick.io.aef_read import read_aef
from tallystick.ledger import open_ledger

ACCOUNT = """\
party: GHA
ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging, target_t: 90}
inventory_t: {2021: 104, 2022: 102}
authorizations:
  - {id: A1, purposes: [NDC], date: 2023-02-01, approach: CA0009}
actions:
  - {type: first_transfer, authorization: A1, date: 2023-12-15, vintage: 2022, quantity_t: 1916}
"""
INITIAL = """\
party: GHA
submitted: 2024-12-20
ndc: {first_year: 2021, last_year: 2030}
information: {metrics: 吨二氧化碳当量}
approaches: [{id: CA0009, authorizations: [{date: 2024-03-01}]}]
"""
REGULAR = """\
party: GHA
year: 2026
approaches: []
amounts: [{row: 23(c), year: 2023, quantity_t: 1915, approach: CA0009}]
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, words)])


def answer(*words: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(*words, "--json").stdout)
    return told


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {"account": ACCOUNT, "initial": INITIAL, "regular": REGULAR}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {name: tmp_path / f"{name}.yaml" for name in texts}


@pytest.mark.feature("F243")
def test_initial_report_is_judged_and_says_what_it_was_made_with(files: dict[str, Path]) -> None:
    result = run("initial", files["initial"], "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["outcome"] == "fail"
    assert {"IR_INCOMPLETE", "IR_MISSING"} <= {one["code"] for one in told["findings"]}
    assert told["made"]["decisions"][-1] == "CMA.6"
    assert len(told["made"]["data"][0]["sha256"]) == 64
    updated = answer("update", files["initial"])
    assert (updated["report"], updated["elements"]) == ("update", [])


@pytest.mark.feature("F243")
@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf", "json"])
def test_initial_report_is_written_in_every_form(
    files: dict[str, Path], tmp_path: Path, form: str
) -> None:
    output = tmp_path / f"initial.{form}"
    result = run("initial", files["initial"], "-o", output, "--language", "zh")
    assert result.exit_code == 1
    assert output.stat().st_size > 0
    assert result.stdout == ""
    if form == "docx":
        assert docx.Document(str(output)).paragraphs[0].text == "GHA 初始报告"


@pytest.mark.feature("F246")
def test_regular_information_is_held_against_the_account(files: dict[str, Path]) -> None:
    told = answer("regular", files["regular"], "--account", files["account"])
    wrong = [one for one in told["findings"] if one["code"] == "T4_23J"]
    assert [one["where"] for one in wrong] == [{"row": "23(c)", "year": 2023}]
    assert len(told["tables"]) == 6
    assert len(told["made"]["data"]) == 2


@pytest.mark.feature("F246")
@pytest.mark.parametrize(("language", "added"), [("en", "Annex I: additional"), ("zh", "附录一")])
def test_annex_4_ends_with_what_is_added_and_what_is_confidential(
    files: dict[str, Path], tmp_path: Path, language: str, added: str
) -> None:
    told = REGULAR + (
        "information: {additional_information: a map, updates: a secret}\n"
        "confidential: {updates: a contract}\n"
    )
    files["regular"].write_text(told, encoding="utf-8")
    output = tmp_path / "annex4.docx"
    run("regular", files["regular"], "--public", "-o", output, "--language", language)
    printed = docx.Document(str(output))
    words = [one.text for one in printed.paragraphs]
    place = next(number for number, text in enumerate(words) if text.startswith(added))
    assert words[place + 1] == "a map"
    assert "a secret" not in "".join(words)
    cells = [cell.text for table in printed.tables for row in table.rows for cell in row.cells]
    assert "a contract" in cells


@pytest.mark.feature("F246")
@pytest.mark.parametrize("party", ["GHA", "CHE"])
def test_tables_of_23j_from_a_ledger_agree_with_its_own_summary(
    place: str, tmp_path: Path, party: str
) -> None:
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
    file = tmp_path / "regular.yaml"
    file.write_text(f"party: {party}\nyear: 2026\n", encoding="utf-8")
    told = answer("regular", file, "--db", place)
    assert not [one for one in told["findings"] if one["code"] == "T4_23J"]
    rows = told["tables"][-1]["rows"]
    assert rows
    assert all(row["sector"] and row["transferring_party"] and row["vintage"] for row in rows)
    assert run("regular", file, "--db", place, "--account", file).exit_code == 2
    file.write_text("party: FJI\nyear: 2026\n", encoding="utf-8")
    assert run("regular", file, "--db", place).exit_code == 1


@pytest.mark.feature("F246")
def test_summary_has_fifteen_rows_and_the_block_and_unknowns_in_words(
    files: dict[str, Path], tmp_path: Path
) -> None:
    told = answer("summary", files["account"], "--row-23d", "authorized")
    assert len(told["structured_summary"]) == 15
    assert told["achievement"]["final_t"] is None
    assert told["row_23d"] == "authorized"
    assert any("authorized" in choice for choice in told["made"]["choices"])
    output = tmp_path / "table4.xlsx"
    assert run("summary", files["account"], "-o", output).exit_code == 0
    rows = list(openpyxl.load_workbook(output)["Table 4"].iter_rows(values_only=True))
    assert len(rows) == 16
    assert rows[3][3:6] == (104, 102, "unknown")
    assert rows[2][3] == "-"


def test_filed_table_is_checked(files: dict[str, Path], tmp_path: Path) -> None:
    filed = tmp_path / "filed.yaml"
    filed.write_text("rows: {23(f): {2023: 1}, 23(h): {2023: 1}}\nbookings: []\n", encoding="utf-8")
    result = run("summary", files["account"], "--filed", filed, "--json")
    assert result.exit_code == 1
    failed = {
        one["code"] for one in json.loads(result.stdout)["findings"] if one["outcome"] == "fail"
    }
    assert failed == {"CA_ENTRY_MISSING"}
    filed.write_text("rows: {}\nachieved: perhaps\n", encoding="utf-8")
    assert run("summary", files["account"], "--filed", filed).exit_code == 3
    known = ", ".join(f"{year}: 80" for year in range(2021, 2031))
    whole = ACCOUNT.replace("{2021: 104, 2022: 102}", f"{{{known}}}")
    files["account"].write_text(whole, encoding="utf-8")
    filed.write_text("rows: {}\nachieved: yes\nfinal_t: 271.6\n", encoding="utf-8")
    told = json.loads(run("summary", files["account"], "--filed", filed, "--json").stdout)
    wrong = [one for one in told["findings"] if one["code"] == "T4_BLOCK"]
    assert [(one["outcome"], one["where"].get("row")) for one in wrong] == [
        ("not_determinable", None),
        ("fail", "70"),
    ]


@pytest.mark.feature("F245")
def test_calendar_lists_and_writes_the_deadlines(tmp_path: Path) -> None:
    span = ("--from", "2026-01-01", "--to", "2026-12-31")
    told = answer(
        "calendar", "gha", *span, "--ndc", "2021-2030", "--authorization", "CA0009:2026-05-01"
    )
    dues = [(one["code"], one["due"]) for one in told["deadlines"]]
    assert dues == [
        ("AEF", "2026-04-15"),
        ("IR", "2026-05-01"),
        ("BTR", "2026-12-31"),
        ("FINAL", None),
    ]
    output = tmp_path / "gha.ics"
    assert run("calendar", "GHA", *span, "-o", output).exit_code == 0
    assert output.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 2
    assert run("calendar", "XQX", *span).exit_code == 2
    assert run("calendar", "GHA", *span, "--ndc", "2030-2021").exit_code == 2
    assert run("calendar", "GHA", *span, "--authorization", "CA0009").exit_code == 2


@pytest.mark.feature("F022")
def test_stocktake_sums_up_account_files_and_ledgers(
    files: dict[str, Path], place: str, tmp_path: Path
) -> None:
    output = tmp_path / "stocktake.csv"
    assert run("stocktake", files["account"], "-o", output).exit_code == 0
    (row,) = csv.DictReader(output.read_text(encoding="utf-8").splitlines())
    assert (row["party"], row["net_transferred_t"]) == ("GHA", "1916")
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
    listed = answer("stocktake", "--db", place)["net_transfers"]
    ghana = [one for one in listed if one["party"] == "GHA"]
    assert [one["first_transferred_ndc_t"] for one in ghana] == [11_733]
    swiss = [one for one in listed if one["party"] == "CHE"]
    assert sum(one["acquired_t"] for one in swiss) >= 11_733
    assert run("stocktake").exit_code == 2
    assert run("stocktake", files["account"], "--db", place).exit_code == 2


@pytest.mark.feature("F022")
def test_stocktake_leaves_out_what_a_correction_has_undone(place: str) -> None:
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            of_maldives = isinstance(posting, Movement) and posting.block.series.party == "MDV"
            if isinstance(posting, Use) and of_maldives:
                continue
            ledger.post(posting, key=key)
            if of_maldives:
                ledger.post(Correct(on=posting.on, movement=key, reason="wrong"), key=f"no {key}")
    rows = {one["party"]: one for one in answer("stocktake", "--db", place)["net_transfers"]}
    assert rows["MDV"]["first_transferred_ndc_t"] == 0
    assert rows["JPN"]["acquired_t"] == rows["JPN"]["used_t"] == 88_200 - 433


@pytest.mark.feature("F245")
def test_frozen_report_keeps_its_holdings_when_the_ledger_changes(
    place: str, tmp_path: Path
) -> None:
    booked = list(postings(reported()))
    late = [one for one in booked if one[1].on >= date(2025, 7, 1)]
    with open_ledger(place) as ledger:
        for key, posting in booked[: -len(late)]:
            ledger.post(posting, key=key)
    made = ("annual", "--db", place, "--party", "CHE", "--year", "2025")
    first, workbook = tmp_path / "1.0.json", tmp_path / "again.xlsx"
    filed = answer(*made, "--submitted-on", "2026-04-01", "--freeze", first)
    with open_ledger(place) as ledger:
        for key, posting in booked:
            ledger.post(posting, key=key)
    frozen = answer("annual", "--from", first, "-o", workbook)
    assert (frozen["sha256"], frozen["rows"]) == (filed["sha256"], filed["rows"])
    assert read_aef(workbook).tables["holdings"].height == filed["rows"]["holdings"]
    revised = answer(*made, "--submitted-on", "2026-06-01", "--previous", first)
    assert revised["version"] == "1.1"
    assert revised["rows"]["holdings"] > filed["rows"]["holdings"]
    assert revised["changes"]["tables"]["holdings"]["added"]
    assert not revised["findings"]


def test_frozen_report_that_was_changed_is_unreadable(place: str, tmp_path: Path) -> None:
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
    frozen = tmp_path / "1.0.json"
    made = ("annual", "--db", place, "--party", "CHE", "--year", "2025")
    assert run(*made, "--submitted-on", "2026-04-01", "--freeze", frozen).exit_code == 0
    frozen.write_text(frozen.read_text(encoding="utf-8").replace("CHE", "GHA"), encoding="utf-8")
    result = run("annual", "--from", frozen, "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["findings"][0]["code"] == "FROZEN_CHANGED"
    frozen.write_text("{}", encoding="utf-8")
    assert run("annual", "--from", frozen).exit_code == 3
    early = tmp_path / "early.json"
    refused = run(*made, "--submitted-on", "2025-12-31", "--freeze", early)
    assert (refused.exit_code, early.exists()) == (1, False)


@pytest.mark.parametrize("verb", ["initial", "update", "regular", "summary", "stocktake"])
def test_unreadable_file_exits_3_with_its_findings(verb: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("party: [", encoding="utf-8")
    for file in (broken, tmp_path / "absent.yaml"):
        result = run(verb, file, "--json")
        assert result.exit_code == 3
        assert json.loads(result.stdout)["findings"][0]["code"] in {"SYNTAX", "UNREADABLE"}
        assert run(verb, file).stdout == ""


def test_other_ending_is_a_usage_error(files: dict[str, Path], tmp_path: Path) -> None:
    assert run("initial", files["initial"], "-o", tmp_path / "report.odt").exit_code == 2
    absent = tmp_path / "nowhere" / "report.pdf"
    assert run("initial", files["initial"], "-o", absent).exit_code == 2
