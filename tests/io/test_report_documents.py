"""Documents open again in what people use, in both languages, with unknowns said in words."""

import io
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from pdf_text import pdf_pages, pdf_text

from tallystick.article6.reports.deadlines import deadlines
from tallystick.article6.reports.document import Document, Heading, Paragraph, Table, closing
from tallystick.article6.reports.made import DataUsed, Made
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.io.documents import UnknownFormError, write_document
from tallystick.io.documents.excel import render as as_workbook
from tallystick.io.documents.icalendar import calendar_text
from tallystick.io.documents.pdf import render as as_pdf

MADE = Made((DataUsed("ghana.yaml", "ab" * 32),), date(2025, 1, 1), (Text("by year", "按年份"),))
TABLE = Table(
    Text("Net [transfers]: 2021/2030", "净转让"),
    (Text("Year", "年份"), "Quantity"),
    ((2021, 0), (2022, None), (2023, Fraction(1, 3)), (date(2024, 1, 1), "=1+1"), (1, 10**17)),
)
DOCUMENT = Document(
    Text("Initial report of Ghana", "加纳初始报告"),
    (
        Heading(1, Text("Participation", "参与")),
        Paragraph("Côte d’Ivoire <b>& others</b>, 减缓成果"),
        TABLE,
        TABLE,
        *closing((), MADE),
    ),
)
LANGUAGES = [("en", "Initial report of Ghana", "unknown"), ("zh", "加纳初始报告", "未知")]
OTHERS = "Côte d’Ivoire <b>& others</b>, 减缓成果"


@pytest.mark.parametrize(("language", "title", "unknown"), LANGUAGES)
def test_workbook_opens_again_with_numbers_as_numbers(
    tmp_path: Path, language: str, title: str, unknown: str
) -> None:
    path = tmp_path / "report.xlsx"
    write_document(DOCUMENT, path, language)
    book = openpyxl.load_workbook(path)
    report, table = book.worksheets[0], book.worksheets[1]
    texts = [cell.value for cell in report["A"]]
    assert texts[0] == title
    assert OTHERS in texts
    assert any("ghana.yaml" in str(text) and "ab" * 32 in str(text) for text in texts)
    values = [row[1] for row in table.iter_rows(min_row=2, values_only=True)]
    assert values == [0, unknown, "0.333333", "=1+1", str(10**17)]
    assert table["B5"].data_type == "s"
    assert len({sheet.title for sheet in book.worksheets}) == 3


@pytest.mark.parametrize(("language", "title", "unknown"), LANGUAGES)
def test_word_file_opens_again_with_headings_and_tables(
    tmp_path: Path, language: str, title: str, unknown: str
) -> None:
    path = tmp_path / "report.docx"
    write_document(DOCUMENT, path, language)
    file = docx.Document(str(path))
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == title
    assert OTHERS in texts
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows[1:3] == [["2021", "0"], ["2022", unknown]]
    assert file.core_properties.language == {"en": "en-GB", "zh": "zh-CN"}[language]
    assert any("Tallystick" in text for text in texts)


@pytest.mark.parametrize(("language", "title", "unknown"), LANGUAGES)
def test_pdf_carries_its_text_so_that_it_can_be_copied(
    tmp_path: Path, language: str, title: str, unknown: str
) -> None:
    path = tmp_path / "report.pdf"
    write_document(DOCUMENT, path, language)
    text = re.sub(r"\s", "", pdf_text(path))
    for words in (title, unknown, OTHERS, "0.333333"):
        assert re.sub(r"\s", "", words) in text
    assert b"TallystickSansSC" in path.read_bytes()


def test_same_document_gives_the_same_bytes() -> None:
    assert as_pdf(DOCUMENT, "zh") == as_pdf(DOCUMENT, "zh")
    assert as_workbook(DOCUMENT, "zh") == as_workbook(DOCUMENT, "zh")


