"""The tables of many submissions as one typed frame each, and the cells that could not be read."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from tallystick import law
from tallystick.article6.aef.cells import reader
from tallystick.article6.aef.recurring import recurring
from tallystick.article6.aef.submission import Layout, Submission

HEADER = "submission"
AT_A_TIME = 2
"""How many columns are read at once: texts are read without Python's lock."""

UNIQUE = ("text", "itmo_id")
"""Types whose cells are as they stand, or differ from row to row."""

TABLES = ("authorizations", "actions", "holdings", "entities")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the layout of a file says about the cells of one field."""

    table: str
    name: str
    label: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """The cells of one field that are empty though required (`value` null) or of another type."""

    cell: Cell
    rows: pl.DataFrame  # file, row, value


@dataclass(frozen=True, slots=True)
class Typed:
    """One table of all files: a `faulty` row has a cell that could not be read."""

    rows: pl.DataFrame
    unread: tuple[Unread, ...]


def cells(layout: Layout, table: str) -> list[Cell]:
    """Return the cells of a table in the fields of the five-table layout.

    The older layout prints the terms of an authorization on every action, and requires less.
    """
    own = {field.name: field for field in law.layout(layout.value).get(table, ())}
    if layout is Layout.LEGACY and table == "authorizations":
        own = {field.name: field for field in law.layout(layout.value)["actions"]}
    described = []
    for field in law.layout(Layout.FIVE_TABLE.value)[table]:
        printed = own.get(field.name, field)
        required = field.name in own and printed.required == "required"
        kind = _kind(field, printed)
        described.append(Cell(table, field.name, printed.label, kind, required))
    return described


def _kind(field: law.Field, printed: law.Field) -> str:
    if field.name == "quantity_non_ghg":
        return "decimal"  # a quantity in another metric need not be whole
    several = field.type.startswith("lists:") and printed.type == "text"
    return "texts" if several else printed.type


def read_tables(submissions: Sequence[Submission]) -> Mapping[str, Typed]:
    """Read every table of every submission; `file` is the place in the sequence."""
    return {table: _read(submissions, table) for table in (HEADER, *TABLES)}


def _read(submissions: Sequence[Submission], table: str) -> Typed:
    frames, unread = [], []
    damage = _damage(submissions).filter(table=table)
    for layout in _layouts(submissions):
        described = cells(layout, table)
        raw = _stacked(submissions, layout, described)
        typed = _typed(raw, described)
        faults = list(_faults(raw, typed, described))
        frames.append(_marked(typed, faults, damage))
        found = (Unread(fault.cell, _not_said(fault, damage)) for fault in faults)
        unread += [fault for fault in found if fault.rows.height]
    return Typed(pl.concat(frames), tuple(unread))


def _typed(raw: pl.DataFrame, described: Sequence[Cell]) -> pl.DataFrame:
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        columns = threads.map(lambda cell: _meant(raw[cell.name], cell.kind), described)
        return raw.select("file", "row").with_columns(columns)


def _meant(texts: pl.Series, kind: str) -> pl.Series:
    """Read the cells of a field; where the same few texts recur, each text once."""
    few = None if kind in UNIQUE else recurring(texts)
    if few is None:
        return _read_each(texts, kind)
    different, which = few
    return _read_each(different.alias(texts.name), kind).gather(which)


def _read_each(texts: pl.Series, kind: str) -> pl.Series:
    read = reader(kind)(pl.col(texts.name)).alias(texts.name)
    return texts.to_frame().select(read).to_series()


def _layouts(submissions: Sequence[Submission]) -> list[Layout]:
    used = {submission.layout for submission in submissions} or {Layout.FIVE_TABLE}
    return [layout for layout in Layout if layout in used]


def _stacked(
    submissions: Sequence[Submission], layout: Layout, described: Sequence[Cell]
) -> pl.DataFrame:
    table, names = described[0].table, [cell.name for cell in described]
    schema = {"file": pl.UInt32, "row": pl.UInt32, **dict.fromkeys(names, pl.String)}
    stacked = [pl.DataFrame(schema=schema)]
    for file, submission in enumerate(submissions):
        if submission.layout is layout:
            frame = _rows(submission, table, names)
            stacked.append(frame.select(pl.lit(file, pl.UInt32).alias("file"), "row", *names))
    return pl.concat(stacked)


def _rows(submission: Submission, table: str, names: Sequence[str]) -> pl.DataFrame:
    if table != HEADER:
        return submission.tables[table]
    values = {name: [submission.header.get(name)] for name in names}
    schema = {"row": pl.UInt32, **dict.fromkeys(names, pl.String)}
    return pl.DataFrame({"row": [None], **values}, schema=schema)


def _damage(submissions: Sequence[Submission]) -> pl.DataFrame:
    """Return the cells, whole columns and whole tables that the reader already found damaged."""
    damage = [
        (file, found.where.get("table"), found.where.get("field"), found.where.get("row"))
        for file, submission in enumerate(submissions)
        for found in submission.damage
    ]
    schema = {"file": pl.UInt32, "table": pl.String, "field": pl.String, "row": pl.UInt32}
    return pl.DataFrame(damage, schema=schema, orient="row")


def _faults(raw: pl.DataFrame, typed: pl.DataFrame, described: Sequence[Cell]) -> Iterator[Unread]:
    for cell in described:
        text, value = raw[cell.name], typed[cell.name]
        if value.null_count() > (0 if cell.required else text.null_count()):
            at_fault = value.is_null() if cell.required else value.is_null() & text.is_not_null()
            yield Unread(cell, raw.filter(at_fault).select("file", "row", value=cell.name))


def _not_said(fault: Unread, damage: pl.DataFrame) -> pl.DataFrame:
    """Leave out what the reader has said already: of the cell, of its column or of its table."""
    nowhere = pl.col("row").is_null()
    said = damage.filter(
        (pl.col("field") == fault.cell.name) | (pl.col("field").is_null() & nowhere)
    )
    whole = said if fault.cell.table == HEADER else said.filter(nowhere)
    return fault.rows.join(whole, on="file", how="anti").join(said, on=["file", "row"], how="anti")


def _marked(typed: pl.DataFrame, faults: Sequence[Unread], damage: pl.DataFrame) -> pl.DataFrame:
    places = [damage.select("file", "row"), *(fault.rows.select("file", "row") for fault in faults)]
    if not sum(place.height for place in places):
        return typed.with_columns(faulty=pl.lit(value=False))
    at_fault = pl.concat(places).unique().with_columns(faulty=pl.lit(value=True))
    return typed.join(
        at_fault, on=["file", "row"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.col("faulty").fill_null(value=False))
