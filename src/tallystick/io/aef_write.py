"""Submissions written as workbooks of the five-table format, safe to open and to file.

Text is always written as text: nothing becomes a formula, here or when the workbook is saved
again. The same submission gives the same bytes.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick import law
from tallystick.article6.aef.submission import Submission
from tallystick.io.whole_file import replace_file
from tallystick.io.workbook.cells import CREATED, LARGEST_NUMBER, LONGEST_TEXT
from tallystick.io.workbook.scan import LAST_ROW
from tallystick.io.workbook.text import number_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NARROWEST, WIDEST = 12, 42
FORM, NOTES = "submission", "Notes"
NUMBERS = frozenset({"integer", "quantity", "year"})
DATES = frozenset({"date", "instant"})
FIRST_DATE = dt.datetime(1901, 1, 1)  # noqa: DTZ001 (spreadsheets count 1900 as a leap year)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
_FORMATS = {
    "label": {"bold": True, "text_wrap": True, "valign": "top"},
    "text": {},
    "quoted": {"quote_prefix": True},
    "whole": {"num_format": "0"},
    "decimal": {"num_format": "0.###############"},
    "date": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
}
Formats = Mapping[str, "Format"]


def write_aef(
    submission: Submission,
    path: Path,
    notes: Sequence[str] = (),
    created: dt.datetime = CREATED,
) -> None:
    """Write a submission in the five-table layout; `notes` go on a worksheet of their own.

    Fields that the platform fills in stay empty. Nothing is left at the path, and what was there
    stays, when the writing fails. Raises ValueError on text that a workbook cannot hold.
    """
    replace_file(path, _workbook(submission, notes, created))


def _workbook(submission: Submission, notes: Sequence[str], created: dt.datetime) -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Agreed electronic format", "created": created})
        formats = {name: workbook.add_format(style) for name, style in _FORMATS.items()}
        for table, sheet in law.worksheets().items():
            worksheet = workbook.add_worksheet(sheet)
            if table == FORM:
                _write_form(worksheet, submission.header, formats)
            else:
                _write_table(worksheet, table, submission, formats)
        if notes:
            _write_notes(workbook, notes, formats)
    return content.getvalue()


def _write_form(worksheet: "Worksheet", header: Mapping[str, str | None], formats: Formats) -> None:
    fields = law.layout("five_table")[FORM]
    worksheet.set_column(0, 0, max(len(field.label) for field in fields))
    worksheet.set_column(1, 1, WIDEST)
    for row, field in enumerate(fields):
        worksheet.write_string(row, 0, field.label, formats["label"])
        if field.required != "platform":
            _write_cell(worksheet, (row, 1), header.get(field.name), field.type, formats)


def _write_table(
    worksheet: "Worksheet", table: str, submission: Submission, formats: Formats
) -> None:
    frame = submission.tables[table]
    if frame.height >= LAST_ROW:
        raise ValueError(f"{frame.height} rows do not fit on a worksheet")
    worksheet.freeze_panes(1, 0)
    for column, field in _columns(table):
        texts = [] if field.required == "platform" else frame[field.name].to_list()
        longest = max((len(text) for text in texts if text), default=0)
        width = min(max(longest, len(field.label) // 2, NARROWEST), WIDEST)
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, field.label, formats["label"])
        for row, text in enumerate(texts, start=1):
            _write_cell(worksheet, (row, column), text, field.type, formats)


def _columns(table: str) -> Iterator[tuple[int, law.Field]]:
    """Number the columns of a table, leaving out those that the template leaves blank."""
    column = 0
    for field in law.layout("five_table")[table]:
        yield column, field
        column += 2 if field.name in law.spacers(table) else 1


def _write_notes(workbook: "Workbook", notes: Sequence[str], formats: Formats) -> None:
    worksheet = workbook.add_worksheet(NOTES)
    worksheet.set_column(0, 0, 2 * WIDEST)
    for row, note in enumerate(notes):
        _write_text(worksheet, (row, 0), note, formats)


def _write_cell(
    worksheet: "Worksheet", at: tuple[int, int], text: str | None, kind: str, formats: Formats
) -> None:
    if not text:
        return
    if kind in NUMBERS and (number := _number(text)) is not None:
        style = "whole" if isinstance(number, int) else "decimal"
        worksheet.write_number(*at, number, formats[style])
    elif kind in DATES and (moment := _moment(text)) is not None:
        worksheet.write_datetime(*at, moment, formats["moment" if "T" in text else "date"])
    else:
        _write_text(worksheet, at, text, formats)


def _write_text(worksheet: "Worksheet", at: tuple[int, int], text: str, formats: Formats) -> None:
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
        raise ValueError(f"a cell holds at most {LONGEST_TEXT} characters: {text[:40]!r} ...")
    if _CONTROL.search(text):
        raise ValueError(f"{text[:40]!r} holds a control character, which no cell can hold")
    style = "quoted" if text.startswith(_FORMULA_STARTS) else "text"
    worksheet.write_string(*at, text, formats[style])


def _number(text: str) -> int | float | None:
    """Return the number if the workbook gives back the same text for it."""
    try:
        number = float(text)
        same = abs(number) <= LARGEST_NUMBER and number_text(number) == text
    except (ValueError, OverflowError):
        return None
    if not same:
        return None
    return int(number) if number.is_integer() else number


def _moment(text: str) -> dt.datetime | None:
    """Return the date if it is written the canonical way and spreadsheets know it."""
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment >= FIRST_DATE else None
