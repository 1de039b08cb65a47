"""One filed workbook as plain tables of text, before any of it is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from tallystick.core.findings import Finding


class Layout(StrEnum):
    """The two printed layouts of the agreed electronic format."""

    FIVE_TABLE = "five_table"  # 4/CMA.6 annex II
    LEGACY = "legacy"  # 6/CMA.4 annex VII


@dataclass(frozen=True)
class Submission:
    """What stood in the cells of one workbook, under the field names of the layout tables.

    `header` maps the fields of table 1 to their text. `tables` holds `authorizations`, `actions`,
    `holdings` and `entities`: one String column per field of the five-table layout, null where the
    cell is blank or NA, and `row`, the 1-based sheet row, as UInt32. A number is written without
    a decimal point when it is whole, a date cell as yyyy-mm-dd (with Thh:mm:ss where it has a
    time); text keeps its own form. `damage` is what the reader already found wrong.
    """

    path: str
    layout: Layout
    header: Mapping[str, str | None]
    tables: Mapping[str, pl.DataFrame]
    damage: tuple[Finding, ...] = field(default=())
