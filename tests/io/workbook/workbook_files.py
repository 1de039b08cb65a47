"""Workbooks taken apart and put together again, for tests of their parts."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

FIRST_SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def write_cells(path: Path, cells: Mapping[str, str | float]) -> Path:
    """Write one worksheet with the cells given by reference."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Sheet")
        for reference, value in cells.items():
            if isinstance(value, str):
                sheet.write_string(reference, value)
            else:
                sheet.write_number(reference, value)
    return path


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change the bytes of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
