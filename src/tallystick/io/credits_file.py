"""Lists of authorized credits: CSV with the columns of the reporting workbook."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tallystick.article6.reporting_workbook import Credit
from tallystick.core.findings import Text
from tallystick.io.yamlfile.damage import MISSING, WRONG, Damage, Damaged, Mistake
from tallystick.io.yamlfile.fields import shortened
from tallystick.io.yamlfile.forms import POSITIVE, TEXT, YEAR, Form, Value
from tallystick.io.yamlfile.source import read_text

REQUIRED = (
    "country",
    "volume_t",
    "vintage",
    "first_transfer_definition",
    "authorised_for_ndc",
)
OPTIONAL = ("authorisation_year", "issuance_year")

COLUMN = Text("a column of this name", "此名称的一列")
NOT_CSV = Mistake(
    Text("this is not CSV: {reason}", "这不是 CSV：{reason}"),
    Text("write one line per credit, with commas between", "请每笔一行，以逗号分隔"),
)
UNEVEN = Mistake(
    Text("the line has other cells than the header", "该行单元格数与表头不一致"),
    Text("write as many cells as the header has", "请按表头的列数填写"),
)
SUPPLY = Text("supply a CSV file in UTF-8", "请提供 UTF-8 编码的 CSV 文件")


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "no": False}
    if text.casefold() not in answers:
        raise ValueError(text)
    return answers[text.casefold()]


YES_OR_NO = Form(Text("Yes or No", "Yes 或 No"), _yes_or_no)


def read_credits(path: Path) -> tuple[Credit, ...]:
    """Read a list of credits; columns of other names are left alone.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    damage = Damage(str(path))
    try:
        read = [_credit(line, cells, damage) for line, cells in _lines(path, damage)]
    except csv.Error as error:
        damage.add(NOT_CSV, None, reason=str(error))
        raise Damaged(damage.findings) from error
    if damage.findings:
        raise Damaged(damage.findings)
    return tuple(credit for credit in read if credit is not None)


def _lines(path: Path, damage: Damage) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the cells of each line by column, once every required column is there."""
    reader = csv.reader(_text(path).splitlines(keepends=True), strict=True)
    header = [name.strip().casefold() for name in next(reader, [])]
    for name in REQUIRED:
        if name not in header:
            damage.add(MISSING, 1, name=name, expected=COLUMN.en, expected_zh=COLUMN.zh)
    if damage.findings:
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            damage.add(UNEVEN, reader.line_num)
            continue
        yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except Damaged as damaged:
        raise Damaged(replace(finding, fix=SUPPLY) for finding in damaged.findings) from damaged


def _credit(line: int, cells: Mapping[str, str], damage: Damage) -> Credit | None:
    def required(name: str, form: Form[Value]) -> Value | None:
        return _read(line, name, cells[name], form, damage)

    def optional(name: str, form: Form[Value]) -> Value | None:
        given = cells.get(name, "")
        return _read(line, name, given, form, damage) if given else None

    country = required("country", TEXT)
    volume = required("volume_t", POSITIVE)
    vintage = required("vintage", YEAR)
    declared = required("first_transfer_definition", TEXT)
    for_ndc = required("authorised_for_ndc", YES_OR_NO)
    authorized, issued = (optional(name, YEAR) for name in OPTIONAL)
    if country is None or volume is None or vintage is None or declared is None or for_ndc is None:
        return None
    return Credit(
        line=line,
        country=country,
        volume_t=volume,
        vintage=vintage,
        declared=declared,
        for_ndc=for_ndc,
        authorized_in=authorized,
        issued_in=issued,
    )


def _read(line: int, name: str, cell: str, form: Form[Value], damage: Damage) -> Value | None:
    wording = {"expected": form.expected.en, "expected_zh": form.expected.zh}
    if not cell:
        damage.add(MISSING, line, name=name, **wording)
        return None
    try:
        return form.read(cell)
    except ValueError:
        damage.add(WRONG, line, name=name, value=shortened(cell), **wording)
        return None
