import contextlib
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from aef_samples import (
    ACQUIRER,
    FIRST_TRANSFER,
    HOST,
    UNITS,
    acquirer_submission,
    host_submission,
    sample_pair,
    submission,
)
from tallystick import law
from tallystick.article6.aef.check import check
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.core.findings import Finding, Severity
from tallystick.io.aef_read import NOT_AEF, Unreadable, read_aef
from tallystick.io.aef_write import write_aef

SHEETS = law.worksheets()
ACTIONS = SHEETS["actions"]


@pytest.fixture
def host_file(tmp_path: Path) -> Path:
    path = tmp_path / "GHA-2024.xlsx"
    write_aef(host_submission(), path)
    return path


def change(path: Path, sheet: str, edit: Callable[[Worksheet], object]) -> Submission:
    """Edit one worksheet the way a spreadsheet program would, and read the file."""
    workbook = openpyxl.load_workbook(path)
    edit(workbook[sheet])
    workbook.save(path)
    return read_aef(path)


def column_of(worksheet: Worksheet, label: str) -> int:
    return next(cell.column for cell in worksheet[1] if cell.value == label)


def only(read: Submission) -> Finding:
    (finding,) = read.damage
    assert finding.code == "SYNTAX"
    assert finding.where["file"] == read.path
    assert finding.message.zh != finding.message.en
    return finding


def same_content(one: Submission, other: Submission) -> bool:
    tables = all(one.tables[table].equals(other.tables[table]) for table in other.tables)
    return one.header == other.header and one.tables.keys() == other.tables.keys() and tables


@pytest.mark.parametrize("sample", sample_pair(), ids=[HOST, ACQUIRER])
def test_written_submission_reads_back(tmp_path: Path, sample: Submission) -> None:
    path = tmp_path / sample.path
    write_aef(sample, path)
    read = read_aef(path)
    assert read.layout is Layout.FIVE_TABLE
    assert read.path == str(path)
    assert not read.damage
    assert same_content(read, sample)


def test_rows_carry_their_place_on_the_sheet(host_file: Path) -> None:
    def push_down(worksheet: Worksheet) -> None:
        worksheet.insert_rows(1, 3)
        worksheet["A1"] = "Table 3: Actions"
        worksheet.insert_rows(5)

    read = change(host_file, ACTIONS, push_down)
    assert not read.damage
    assert read.tables["actions"]["row"].to_list() == [6]


def test_workbook_saved_by_another_program_reads_the_same(host_file: Path) -> None:
    assert same_content(change(host_file, ACTIONS, lambda _: None), host_submission())


def test_order_names_and_visibility_of_sheets_do_not_matter(host_file: Path) -> None:
    workbook = openpyxl.load_workbook(host_file)
    for sheet in workbook.worksheets:
        sheet.title = f" {sheet.title.upper()}".replace(" ", "  ")
        workbook.move_sheet(sheet, -4)
    workbook.worksheets[1].sheet_state = "hidden"
    workbook.save(host_file)
    assert same_content(read_aef(host_file), host_submission())


def test_sheets_of_any_name_are_known_by_their_labels(host_file: Path) -> None:
    workbook = openpyxl.load_workbook(host_file)
    for number, sheet in enumerate(workbook.worksheets):
        sheet.title = f"Sheet{number}"
    workbook.save(host_file)
    read = read_aef(host_file)
    assert not read.damage
    assert same_content(read, host_submission())


def test_footnote_letters_and_group_headers_are_read_over(host_file: Path) -> None:
    def annotate(worksheet: Worksheet) -> None:
        for letter, cell in zip(
            "abcdefghijklmnopqrstuvwxyzabcdefghijklm", worksheet[1], strict=False
        ):
            if cell.value:
                cell.value = f"{cell.value}{letter}"
        worksheet.insert_rows(1, 2)
        worksheet["A1"], worksheet["H2"] = "Table 3: Actions", "ITMO unique identifiers"
        worksheet.merge_cells("H2:I2")

    read = change(host_file, ACTIONS, annotate)
    assert not read.damage
    assert (
        read.tables["actions"].drop("row").equals(host_submission().tables["actions"].drop("row"))
    )


def test_labels_of_a_header_over_two_rows_are_read(host_file: Path) -> None:
    def spread(worksheet: Worksheet) -> None:
        worksheet.insert_rows(1)
        for column in range(1, 6):
            worksheet.cell(1, column).value = worksheet.cell(2, column).value
            worksheet.cell(2, column).value = None
            worksheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)

    assert not change(host_file, ACTIONS, spread).damage


