import datetime as dt
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aef_samples import (
    AUTHORIZED,
    FIRST_TRANSFER,
    HOST,
    changed,
    host_submission,
    submission,
)
from tallystick import law
from tallystick.article6.aef.submission import Submission
from tallystick.io.aef_read import read_aef
from tallystick.io.aef_write import NOTES, write_aef
from tallystick.io.workbook.cells import CREATED
from tallystick.io.workbook.text import NOT_APPLICABLE

NASTY = ["=1+1", "+1", "-2+3", "@SUM(A1)", "=cmd|'/c calc'!A0", "_x0041_", "a\tb\nc", "1e5", "007"]


def explained(text: str) -> Submission:
    """Put a text into a free field of a row that says something beside it."""
    return changed(host_submission(), "actions", [{**FIRST_TRANSFER, "explanation": text}])


def cells(path: Path, table: str) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path)[law.worksheets()[table]]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_labels_stand_in_printed_order_with_the_spacers_of_the_template(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(host_submission(), path)
    for table, fields in law.layout("five_table").items():
        if table == "submission":
            assert [row[0] for row in cells(path, table)] == [field.label for field in fields]
            continue
        header = cells(path, table)[0]
        assert [label for label in header if label] == [field.label for field in fields]
        for field in fields:
            after = header[header.index(field.label) + 1 :][:1]
            assert (after == [None]) == (field.name in law.spacers(table))


def test_header_is_frozen_and_bold(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(host_submission(), path)
    sheet = openpyxl.load_workbook(path)[law.worksheets()["actions"]]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_dates_and_numbers_are_true_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(host_submission(), path)
    workbook = openpyxl.load_workbook(path)
    authorized = workbook[law.worksheets()["authorizations"]]["B2"]
    assert authorized.value == dt.datetime(2023, 2, 1)
    assert authorized.number_format == "dd/mm/yyyy"
    acted = workbook[law.worksheets()["actions"]]["A2"]
    assert acted.value == dt.datetime(2024, 7, 4, 10, 30)
    assert acted.number_format == "yyyy-mm-dd hh:mm:ss"
    quantity = workbook[law.worksheets()["actions"]]["R2"]
    assert (quantity.value, quantity.number_format) == (1916, "0")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("9007199254740992", 2**53),
        ("9007199254740993", "9007199254740993"),
        ("007", "007"),
        ("12.5", 12.5),
        ("1e5", "1e5"),
        ("nan", "nan"),
        ("about 5", "about 5"),
    ],
)
def test_quantity_is_a_number_only_where_no_digit_is_lost(
    tmp_path: Path, text: str, cell: object
) -> None:
    path = tmp_path / "a.xlsx"
    sample = changed(
        host_submission(), "authorizations", [{**AUTHORIZED, "authorized_quantity_t": text}]
    )
    write_aef(sample, path)
    assert cells(path, "authorizations")[1][5] == cell
    assert read_aef(path).tables["authorizations"]["authorized_quantity_t"].to_list() == [text]


@pytest.mark.parametrize("text", ["2024-13-45", "04/07/2024", "1899-01-01", "2024-01-01T10:00:00Z"])
def test_what_is_no_date_of_a_spreadsheet_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(changed(host_submission(), "actions", [{**FIRST_TRANSFER, "acted_at": text}]), path)
    assert cells(path, "actions")[1][0] == text


def test_fields_of_the_platform_stay_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sample = submission(
        HOST,
        header={"review_status": "Review pending"},
        actions=[{**FIRST_TRANSFER, "check_result": "Checked"}],
    )
    write_aef(sample, path)
    read = read_aef(path)
    assert read.header["review_status"] is None
    assert read.tables["actions"]["check_result"].to_list() == [None]


@pytest.mark.parametrize("text", NASTY)
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(explained(text), path)
    with zipfile.ZipFile(path) as archive:
        assert not [
            name
            for name in archive.namelist()
            if b"<f" in archive.read(name).partition(b"<sheetData")[2]
        ]
    read = read_aef(path)
    assert not read.damage
    assert read.tables["actions"]["explanation"].to_list() == [text]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_marked_as_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(explained(text), path)
    row = openpyxl.load_workbook(path)[law.worksheets()["actions"]][2]
    (marked,) = [cell for cell in row if cell.quotePrefix]
    assert marked.data_type == "s"


@pytest.mark.parametrize(
    "text", ["a" * 32_768, "𝒳" * 16_384, "a\x00b", "\x1b[0m", "a\uffff", "\ud800"]
)
def test_text_that_no_cell_can_hold_is_refused_and_nothing_written(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("kept")
    with pytest.raises(ValueError, match=r"characters|control"):
        write_aef(submission(HOST, header={"version": text}), path)
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_longest_text_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(explained("é" * 32_767), path)
    assert read_aef(path).tables["actions"]["explanation"].to_list() == ["é" * 32_767]


def test_rows_beyond_a_worksheet_are_refused(tmp_path: Path) -> None:
    sample = host_submission()
    rows = pl.concat([sample.tables["entities"]] * 2**20)
    full = Submission(
        sample.path, sample.layout, sample.header, {**sample.tables, "entities": rows}
    )
    with pytest.raises(ValueError, match="rows"):
        write_aef(full, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_same_submission_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, other = (tmp_path / name for name in ("1.xlsx", "2.xlsx", "3.xlsx"))
    write_aef(host_submission(), one)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_aef(host_submission(), two)
    write_aef(host_submission(), other, created=CREATED + dt.timedelta(days=1))
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != other.read_bytes()


def test_notes_do_not_disturb_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(host_submission(), path, notes=["Illustrative values", "=not a formula"])
    assert [row[0].value for row in openpyxl.load_workbook(path)[NOTES]] == [
        "Illustrative values",
        "=not a formula",
    ]
    read = read_aef(path)
    assert not read.damage
    assert read.header == host_submission().header


texts = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda text: text not in NOT_APPLICABLE)
)
free = st.one_of(st.none(), texts.filter(bool), st.sampled_from(NASTY))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"terms": free, "timeframe": free, "purposes": free, "authorized_quantity_t": free},
            optional={"authorized_on": st.dates().map(dt.date.isoformat)},
        ),
        max_size=5,
    )
)
def test_any_content_reads_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str | None]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    sample = submission(HOST, authorizations=rows)
    write_aef(sample, path)
    read = read_aef(path)
    assert not read.damage
    said = sample.tables["authorizations"].filter(~pl.all_horizontal(pl.exclude("row").is_null()))
    assert read.tables["authorizations"].equals(said)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_file_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_aef(explained("=1+1"), path)
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path / "saved"),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )
    read, saved = read_aef(path), read_aef(tmp_path / "saved" / "a.xlsx")
    assert not saved.damage
    assert saved.header == read.header
    assert all(saved.tables[table].equals(read.tables[table]) for table in read.tables)
