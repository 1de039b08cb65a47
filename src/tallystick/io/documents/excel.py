"""Documents as workbooks: the text on the first worksheet, every table on one of its own."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from tallystick.article6.reports.document import Cell, Document, Heading, Table, Words, words_in
from tallystick.core.findings import Text
from tallystick.io.documents.letters import printable, printable_cell
from tallystick.io.workbook.cells import CREATED, LARGEST_NUMBER, LONGEST_TEXT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME_MAX = 31
A4 = 9
"""The number by which a workbook names the size of the paper."""

TEXT_WIDTH = 110
NARROWEST, WIDEST = 9, 60
"""How many letters a column of a table shows at least, and at most before a cell wraps."""

FONT_PT, LINE_PT, TALLEST_PT = 11, 15, 409
"""The usual size of letters, how high a line of them is, and how high a row may be."""

REPORT = Text("Report", "报告")
SEE = Text("Table on worksheet {name}", "表格见工作表 {name}")
STYLES = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "1": {"bold": True, "font_size": 14, "text_wrap": True},
    "2": {"bold": True, "font_size": 12, "text_wrap": True},
    "3": {"bold": True, "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "number": {"num_format": "0", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
}
Formats = Mapping[str, "Format"]


def render(document: Document, language: str) -> bytes:
    """Return the bytes of a workbook; the same document gives the same bytes."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        title = printable(document.title, language)
        workbook.set_properties({"title": title, "created": CREATED})
        formats = {name: workbook.add_format(style) for name, style in STYLES.items()}
        _write_all(workbook, document, language, formats)
    return content.getvalue()


def _write_all(workbook: "Workbook", document: Document, language: str, formats: Formats) -> None:
    names = {words_in(REPORT, language)}
    report = workbook.add_worksheet(words_in(REPORT, language))
    report.set_column(0, 0, TEXT_WIDTH)
    _fit_to_page(report)
    row = _write_text(report, 0, printable(document.title, language), formats["title"])
    for block in document.blocks:
        if isinstance(block, Table):
            name = _free_name(words_in(block.name, language), names)
            names.add(name)
            row = _write_text(report, row, SEE.fill({"name": name}), formats["text"], language)
            _write_table(workbook.add_worksheet(name), block, language, formats)
        else:
            style = str(block.level) if isinstance(block, Heading) else "text"
            row = _write_text(report, row, block.words, formats[style], language)


def _free_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a worksheet may carry and none carries yet."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", wanted).strip()[:NAME_MAX]
    folded = {name.casefold() for name in taken}
    name, number = plain, 1
    while name.casefold() in folded:
        number += 1
        ending = f" {number}"
        name = plain[: NAME_MAX - len(ending)] + ending
    return name


def _write_text(
    sheet: "Worksheet", row: int, words: Words, style: "Format", language: str = "en"
) -> int:
    """Write a text, over several rows where one cell cannot hold it; return the next row."""
    text = printable(words, language)
    for start in range(0, max(len(text), 1), LONGEST_TEXT // 2):
        part = text[start : start + LONGEST_TEXT // 2]
        _make_room(sheet, row, [(part, TEXT_WIDTH)], int(style.font_size))
        sheet.write_string(row, 0, part, style)
        row += 1
    return row


def _write_table(sheet: "Worksheet", table: Table, language: str, formats: Formats) -> None:
    sheet.freeze_panes(1, 0)
    _fit_to_page(sheet)
    sheet.repeat_rows(0)
    widths: list[int] = []
    for column, head in enumerate(table.heads):
        below = (_letters(printable_cell(row[column], language)) for row in table.rows)
        shown = max((_letters(printable(head, language)), *below))
        sheet.write_string(0, column, printable(head, language), formats["head"])
        widths.append(min(max(NARROWEST, shown + 2), WIDEST))
        sheet.set_column(column, column, widths[-1])
    for row, cells in enumerate(table.rows, start=1):
        texts = [printable_cell(cell, language) for cell in cells]
        _make_room(sheet, row, zip(texts, widths, strict=True))
        for column, cell in enumerate(cells):
            _write_cell(sheet, (row, column), cell, language, formats)


def _letters(text: str) -> int:
    """Count how wide a text is in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _make_room(
    sheet: "Worksheet", row: int, texts: Iterable[tuple[str, int]], font_pt: int = FONT_PT
) -> None:
    """Make a row as high as the lines of its texts need, each wrapped at a width in letters.

    Not every program that opens a workbook works that out by itself.
    """
    lines = [
        sum(ceil(max(_letters(line), 1) * font_pt / FONT_PT / width) for line in text.split("\n"))
        for text, width in texts
    ]
    height_pt = max(lines, default=1) * LINE_PT * font_pt / FONT_PT
    if height_pt > LINE_PT:
        sheet.set_row(row, min(height_pt, TALLEST_PT))


def _fit_to_page(sheet: "Worksheet") -> None:
    """Print all columns on the width of a page that lies on its side."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: "Worksheet", at: tuple[int, int], cell: Cell, language: str, formats: Formats
) -> None:
    """A whole number that a workbook keeps exactly is a number, everything else is text."""
    if isinstance(cell, int) and abs(cell) <= LARGEST_NUMBER:
        sheet.write_number(*at, cell, formats["number"])
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(cell, dt.time()), formats["date"])
    else:
        text = printable_cell(cell, language)[: LONGEST_TEXT // 2]
        sheet.write_string(*at, text, formats["text"])
