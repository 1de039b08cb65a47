"""Where in the filed workbooks a rule has looked."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.segments import SERIES
from tallystick.core.identifiers import Block, Series

MOST_LISTED = 100
"""A file with more rows at fault under one rule shows the first of them and their count."""

Row = Mapping[str, Any]


def listed(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield rows at fault, in order; `count` is set where one row stands for all of its file."""
    alike, nth = pl.len().over("file"), pl.int_range(pl.len()).over("file")
    counted = rows.with_columns(count=alike, nth=nth)
    shown = counted.filter((pl.col("count") <= MOST_LISTED) | (pl.col("nth") == 0))
    many = pl.when(pl.col("count") > MOST_LISTED).then("count")
    yield from shown.with_columns(count=many).drop("nth").iter_rows(named=True)


def place(filings: Filings, row: Row) -> dict[str, object]:
    """Return file, table, row, Party, the range of identifiers and the count, as far as known."""
    where = {
        "file": filings.paths[row["file"]],
        "table": row.get("table"),
        "row": row.get("row"),
        "party": row.get("filer"),
        "ids": ids(row),
        "count": row.get("count"),
    }
    return {key: value for key, value in where.items() if value is not None}


def ids(row: Row) -> str | None:
    """Return the range of identifiers of a row that names a series and serials in order."""
    parts: list[Any] = [row.get(name) for name in (*SERIES, "first", "last")]
    if None in parts:
        return None
    approach, registry, party, vintage, first, last = parts
    try:
        return str(Block(Series(approach, registry, party, vintage), first, last))
    except ValueError:  # the row ends before it begins, which is a finding of its own
        return None
