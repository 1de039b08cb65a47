import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from workbook_files import FIRST_SHEET, STRINGS, rewrite, write_cells

from tallystick.io.workbook.book import open_workbook
from tallystick.io.workbook.unreadable import Unreadable


def test_hidden_sheets_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("One", "Two & <three>", "合符"):
            workbook.add_worksheet(name).write_string("B2", name)
        workbook.get_worksheet_by_name("合符").very_hidden()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=One!$A$1:$A$2"})
        workbook.add_chartsheet("Chart").set_chart(chart)
    sheets = open_workbook(path)
    assert [sheet.name for sheet in sheets] == ["One", "Two & <three>", "合符"]
    assert all(sheet.rows[1][1] == sheet.name for sheet in sheets)


def test_rich_and_inline_text_is_read(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "book.xlsx", {"A1": "shared"})
    inline = b'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">in line</t></is></c>'
    rich = b'<c r="B1" t="s"><v>0</v></c></row>'
    rewrite(
        path,
        FIRST_SHEET,
        lambda xml: (
            b"%s<sheetData>%s%s</sheetData>%s"
            % (xml.partition(b"<sheetData>")[0], inline, rich, xml.partition(b"</sheetData>")[2])
        ),
    )
    rewrite(
        path,
        STRINGS,
        lambda xml: xml.replace(b"<t>shared</t>", b"<r><t>sha</t></r><r><t>red</t></r>"),
    )
    assert open_workbook(path)[0].rows == [["in line", "shared"]]


def test_dates_of_the_1904_system_are_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
        style = workbook.add_format({"num_format": "dd/mm/yyyy"})
        workbook.add_worksheet().write_datetime("A1", dt.date(2024, 7, 4), style)
    assert open_workbook(path)[0].rows == [[dt.date(2024, 7, 4)]]


def test_cached_value_of_a_formula_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_string("B1", "text")
    (read,) = open_workbook(path)
    assert read.rows == [["", "text"]]
    assert read.scan.formulas == ((0, 0),)


def test_formula_without_cached_value_is_located(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    workbook = openpyxl.Workbook()
    worksheet = workbook.worksheets[0]
    worksheet["C3"] = "=1+1"
    workbook.save(path)
    assert open_workbook(path)[0].scan.formulas == ((2, 2),)


def test_false_count_of_strings_is_refused(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "book.xlsx", {"A1": "x"})
    rewrite(path, STRINGS, lambda xml: xml.replace(b'uniqueCount="1"', b'uniqueCount="4294967296"'))
    with pytest.raises(Unreadable):
        open_workbook(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", FIRST_SHEET])
def test_broken_part_is_unreadable(tmp_path: Path, part: str) -> None:
    path = write_cells(tmp_path / "book.xlsx", {"A1": "x"})
    rewrite(path, part, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(Unreadable):
        open_workbook(path)


def test_cells_at_the_corners_of_a_sheet_are_refused(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "book.xlsx", {"A1": "x", "XFD1048576": "y"})
    with pytest.raises(Unreadable):
        open_workbook(path)


def test_hundred_thousand_formatted_blank_rows_cost_little(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet, style = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.write_string(0, 0, "Party")
        for row in range(1, 100_001):
            for column in range(10):
                sheet.write_blank(row, column, None, style)
    (read,) = open_workbook(path)
    assert read.rows == [["Party"]]
