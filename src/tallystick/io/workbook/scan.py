"""What the XML of a worksheet says before a cell is read: formulas, errors and how far it reaches.

The reader of cells drops formulas without a cached value and error values without a word, and
makes room for the whole rectangle from A1 to the last cell: two cells far apart would exhaust the
memory. One search clears a sheet written the usual way; any other is read element by element.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

Cell = tuple[int, int]
"""Row and column of a cell, both counted from 0."""

USUAL_CELL = r'<c r="A?[A-Z][1-9][0-9]{0,4}"(?:[^>r]|[A-Za-z]r)*>'  # with no second attribute r
ANY_CELL = "<c"
SUSPECT = r'<f| t="e"|:[cf]'
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_AREA = 20_000_000
MAX_TEXT = 512 << 20
_LEAST_CELL = len('<c t="s"><v>0</v></c>')
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CONTENT_ENDS = (b"</v>", b"</t>", b"</f>")


@dataclass(frozen=True, slots=True)
class Scan:
    """Where formulas and error values stand, in the order of the sheet."""

    formulas: tuple[Cell, ...] = ()
    errors: tuple[Cell, ...] = ()


def scan_sheet(xml: bytes, text_lengths: Sequence[int] = ()) -> Scan:
    """Scan one worksheet, given the lengths of the shared strings.

    Raises OverflowError when reading its cells would take unreasonable memory, ValueError when it
    is not a readable worksheet.
    """
    longest = max(text_lengths, default=0)
    if len(xml) // _LEAST_CELL * longest <= MAX_TEXT and _usual(xml):
        return Scan()
    survey = _Survey(text_lengths, longest)
    survey.read(xml)
    return Scan(tuple(survey.formulas), tuple(survey.errors))


def without_blank_end(xml: bytes) -> bytes:
    """Cut out the rows after the last one with content, which may only carry formats."""
    end = xml.rfind(b"</sheetData>")
    last = 0
    for mark in _CONTENT_ENDS:
        last = max(last, xml.rfind(mark, last, end))
    row_end = xml.find(b"</row>", last, end) + len(b"</row>")
    if last == 0 or row_end < last or xml.find(b"<f", row_end, end) >= 0:
        return xml
    return xml[:row_end] + xml[end:]


def cell_position(reference: str) -> Cell:
    """Read a reference such as "P12"; ValueError when it is none, or outside a sheet."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(f'"{reference}" is not a cell')
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(f'"{reference}" lies outside a sheet')
    return row - 1, column - 1


def cell_name(cell: Cell) -> str:
    """Write a position as a reference such as "P12"."""
    row, column = cell
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _usual(xml: bytes) -> bool:
    """Whether every cell names itself within A1:AZ99999 and none is a formula or an error."""
    import polars as pl  # its search is ten times as fast as that of `re`

    start = xml.find(b"<sheetData")
    if start < 0:
        return False
    end = xml.rfind(b"</sheetData")
    body = memoryview(xml)[start + len(b"<sheetData") : end if end > 0 else None]
    text = pl.col("body").str
    suspect, named, cells = (
        pl.DataFrame({"body": [str(body, "utf-8")]})
        .select(
            suspect=text.contains(SUSPECT),
            named=text.count_matches(USUAL_CELL),
            cells=text.count_matches(ANY_CELL),
        )
        .row(0)
    )
    return not suspect and bool(named == cells)


class _Survey:
    """Walks the cells of one worksheet."""

    def __init__(self, text_lengths: Sequence[int], longest: int) -> None:
        self.formulas: list[Cell] = []
        self.errors: list[Cell] = []
        self._lengths, self._longest = text_lengths, longest
        self._cell: Cell = (-1, -1)
        self._row, self._cells = -1, 0
        self._row_end = self._column_end = 0
        self._text = 0
        self._shared = self._in_value = False
        self._value = ""

    def read(self, xml: bytes) -> None:
        """Walk through the document; raises ValueError or OverflowError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise ValueError("the worksheet is not well-formed") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._cell, self._cells = (self._row, -1), 0
        elif kind == "c":
            self._open_cell(attributes)
        elif kind == "f":
            self.formulas.append(self._cell)
        elif kind in ("v", "is"):
            self._in_value, self._value = True, ""
            self._reach()

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self._cells += 1
        if "r" in attributes:
            self._cell = cell_position(attributes["r"])
        else:
            self._cell = (self._row, max(self._cell[1] + 1, self._cells - 1))
        self._shared = attributes.get("t") == "s"
        if attributes.get("t") == "e":
            self.errors.append(self._cell)

    def _reach(self) -> None:
        row, column = self._cell
        if row + 1 < self._row_end:
            raise ValueError("the rows are not in order")
        self._row_end = row + 1
        self._column_end = max(self._column_end, column + 1)
        if self._row_end * self._column_end > MAX_AREA:
            raise OverflowError(f"the sheet reaches to {cell_name(self._cell)}")

    def _characters(self, text: str) -> None:
        if self._in_value and self._shared:
            self._value += text

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "v":
            return
        if self._shared and self._value.isdecimal():
            index = int(self._value)
            self._text += self._lengths[index] if index < len(self._lengths) else self._longest
        if self._text > MAX_TEXT:
            raise OverflowError("the sheet repeats long texts")
        self._in_value = False
