"""The printed layouts of the agreed electronic format: tables, columns, worksheets, labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json, read_rows


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, or one line of table 1.

    `type` says how its cell is read; `required` is required, optional, conditional or platform
    (the last is filled in by the centralized accounting and reporting platform).
    """

    table: str
    number: int
    label: str
    name: str
    technical_name: str
    type: str
    required: str
    source: str


@cache
def layout(layout_name: str) -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of every table of a layout, "five_table" or "legacy", in printed order.

    Raises KeyError when there is no such layout.
    """
    aliases(layout_name)
    tables: dict[str, list[Field]] = {}
    for row in read_rows(f"aef_{layout_name}.csv"):
        number = int(row["number"])
        texts = {column: text for column, text in row.items() if column != "number"}
        tables.setdefault(row["table"], []).append(Field(number=number, **texts))
    return {table: tuple(fields) for table, fields in tables.items()}


@cache
def _template() -> Mapping[str, Any]:
    template: Mapping[str, Any] = read_json("aef_template.json")
    return template


def worksheets(layout_name: str = "five_table") -> Mapping[str, str]:
    """Return the worksheet name of every table of a layout.

    Raises KeyError when there is no such layout.
    """
    aliases(layout_name)
    names: Mapping[str, str] = _template()["worksheets"][layout_name]
    return names


def spacers(table: str) -> frozenset[str]:
    """Return the fields of a table after which the five-table template leaves a column blank."""
    return frozenset(_template()["spacers"].get(table, ()))


@cache
def aliases(layout_name: str) -> Mapping[str, tuple[str, ...]]:
    """Return, by field name, the other labels under which the field is found in print.

    Raises KeyError when there is no such layout.
    """
    by_layout = _template()["aliases"]
    if layout_name not in by_layout:
        raise KeyError(f'"{layout_name}" is not a layout; there are {", ".join(by_layout)}')
    return {name: tuple(labels) for name, labels in by_layout[layout_name].items()}
