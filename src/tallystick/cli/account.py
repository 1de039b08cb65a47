"""`tallystick account`: corresponding adjustments and the emissions balance of a Party."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tallystick.cli.account_stated import verify
from tallystick.cli.account_workbook import workbook
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused
from tallystick.core.quantities import printed

if TYPE_CHECKING:
    from tallystick.article6.account import AccountResult

app = noun("Corresponding adjustments and the emissions balance of a Party.")
app.command()(workbook)
app.command()(verify)


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="Account file, YAML or JSON.")],
    as_json: AsJson = False,
    row_23d: Annotated[
        Literal["authorized", "first_transferred"],
        typer.Option("--row-23d", help="What row 23(d) of the structured summary holds."),
    ] = "first_transferred",
    output: OutputFile = None,
) -> None:
    """Work out adjustments and balance, year by year, from a stand-alone file.

    Example: tallystick account run ghana.yaml --json
    """
    from tallystick.article6.account import Row23d, to_json, unread_to_json
    from tallystick.article6.account import run as work_out
    from tallystick.io.account_file import read_account
    from tallystick.io.yamlfile.damage import Damaged

    try:
        result = work_out(read_account(file), Row23d(row_23d))
    except Damaged as damaged:
        if as_json:
            with writing(output):
                emit_json(unread_to_json(damaged.findings), output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    with writing(output):
        if as_json:
            emit_json(to_json(result), output)
        else:
            emit(as_text(result), output)
            show(result.findings)
    if refused(result.findings):
        stop(Exit.REFUSED)


@contextmanager
def writing(output: Path | None) -> Iterator[None]:
    """Turn an output that cannot be written into a usage error."""
    try:
        yield
    except OSError as error:
        stop(Exit.USAGE, f"cannot write {output or 'the answer'}: {error.strerror}")


def as_text(result: "AccountResult") -> str:
    """Lay out the years, the period and the rows of the structured summary for people."""
    period = {field.name: getattr(result.period, field.name) for field in fields(result.period)}
    return "\n".join(
        [
            f"{result.party}, {result.method}",
            "",
            _years(result),
            "",
            *(f"{name}: {_cell(value)}" for name, value in period.items()),
            f"achieved: {result.achieved}",
            "",
            "structured summary (5/CMA.3 table 4), rows that apply",
            _summary(result),
            *(f"{row.para}: {row.note.en}" for row in result.structured_summary if row.note),
        ]
    )


def _years(result: "AccountResult") -> str:
    names = [field.name for field in fields(result.years[0])]
    rows = [[_cell(getattr(year, name)) for name in names] for year in result.years]
    heads = [name.removesuffix("_t").replace("_", " ") for name in names]
    return table(heads, rows, right=range(len(names)))


def _summary(result: "AccountResult") -> str:
    shown = [
        row
        for row in result.structured_summary
        if any(quantity is not None for quantity in row.values.values())
    ]
    rows = [
        [str(year.year), *(_cell(row.values[year.year]) for row in shown)] for year in result.years
    ]
    return table(["year", *(row.para for row in shown)], rows, right=range(len(shown) + 1))


def _cell(value: Any) -> str:
    """Print a quantity or an outcome; an unknown is a dash, never 0."""
    return str(value if isinstance(value, str) else printed(value)) if value is not None else "-"