def test_values_of_table_1_may_stand_further_right(host_file: Path) -> None:
    assert same_content(
        change(host_file, SHEETS["submission"], lambda sheet: sheet.insert_cols(2)),
        host_submission(),
    )


@pytest.mark.parametrize("blank", ["NA", "n/a", " ", "\u00a0"])
def test_cells_that_say_nothing_are_null(host_file: Path, blank: str) -> None:
    def fill(worksheet: Worksheet) -> None:
        worksheet.cell(2, column_of(worksheet, "Applicable GWP value(s)")).value = blank

    read = change(host_file, ACTIONS, fill)
    assert read.tables["actions"]["gwp_values"].to_list() == [None]


def test_rows_without_content_are_dropped(host_file: Path) -> None:
    def fill(worksheet: Worksheet) -> None:
        worksheet.cell(9, 1).value = "NA"
        worksheet.cell(20, 2).value = "Use"

    assert change(host_file, ACTIONS, fill).tables["actions"]["row"].to_list() == [2, 20]


def test_missing_sheets_are_each_reported(host_file: Path) -> None:
    workbook = openpyxl.load_workbook(host_file)
    del workbook[ACTIONS], workbook[SHEETS["submission"]]
    workbook.save(host_file)
    read = read_aef(host_file)
    assert [finding.where["table"] for finding in read.damage] == ["submission", "actions"]
    assert all(finding.refuses for finding in read.damage)
    assert all(SHEETS[str(f.where["table"])] in f.message.en for f in read.damage)
    assert read.tables["actions"].is_empty()
    assert set(read.header.values()) == {None}
    assert read.tables["authorizations"].height == 1


@pytest.mark.parametrize("content", ["", "Action"])
def test_sheet_without_header_row_is_reported(host_file: Path, content: str) -> None:
    def empty(worksheet: Worksheet) -> None:
        worksheet.delete_rows(1, 2)
        worksheet["A1"] = content

    finding = only(change(host_file, ACTIONS, empty))
    assert finding.refuses
    assert finding.where["table"] == "actions"
    assert "header" in finding.message.en


def test_renamed_header_is_an_absent_column_and_an_unknown_one(host_file: Path) -> None:
    def rename(worksheet: Worksheet) -> None:
        worksheet.cell(1, column_of(worksheet, "Vintage")).value = "Year of origin"

    read = change(host_file, ACTIONS, rename)
    absent, unknown = read.damage
    assert absent.refuses
    assert absent.where["field"] == "vintage"
    assert "row" not in absent.where
    assert unknown.severity is Severity.WARNING
    assert unknown.where["row"] == 1
    assert "Year of origin" in unknown.message.en
    assert read.tables["actions"]["vintage"].to_list() == [None]


def test_missing_label_of_table_1_is_reported(host_file: Path) -> None:
    read = change(host_file, SHEETS["submission"], lambda sheet: sheet.delete_rows(3))
    finding = only(read)
    assert finding.refuses
    assert finding.where["field"] == "reported_year"
    assert read.header["reported_year"] is None
    assert read.header["party"] == HOST


def test_repeated_header_is_reported(host_file: Path) -> None:
    finding = only(
        change(host_file, ACTIONS, lambda s: s.cell(1, 40).__setattr__("value", "Metric"))
    )
    assert finding.refuses
    assert finding.where["field"] == "metric"
    assert finding.where["cell"] == "AN1"


@pytest.mark.rule("missing", "CARP_FIELD")
@pytest.mark.parametrize(
    "label", ["Result of the consistency checks", "Additional explanatory information"]
)
def test_absent_column_is_damage_even_if_only_the_platform_fills_it(
    host_file: Path, label: str
) -> None:
    def drop(worksheet: Worksheet) -> None:
        worksheet.delete_cols(column_of(worksheet, label))

    read = change(host_file, ACTIONS, drop)
    assert label in only(read).message.en
    assert not check([read]).consistent


def test_extra_column_is_only_a_warning(host_file: Path) -> None:
    read = change(host_file, ACTIONS, lambda s: s.cell(1, 40).__setattr__("value", "Remarks"))
    finding = only(read)
    assert not finding.refuses
    assert finding.severity is Severity.WARNING
    assert finding.where == {"file": str(host_file), "table": "actions", "row": 1, "cell": "AN1"}


