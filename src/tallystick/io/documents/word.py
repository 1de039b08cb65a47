"""Documents as Word files."""

import io
from typing import TYPE_CHECKING

from tallystick.article6.reports.document import Code, Document, Heading, Paragraph, Table
from tallystick.io.documents.letters import printable, printable_cell

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LATIN_FONT, CHINESE_FONT = "Calibri", "SimSun"
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}


def render(document: Document, language: str) -> bytes:
    """Return the bytes of a Word file."""
    import docx

    file = docx.Document()
    _set_language(file, language)
    file.core_properties.title = printable(document.title, language)[:255]
    file.core_properties.author = "Tallystick"
    file.core_properties.comments = ""
    file.add_heading(printable(document.title, language), level=0)
    for block in document.blocks:
        match block:
            case Heading(level, words):
                file.add_heading(printable(words, language), level=level)
            case Paragraph() | Code():
                file.add_paragraph(printable(block.words, language))
            case Table():
                _add_table(file, block, language)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def _set_language(file: "WordDocument", language: str) -> None:
    """Name the fonts for both scripts, and the language that the text is proofread in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style = file.styles["Normal"]
    style.font.name = LATIN_FONT
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), CHINESE_FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES["en"])
    spoken.set(qn("w:eastAsia"), LANGUAGES["zh"])
    properties.append(spoken)
    file.core_properties.language = LANGUAGES[language]


def _add_table(file: "WordDocument", table: Table, language: str) -> None:
    drawn = file.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    for cell, head in zip(drawn.rows[0].cells, table.heads, strict=True):
        cell.paragraphs[0].add_run(printable(head, language)).bold = True
    for row in table.rows:
        for cell, value in zip(drawn.add_row().cells, row, strict=True):
            cell.text = printable_cell(value, language)
