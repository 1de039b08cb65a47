"""Files of serial ranges: CSV or Parquet, with columns of our own or as the registries publish.

Our own columns are series, start, end and perhaps quantity. A list published by a registry has
one column of serial numbers in print instead. Nothing is dropped: a row that cannot be read is
counted and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.overlaps import FIRST
from tallystick.core.serials.defects import LAYOUT, Place, RangeTable, Rows
from tallystick.core.serials.form import SerialError
from tallystick.core.serials.registries import parse
from tallystick.io.workbook.unreadable import CODE, DENIED, EMPTY, MESSAGE, MISSING, NOT_A_FILE
from tallystick.io.workbook.unreadable import Unreadable

COLUMNS = ("series", "start", "end")
PRINTED = ("serial", "serial number", "credit serial numbers", "offset credit serial numbers")
"""What the registries head their column of serial numbers with."""

QUANTITIES = (
    "quantity",
    "quantity of credits",
    "quantity of offset credits",
    "quantity issued",
)

BLANK = Text("{column} is empty", "{column} 为空")
NOT_WHOLE = Text(
    '{column} "{value}" is not a whole number of at most 63 bits',
    "{column}“{value}”不是 63 位以内的整数",
)
NOT_A_TABLE = Text("it is neither Parquet nor CSV in UTF-8", "它既不是 Parquet，也不是 UTF-8 编码的 CSV")
SUPPLY = Text("supply a CSV file in UTF-8 or a Parquet file", "请提供 UTF-8 编码的 CSV 文件或 Parquet 文件")

_PARQUET = b"PAR1"
_EXACT = 1 << 53
"""Up to here a floating-point number says which whole number it is."""

_BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)