def test_characters_that_the_font_lacks_are_named(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_document(Document(Text("Ghana", "加纳"), (Paragraph("name 龘"),)), path, "en")
    text = pdf_text(path)
    assert "name □" in text
    assert "U+9F98" in text


def test_long_and_unprintable_text_does_not_break_any_form(tmp_path: Path) -> None:
    long = "很" * 40_000
    blocks = (Paragraph(long + "\x07"), Table(Text("T", "表"), ("a",), ((long[:9_000],),)))
    for form in ("xlsx", "docx", "pdf"):
        write_document(Document(Text("Long", "长"), blocks), tmp_path / f"long.{form}", "zh")
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx").worksheets[0]
    assert sum(str(cell.value).count("很") for cell in sheet["A"]) == len(long)


def test_other_ending_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormError, match=r"\.xlsx, \.docx, \.pdf"):
        write_document(DOCUMENT, tmp_path / "report.odt", "en")
    assert not list(tmp_path.iterdir())


@pytest.mark.feature("F245")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_calendar_has_one_event_per_day_due_in_lines_of_75_bytes(language: str) -> None:
    listed = deadlines("GHA", date(2026, 1, 1), date(2028, 12, 31))
    stamped = datetime(2026, 1, 1, 12, tzinfo=UTC)
    text = calendar_text("GHA", listed, stamped, language)
    lines = text.split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", unfolded)
    assert days == ["20260415", "20261231", "20270415", "20280415", "20281231"]
    assert len(set(re.findall(r"UID:(\S+)", unfolded))) == len(days)
    assert calendar_text("GHA", listed, stamped, language) == text


def test_word_file_is_well_formed_for_other_readers(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "report.docx"
    write_document(DOCUMENT, path, "zh")
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                ElementTree.parse(io.BytesIO(package.read(name)))  # noqa: S314 (our own file)


def test_nothing_in_a_workbook_is_cut_off_and_a_page_holds_every_column() -> None:
    label = Text("Emissions and removals " * 6, "国家自主贡献覆盖的排放和清除" * 5)
    table = Table(Text("T", "表"), ("Row", "Label", "2021"), ((1, label, 5), (2, "short", 7)))
    document = Document(Text("Title " * 30, "标题" * 60), (table,))
    for language in ("en", "zh"):
        content = as_workbook(document, language)
        report, sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        width = sheet.column_dimensions["B"].width
        assert sheet.row_dimensions[2].height >= 15 * 2
        assert sheet.row_dimensions[3].height is None
        assert sheet.column_dimensions["A"].width < width <= 61
        assert report.row_dimensions[1].height >= 2 * 15 * 16 / 11
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        fitted = sheet.sheet_properties.pageSetUpPr
        assert fitted is not None
        assert fitted.fitToPage


def test_heading_of_a_printed_document_is_not_left_alone_at_the_foot_of_a_page(
    tmp_path: Path,
) -> None:
    table = Table(Text("T", "表"), ("a", "b"), (("x", "y"),))
    below = (Heading(1, "Last"), table)
    for lines in range(20, 32):
        filler = tuple(Paragraph("line") for _ in range(lines))
        path = tmp_path / f"{lines}.pdf"
        path.write_bytes(as_pdf(Document(Text("T", "题"), (*filler, *below)), "en"))
        page = next(one for one in pdf_pages(path) if "Last" in one)
        assert page.endswith("Lastabxy")


def test_findings_of_a_document_speak_its_language_throughout() -> None:
    finding = Finding(
        "INV_MISSING",
        Outcome.FAIL,
        Severity.WARNING,
        Text("m", "文"),
        Text("f", "改"),
        "s",
        {"party": "GHA", "years": [2021, 2022], "serial": 5},
    )
    table = next(one for one in closing([finding], Made(())) if isinstance(one, Table))
    place, severity = table.rows[0][3], table.rows[0][2]
    assert (place, severity) == (
        Text("Party GHA, years 2021, 2022, serial 5", "缔约方 GHA，各年份 2021, 2022，serial 5"),
        Text("warning", "警告"),
    )
    assert not [one for one in Made(()).statements() if "-)" in one.en or "-）" in one.zh]
