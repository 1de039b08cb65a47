"""Rows of a frame to a table of PostgreSQL by COPY, written as text while others are sent."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import polars as pl
import psycopg

from tallystick.ledger.ahead import ahead
from tallystick.ledger.importing.tables import BYTES, Table

ROWS = 20_000
"""So many rows are written as text at a time."""


def copy(connection: psycopg.Connection, table: Table, into: str) -> None:
    """Send the rows of a table into one of that name, which has columns of the same names."""
    columns = ", ".join(table.rows.columns)
    copying = f"COPY {into} ({columns}) FROM STDIN".encode()
    with connection.cursor().copy(copying) as sent, closing(ahead(_texts(table.rows))) as texts:
        for text in texts:
            sent.write(text)


def _texts(rows: pl.DataFrame) -> Iterator[bytes]:
    """Write rows in the text format of COPY."""
    escaped = rows.with_columns(_escaped(rows[name]) for name in rows.columns)
    for some in escaped.iter_slices(ROWS):
        text = BytesIO()
        some.write_csv(
            text, include_header=False, separator="\t", quote_style="never", null_value="\\N"
        )
        yield text.getvalue()


def _escaped(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    if column.name in BYTES:
        return ("\\\\x" + column).alias(column.name)
    if not column.str.contains(r"[\\\t\n\r]").any():
        return column
    for plain, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        column = column.str.replace_all(plain, written, literal=True)
    return column