@pytest.mark.parametrize("cached", ["", "1916"])
def test_formula_is_reported_and_its_result_not_read(host_file: Path, cached: str) -> None:
    def fill(worksheet: Worksheet) -> None:
        worksheet.cell(2, column_of(worksheet, "Quantity (t CO2 eq)")).value = f"={cached}+1"

    read = change(host_file, ACTIONS, fill)
    finding = only(read)
    assert finding.refuses
    assert finding.where["field"] == "quantity_t"
    assert finding.where["row"] == 2
    assert finding.where["cell"] == "R2"
    assert read.tables["actions"]["quantity_t"].to_list() == [None]


def test_formula_beside_the_table_is_nothing_to_report(host_file: Path) -> None:
    assert not change(host_file, ACTIONS, lambda s: s.__setitem__("AX2", "=1+1")).damage


def test_formula_for_a_value_of_table_1_is_reported(host_file: Path) -> None:
    finding = only(change(host_file, SHEETS["submission"], lambda s: s.__setitem__("B3", "=2024")))
    assert finding.refuses
    assert finding.where["field"] == "reported_year"
    assert finding.where["cell"] == "B3"


def test_column_of_formulas_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    write_aef(submission(HOST, actions=[FIRST_TRANSFER] * 150), path)

    def fill(worksheet: Worksheet) -> None:
        for row in range(2, 152):
            worksheet.cell(row, column_of(worksheet, "Vintage")).value = "=2023"

    finding = only(change(path, ACTIONS, fill))
    assert finding.where["count"] == 150
    assert finding.where["field"] == "vintage"
    assert "row" not in finding.where


def test_error_value_is_reported(host_file: Path) -> None:
    def fill(worksheet: Worksheet) -> None:
        worksheet.cell(2, column_of(worksheet, "Vintage")).value = "#REF!"

    read = change(host_file, ACTIONS, fill)
    finding = only(read)
    assert finding.refuses
    assert finding.where["field"] == "vintage"
    assert "error value" in finding.message.en
    assert read.tables["actions"]["vintage"].to_list() == [None]


def test_cells_merged_over_rows_are_a_warning_at_the_emptied_row(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    write_aef(submission(ACQUIRER, holdings=[UNITS, UNITS]), path)
    read = change(path, SHEETS["holdings"], lambda sheet: sheet.merge_cells("A2:A3"))
    finding = only(read)
    assert finding.severity is Severity.WARNING
    assert (finding.where["row"], finding.where["cell"]) == (3, "A2")
    assert read.tables["holdings"]["approach"].to_list() == [UNITS["approach"], None]


@pytest.mark.parametrize("rows", [[["Party", "Reported year"]], [["Name", "Amount"], ["x", 5]], []])
def test_workbook_of_another_program_is_unreadable(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for row, values in enumerate(rows):
            workbook.add_worksheet().write_row(row, 0, values)
    with pytest.raises(Unreadable) as refused:
        read_aef(path)
    assert NOT_AEF.en in refused.value.finding.message.en


def test_big_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    write_aef(submission(HOST, actions=[FIRST_TRANSFER] * 5000), path)
    assert read_aef(path).tables["actions"].height == 5000


def _damaged_bytes(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 10)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)


def _damaged_parts(path: Path, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    noise = [b"<", b'"', b"-1", b"99999999999", b"<f/>", b' r="XFD1048576"', b"1e999", b"\xff"]
    with zipfile.ZipFile(path) as archive:
        victim = chance.choice(archive.namelist())
        for name in archive.namelist():
            data = archive.read(name)
            at = chance.randrange(len(data))
            cut = chance.randrange(20)
            yield (
                name,
                data[:at] + chance.choice(noise) + data[at + cut :] if name == victim else data,
            )


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), inside=st.booleans())
def test_damaged_file_is_read_or_refused_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, inside: bool
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    write_aef(acquirer_submission(), path)
    if inside:
        parts = list(_damaged_parts(path, chance))
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts:
                archive.writestr(name, data)
    else:
        path.write_bytes(_damaged_bytes(path.read_bytes(), chance))
    with contextlib.suppress(Unreadable):
        assert isinstance(read_aef(path), Submission)


@given(content=st.binary(max_size=200), start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_random_bytes_are_unreadable(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.xlsx"
    path.write_bytes(start + content)
    with pytest.raises(Unreadable):
        read_aef(path)
