"""The cells of a submission in one form for each meaning, however they are written."""

from collections.abc import Sequence

import polars as pl

from tallystick.article6.aef.cells import reader
from tallystick.article6.aef.submission import Submission
from tallystick.article6.aef.tables import HEADER, Cell, cells

_LISTS = ("texts", "parties", "lists")


def meanings(one: Submission, table: str) -> pl.DataFrame:
    """Return a table as text in one form for each meaning, or as it stands where it has none."""
    described = cells(one.layout, table)
    rows = _form(one, described) if table == HEADER else one.tables[table]
    meant = {cell.name: pl.coalesce(_meaning(cell), pl.col(cell.name)) for cell in described}
    return rows.select("row", **meant)


def _form(one: Submission, described: Sequence[Cell]) -> pl.DataFrame:
    values = {cell.name: [one.header.get(cell.name)] for cell in described}
    schema = {"row": pl.UInt32, **dict.fromkeys(values, pl.String)}
    return pl.DataFrame({"row": [1], **values}, schema=schema)


def _meaning(cell: Cell) -> pl.Expr:
    read = reader(cell.kind)(pl.col(cell.name))
    if cell.kind == "itmo_id":
        return _full_identifier(read)
    listed = cell.kind.partition(":")[0] in _LISTS
    return read.list.join("; ") if listed else read.cast(pl.String)


def _full_identifier(read: pl.Expr) -> pl.Expr:
    """Write an identifier in full; a bare serial takes the rest from the columns beside it."""
    columns = {
        "approach": "approach",
        "registry": "registry",
        "party": "first_transferring_party",
        "vintage": "vintage",
    }
    approach, registry, party, vintage = (
        pl.coalesce(read.struct.field(part).cast(pl.String), pl.col(column), pl.lit("?"))
        for part, column in columns.items()
    )
    serial = read.struct.field("serial").cast(pl.String)
    return pl.concat_str(approach, registry, party, serial, vintage, separator="-")
