"""Tables found by their printed labels: header rows of tables, and labels beside their values."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallystick.io.workbook.scan import Cell

HEADER_ROWS = 20
FORM_ROWS = 40
LONGEST_LABEL = 200
LEAST_LABELS = 2
_SAME = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2013": "-"})

Rows = Sequence[Sequence[object]]
PlainRows = Sequence[Sequence[str]]
"""The first rows of a sheet with every text in the form in which labels are compared."""


def plain(label: str) -> str:
    """Bring a label to the form in which labels are compared: width, case and blanks aside."""
    if not label.isascii():
        label = unicodedata.normalize("NFKC", label).translate(_SAME)
    return " ".join(label.split()).casefold()


def plain_rows(rows: Rows) -> PlainRows:
    """Bring the rows where labels may stand to that form; what is no label is empty."""
    return [
        [
            plain(value) if isinstance(value, str) and len(value) <= LONGEST_LABEL else ""
            for value in row
        ]
        for row in rows[:FORM_ROWS]
    ]


class Labels:
    """The labels of one table, known as printed or with the letter of a footnote after them."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a field and one of its labels."""
        self._fields = {plain(label): field for field, label in spellings}
        self.count = len(set(self._fields.values()))

    def match(self, row: Sequence[str]) -> dict[str, list[int]]:
        """Return the columns in which each field is named; an exact label beats a footnoted one."""
        exact: dict[str, list[int]] = {}
        noted: dict[str, list[int]] = {}
        for column, label in enumerate(row):
            if (field := self._fields.get(label)) is not None:
                exact.setdefault(field, []).append(column)
            elif label[-1:].isalpha() and (field := self._fields.get(label[:-1].rstrip())):
                noted.setdefault(field, []).append(column)
        return {**noted, **exact}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its last row, the column of each field, and what is odd in it.

    `fit` is the share of labels that agree, from 0 to 1.
    """

    row: int
    columns: Mapping[str, int]
    repeated: Mapping[str, Cell]
    unknown: Sequence[int]
    fit: float


def find_header(rows: PlainRows, labels: Labels) -> Header | None:
    """Find the row that names most fields, and the labels of merged cells in the rows above it."""
    matches = [labels.match(row) for row in rows[:HEADER_ROWS]]
    best = max(range(len(matches)), key=lambda row: len(matches[row]), default=None)
    if best is None or len(matches[best]) < LEAST_LABELS:
        return None
    columns = {field: named[0] for field, named in matches[best].items()}
    for above in reversed(matches[:best]):
        for field, named in above.items():
            if named[0] not in columns.values():
                columns.setdefault(field, named[0])
    known = {column for named in matches[best].values() for column in named}
    unknown = [column for column, label in enumerate(rows[best]) if label and column not in known]
    repeated = {f: (best, named[1]) for f, named in matches[best].items() if len(named) > 1}
    return Header(best, columns, repeated, unknown, len(columns) / (labels.count + len(unknown)))


@dataclass(frozen=True, slots=True)
class Form:
    """A table that stands upright: the cell of each label, and the cell of its repetition."""

    labels: Mapping[str, Cell]
    repeated: Mapping[str, Cell]

    def value_cells(self, rows: Rows) -> Mapping[str, Cell]:
        """Return the cell of each value: to the right, in the first column that holds any."""
        beside = {
            column: _value_column(
                [rows[row] for row, c in self.labels.values() if c == column], column
            )
            for _, column in self.labels.values()
        }
        return {field: (row, beside[column]) for field, (row, column) in self.labels.items()}


def find_form(rows: PlainRows, labels: Labels) -> Form:
    """Find the cell of every label, wherever it stands."""
    cells: dict[str, Cell] = {}
    repeated: dict[str, Cell] = {}
    for row, content in enumerate(rows):
        for field, columns in labels.match(content).items():
            for column in columns:
                (repeated if field in cells else cells)[field] = (row, column)
    return Form(cells, repeated)


def _value_column(labelled: Rows, beside: int) -> int:
    width = max(len(row) for row in labelled)
    for column in range(beside + 1, width):
        if any(str(row[column]).strip() for row in labelled):
            return column
    return beside + 1
