"""The sheets of a workbook as grids of cells, once the scan has cleared them."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.parsers import expat

from tallystick.io.workbook import unreadable as why
from tallystick.io.workbook.headers import PlainRows, plain_rows
from tallystick.io.workbook.package import LIMITS, WORKBOOK, Limits, Parts, read_parts, repack
from tallystick.io.workbook.scan import Cell, Scan, scan_sheet, without_blank_end
from tallystick.io.workbook.unreadable import unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED_STRINGS = "xl/sharedstrings.xml"
_DECLARED_STRINGS = re.compile(rb"""uniqueCount\s*=\s*["']\s*\+?(\d+)""")
_PREFIXED_STRING_END = re.compile(rb"</\w+:si>")
_SHEET_DATA = b"sheetData"


@dataclass(frozen=True)
class Sheet:
    """One worksheet: the grid from A1, with formulas and error values emptied.

    `merged` holds the first and the last cell of each merged range.
    """

    name: str
    rows: list[list[object]]
    scan: Scan = field(default_factory=Scan)
    merged: tuple[tuple[Cell, Cell], ...] = ()

    @cached_property
    def head(self) -> PlainRows:
        """The first rows in the form in which labels are compared."""
        return plain_rows(self.rows)


def open_workbook(path: Path, limits: Limits = LIMITS) -> list[Sheet]:
    """Read every worksheet of a workbook, hidden ones included; raises Unreadable."""
    parts = read_parts(path, limits)
    try:
        scans, trimmed = _scan_sheets(parts)
        return _read_sheets(trimmed, _sheet_parts(parts), scans)
    except OverflowError:
        raise unreadable(path, why.TOO_LARGE) from None
    except (ValueError, KeyError, expat.ExpatError):
        raise unreadable(path, why.DAMAGED) from None


def _scan_sheets(parts: Parts) -> tuple[Mapping[str, Scan], Parts]:
    by_name = {name.lower(): data for name, data in parts.items()}
    lengths = _text_lengths(by_name.get(_SHARED_STRINGS, b""))
    scans: dict[str, Scan] = {}
    trimmed = dict(parts)
    for name, data in parts.items():
        if _SHEET_DATA in data:
            trimmed[name] = without_blank_end(data)
            scans[name.lower()] = scan_sheet(trimmed[name], lengths)
    return scans, trimmed


def _text_lengths(strings: bytes) -> list[int]:
    """Measure the shared strings, and refuse a false count: the reader makes room for it."""
    if any(int(count) > len(strings) for count in _DECLARED_STRINGS.findall(strings)):
        raise OverflowError("more strings are declared than there can be")
    ends_plainly = b"</si>" in strings
    texts = strings.split(b"</si>") if ends_plainly else _PREFIXED_STRING_END.split(strings)
    return [len(text) for text in texts]


def _sheet_parts(parts: Parts) -> list[str]:
    """Name the part, in lower case, of each sheet in the order of the workbook."""
    by_name = {name.lower(): data for name, data in parts.items()}
    targets = {
        relation["Id"]: posixpath.normpath(posixpath.join("/xl", relation["Target"]))[1:].lower()
        for relation in _elements(by_name[_RELATIONS], "Relationship")
    }
    sheets = _elements(by_name[WORKBOOK], "sheet")
    return [
        targets[value]
        for sheet in sheets
        for name, value in sheet.items()
        if name.rpartition(":")[2] == "id"
    ]


def _elements(xml: bytes, wanted: str) -> list[Mapping[str, str]]:
    """Collect the attributes of every element of a kind, whatever its prefix."""
    found: list[Mapping[str, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


def _read_sheets(
    parts: Parts, sheet_parts: Sequence[str], scans: Mapping[str, Scan]
) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        with CalamineWorkbook.from_filelike(repack(parts)) as workbook:
            listed = zip(workbook.sheets_metadata, sheet_parts, strict=True)
            return [
                _sheet(workbook.get_sheet_by_name(sheet.name), scans[part])
                for sheet, part in listed
                if sheet.typ is SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, OSError) as error:
        raise ValueError(str(error)) from error


def _sheet(cells: "CalamineSheet", scan: Scan) -> Sheet:
    rows = cast("list[list[object]]", cells.to_python(skip_empty_area=False))
    for row, column in (*scan.formulas, *scan.errors):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ""  # a cached value is only what some program last computed
    return Sheet(cells.name, rows, scan, tuple(cells.merged_cell_ranges or ()))
