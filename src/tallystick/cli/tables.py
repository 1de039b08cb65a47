"""Rows as a plain aligned table, the same on a terminal and in a file."""

from collections.abc import Container, Sequence
from io import StringIO

WIDTH_MAX = 200


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Container[int] = ()) -> str:
    """Lay out rows in columns; those whose index is in `right` hold numbers."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style=None)
    for index, head in enumerate(heads):
        drawn.add_column(head, justify="right" if index in right else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*row)
    console = Console(file=StringIO(), width=WIDTH_MAX, color_system=None, markup=False)
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
