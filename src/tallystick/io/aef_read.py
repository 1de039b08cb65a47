"""Workbooks of the agreed electronic format read into plain tables of text, damage noted."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.core.findings import Text
from tallystick.io.aef_legacy import to_five_tables
from tallystick.io.workbook import damage as d
from tallystick.io.workbook.book import Sheet, open_workbook
from tallystick.io.workbook.headers import Labels, find_form, find_header
from tallystick.io.workbook.tables import TableShape, empty_table, read_form, read_table
from tallystick.io.workbook.unreadable import Unreadable, unreadable

__all__ = ["Unreadable", "read_aef"]

FORM = "submission"
LEAST_FIT = 0.5
"""The least share of the labels by which a worksheet of another name is known."""

NOT_AEF = Text(
    "it holds no worksheet of the agreed electronic format",
    "其中没有商定的电子格式的工作表",
)
USE_TEMPLATE = Text(
    "supply a workbook made from the template of the agreed electronic format",
    "请提交用商定的电子格式模板制作的工作簿",
)


def read_aef(path: Path) -> Submission:
    """Read a workbook of either layout.

    Raises Unreadable when no table can be read; damage within the workbook is in the submission.
    """
    sheets = open_workbook(path)
    layout = _layout(sheets)
    shapes = _shapes(layout)
    found = _locate(sheets, shapes)
    if not found:
        raise unreadable(path, NOT_AEF, USE_TEMPLATE)
    damage = d.Damage(str(path), law.layout(layout.value)[FORM][0].source.partition(" table")[0])
    header = _read_header(found, shapes[FORM], damage)
    tables: Mapping[str, pl.DataFrame] = {
        table: _read_rows(found, shape, damage) for table, shape in shapes.items() if table != FORM
    }
    if layout is Layout.LEGACY:
        header, tables = to_five_tables(header, tables)
    return Submission(str(path), layout, header, tables, tuple(damage.findings))


def _read_header(
    found: Mapping[str, Sheet], shape: TableShape, damage: d.Damage
) -> Mapping[str, str | None]:
    if shape.table in found:
        return read_form(found[shape.table], shape, damage)
    damage.add(d.SHEET_MISSING, {"table": shape.table}, sheet=shape.sheet)
    return dict.fromkeys(shape.printed)


def _read_rows(found: Mapping[str, Sheet], shape: TableShape, damage: d.Damage) -> pl.DataFrame:
    if shape.table in found:
        return read_table(found[shape.table], shape, damage)
    damage.add(d.SHEET_MISSING, {"table": shape.table}, sheet=shape.sheet)
    return empty_table(shape)


@cache
def _shapes(layout: Layout) -> Mapping[str, TableShape]:
    others = law.aliases(layout.value)
    names = law.worksheets(layout)
    shapes = {}
    for table, fields in law.layout(layout.value).items():
        spellings = [
            (field.name, label) for field in fields for label in others.get(field.name, ())
        ]
        printed = {field.name: field.label for field in fields}
        shapes[table] = TableShape(
            table, names[table], printed, Labels([*spellings, *printed.items()])
        )
    return shapes


def _layout(sheets: Sequence[Sheet]) -> Layout:
    """Decide by the header rows; sheet names may be anything."""

    def best(layout: Layout) -> float:
        tables = [shape for table, shape in _shapes(layout).items() if table != FORM]
        return max((_fit(sheet, shape) for sheet in sheets for shape in tables), default=0.0)

    return max(Layout, key=best)


def _locate(sheets: Sequence[Sheet], shapes: Mapping[str, TableShape]) -> Mapping[str, Sheet]:
    """Find the worksheet of each table by its name, else by its labels."""
    named = {"".join(shape.sheet.split()).casefold(): table for table, shape in shapes.items()}
    found: dict[str, Sheet] = {}
    others = []
    for sheet in sheets:
        table = named.get("".join(sheet.name.split()).casefold())
        if table is None or found.setdefault(table, sheet) is not sheet:
            others.append(sheet)
    for sheet in others:
        fit, table = max((_fit(sheet, shape), table) for table, shape in shapes.items())
        if fit >= LEAST_FIT:
            found.setdefault(table, sheet)
    return found


def _fit(sheet: Sheet, shape: TableShape) -> float:
    """How well a worksheet fits a table by its labels alone, from 0 to 1."""
    if shape.table == FORM:
        return len(find_form(sheet.head, shape.labels).labels) / shape.labels.count
    header = find_header(sheet.head, shape.labels)
    return header.fit if header else 0.0
