"""One table out of a worksheet: its columns as text under field names, its damage noted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tallystick.io.workbook import damage as d
from tallystick.io.workbook.book import Sheet
from tallystick.io.workbook.headers import Header, Labels, Rows, find_form, find_header
from tallystick.io.workbook.scan import Cell, cell_name
from tallystick.io.workbook.text import blanks_to_null, cell_text, column_text, said


@dataclass(frozen=True)
class TableShape:
    """What a table is called, and the label of each of its fields in printed order."""

    table: str
    sheet: str
    printed: Mapping[str, str]
    labels: Labels


def empty_table(shape: TableShape) -> pl.DataFrame:
    """Return the table without rows."""
    return pl.DataFrame(schema={**dict.fromkeys(shape.printed, pl.String), "row": pl.UInt32})


def read_table(sheet: Sheet, shape: TableShape, damage: d.Damage) -> pl.DataFrame:
    """Read a table with a header row; absent columns are null, blank rows are dropped."""
    header = find_header(sheet.head, shape.labels)
    if header is None:
        damage.add(d.HEADER_MISSING, {"table": shape.table}, sheet=sheet.name)
        return empty_table(shape)
    _note_header(header, sheet, shape, damage)
    _note_cells(sheet, shape, damage, _fields_of(header))
    _note_merged(sheet, header, shape, damage)
    first = header.row + 1
    if first == len(sheet.rows):
        return empty_table(shape)
    columns = list(zip(*sheet.rows[first:], strict=True))
    blank = [""] * (len(sheet.rows) - first)
    cells = {
        name: columns[header.columns[name]] if name in header.columns else blank
        for name in shape.printed
    }
    frame = pl.DataFrame([column_text(name, column) for name, column in cells.items()])
    return (
        blanks_to_null(frame)
        .with_row_index("row", offset=first + 1)
        .filter(~pl.all_horizontal(pl.exclude("row").is_null()))
        .select(*shape.printed, "row")
    )


def read_form(sheet: Sheet, shape: TableShape, damage: d.Damage) -> dict[str, str | None]:
    """Read a table in which every label stands to the left of its one value."""
    form = find_form(sheet.head, shape.labels)
    _note_missing(form.labels, sheet, shape, damage)
    _note_repeated(form.repeated, sheet, shape, damage)
    cells = form.value_cells(sheet.rows)
    _note_form_cells(cells, sheet, shape, damage)
    return {name: _value(sheet.rows, cells.get(name)) for name in shape.printed}


def _value(rows: Rows, cell: Cell | None) -> str | None:
    if cell is None or cell[1] >= len(rows[cell[0]]):
        return None
    return said(rows[cell[0]][cell[1]])


def _fields_of(header: Header) -> Callable[[Cell], str | None]:
    by_column = {column: name for name, column in header.columns.items()}
    return lambda cell: by_column.get(cell[1]) if cell[0] > header.row else None


def _note_header(header: Header, sheet: Sheet, shape: TableShape, damage: d.Damage) -> None:
    _note_missing(header.columns, sheet, shape, damage)
    _note_repeated(header.repeated, sheet, shape, damage)
    for column in header.unknown:
        cell, label = (header.row, column), cell_text(sheet.rows[header.row][column]).strip()
        where = {"table": shape.table, "row": header.row + 1, "cell": cell_name(cell)}
        damage.add(d.COLUMN_UNKNOWN, where, label=label)


def _note_missing(found: Iterable[str], sheet: Sheet, shape: TableShape, damage: d.Damage) -> None:
    for name in shape.printed.keys() - set(found):
        where = {"table": shape.table, "field": name}
        damage.add(d.FIELD_MISSING, where, label=shape.printed[name], sheet=sheet.name)


def _note_repeated(
    repeated: Mapping[str, Cell], sheet: Sheet, shape: TableShape, damage: d.Damage
) -> None:
    for name, cell in repeated.items():
        where = {"table": shape.table, "field": name, "cell": cell_name(cell)}
        damage.add(d.FIELD_REPEATED, where, label=shape.printed[name], sheet=sheet.name)


def _note_cells(
    sheet: Sheet, shape: TableShape, damage: d.Damage, field_of: Callable[[Cell], str | None]
) -> None:
    def placed(cells: Iterable[Cell]) -> Iterator[tuple[str, str, Cell]]:
        for cell in cells:
            if (name := field_of(cell)) is not None:
                yield name, shape.printed[name], cell

    damage.add_cells(d.FORMULA, d.FORMULAS, shape.table, placed(sheet.scan.formulas))
    alone = set(sheet.scan.errors) - set(sheet.scan.formulas)
    damage.add_cells(d.ERROR_VALUE, d.ERROR_VALUES, shape.table, placed(alone))


def _note_form_cells(
    values: Mapping[str, Cell], sheet: Sheet, shape: TableShape, damage: d.Damage
) -> None:
    for name, cell in values.items():
        where = {"table": shape.table, "field": name, "cell": cell_name(cell)}
        for kind, cells in ((d.FORMULA, sheet.scan.formulas), (d.ERROR_VALUE, sheet.scan.errors)):
            if cell in cells:
                damage.add(kind, where, label=shape.printed[name])


def _note_merged(sheet: Sheet, header: Header, shape: TableShape, damage: d.Damage) -> None:
    for (top, left), (bottom, _) in sheet.merged:
        inside = header.row < top < bottom and left in header.columns.values()
        if inside and top < len(sheet.rows) and str(sheet.rows[top][left]).strip():
            where = {"table": shape.table, "row": top + 2, "cell": cell_name((top, left))}
            damage.add(d.CELLS_MERGED, where)
