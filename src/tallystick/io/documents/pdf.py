"""Documents as PDF files, with a font of ours embedded for both scripts."""

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tallystick.article6.reports.document import Code, Document, Heading, Paragraph, Table
from tallystick.core.findings import Text
from tallystick.io.documents.codes import QUIET, runs, size
from tallystick.io.documents.letters import printable, printable_cell

FONT = "TallystickSansSC"
FONT_FILE = Path(__file__).parent / "fonts/tallystick-sans-sc.ttf"
ABSENT = "□"
SIZES = {"title": 16, "1": 13, "2": 11, "3": 9.5, "text": 9, "cell": 7}
MARGIN_MM = 15
NOT_PRINTED = Text(
    "Characters that the font of this file lacks are printed as □: {listed}",
    "本文件字体缺少的字符以□表示：{listed}",
)


def render(document: Document, language: str) -> bytes:
    """Return the bytes of a PDF file; the same document gives the same bytes."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    content = io.BytesIO()
    margins = dict.fromkeys(
        ("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN_MM * mm
    )
    page = SimpleDocTemplate(
        content,
        pagesize=landscape(A4),
        title=printable(document.title, language),
        author="Tallystick",
        invariant=1,
        **margins,
    )
    writer = Writer(language, page.width)
    page.build([*writer.flow(document)])
    return content.getvalue()


@cache
def _font() -> Any:
    """Register the font and return it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(FONT, str(FONT_FILE))
    pdfmetrics.registerFont(font)
    return font


class Writer:
    """Turns the blocks of one document into what reportlab lays out on pages."""

    def __init__(self, language: str, width: float) -> None:
        from reportlab.lib.styles import ParagraphStyle

        self.language = language
        self.width = width
        self.known = _font().face.charToGlyph
        self.absent: set[str] = set()
        self.styles = {
            name: ParagraphStyle(
                name,
                fontName=FONT,
                fontSize=size,
                leading=size * 1.4,
                spaceBefore=size / 2 if name != "cell" else 0,
                wordWrap="CJK" if language == "zh" else None,
            )
            for name, size in SIZES.items()
        }

    def flow(self, document: Document) -> Iterable[Any]:
        """Yield the title, every block, and what could not be printed."""
        yield self._paragraph(printable(document.title, self.language), "title")
        for block in document.blocks:
            match block:
                case Heading(level, words):
                    yield _room_below()
                    yield self._paragraph(printable(words, self.language), str(level))
                case Paragraph(words):
                    yield self._paragraph(printable(words, self.language), "text")
                case Code(address):
                    yield _drawn(address)
                    yield self._paragraph(address, "text")
                case Table():
                    yield from self._table(block)
        if self.absent:
            listed = ", ".join(f"U+{ord(one):04X}" for one in sorted(self.absent))
            words = printable(NOT_PRINTED.fill({"listed": listed}), self.language)
            yield self._paragraph(words, "text")

    def _paragraph(self, text: str, style: str) -> Any:
        from reportlab.platypus import Paragraph as Flowing

        return Flowing(self._marked(text), self.styles[style])

    def _marked(self, text: str) -> str:
        """Escape a text, and put a sign in place of what the font lacks."""
        self.absent |= {one for one in text if ord(one) not in self.known and one not in "\n\t\r"}
        shown = "".join(ABSENT if one in self.absent else one for one in text)
        return escape(shown).replace("\n", "<br/>")

    def _table(self, table: Table) -> Iterable[Any]:
        from reportlab.lib import colors
        from reportlab.platypus import LongTable, Spacer

        texts = [
            [printable(head, self.language) for head in table.heads],
            *([printable_cell(cell, self.language) for cell in row] for row in table.rows),
        ]
        cells = [[self._paragraph(text, "cell") for text in row] for row in texts]
        drawn = LongTable(cells, colWidths=_widths(texts, self.width), repeatRows=1, splitInRow=1)
        drawn.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.25, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
        yield from (Spacer(1, SIZES["cell"]), drawn, Spacer(1, SIZES["cell"]))


ROOM_MM = 30


def _room_below() -> Any:
    """Begin a page where a heading would stand at the foot of this one, with nothing below it."""
    from reportlab.lib.units import mm
    from reportlab.platypus import CondPageBreak

    return CondPageBreak(ROOM_MM * mm)


CODE_MM = 40


def _drawn(address: str) -> Any:
    """Draw the code of an address, dark on light, with its quiet margin."""
    from reportlab.graphics.shapes import Drawing, Rect
    from reportlab.lib.colors import black
    from reportlab.lib.units import mm

    whole = size(address) + 2 * QUIET
    step = CODE_MM * mm / whole
    drawing = Drawing(CODE_MM * mm, CODE_MM * mm)
    for run in runs(address):
        left, top = run.column + QUIET, whole - QUIET - run.row - 1
        rectangle = Rect(left * step, top * step, run.length * step, step)
        rectangle.fillColor, rectangle.strokeColor = black, None
        drawing.add(rectangle)
    return drawing


SHORTEST, LONGEST = 6, 40


def _widths(texts: list[list[str]], width: float) -> list[float]:
    """Share the width of the page by the longest text of each column, within bounds."""
    wanted = [min(max(SHORTEST, *map(len, column)), LONGEST) for column in zip(*texts, strict=True)]
    return [width * one / sum(wanted) for one in wanted]
