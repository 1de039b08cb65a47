"""`tallystick account workbook`: the rows of a reporting workbook beside the account."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused
from tallystick.core.quantities import printed

if TYPE_CHECKING:
    from fractions import Fraction

    from tallystick.article6.reporting_workbook import Comparison

ByYear = dict[int, int]
YEAR_AND_TONNES = re.compile(r"(20\d{2})=(0|-?[1-9]\d{0,17})")


def by_year(given: list[str]) -> ByYear:
    """Read options written YEAR=TONNES; raises a usage error on any other form."""
    found: ByYear = {}
    for one in given:
        match = YEAR_AND_TONNES.fullmatch(one)
        if match is None or int(match[1]) in found:
            raise typer.BadParameter(f'"{one}" is not YEAR=TONNES, once for a year')
        found[int(match[1])] = int(match[2])
    return found


def uses_by_year(given: list[str]) -> ByYear:
    """Read what is used by year, which is never less than nothing."""
    found = by_year(given)
    if any(quantity_t < 0 for quantity_t in found.values()):
        raise typer.BadParameter("a use is not negative")
    return found


def workbook(
    file: Annotated[Path, typer.Argument(metavar="CREDITS.csv", help="List of credits.")],
    country: Annotated[str, typer.Option("--country", help="Host country as the list writes it.")],
    method: Annotated[
        Literal["trajectory", "averaging"], typer.Option("--method", help="Accounting method.")
    ] = "trajectory",
    inventory_to: Annotated[
        int, typer.Option("--inventory-to", min=2021, max=2026, help="Latest inventory year.")
    ] = 2024,
    last_year: Annotated[
        int, typer.Option("--last-year", min=2026, max=2099, help="Last year of the NDC period.")
    ] = 2030,
    inventory: Annotated[
        list[str], typer.Option("--inventory", metavar="YEAR=TONNES", help="Repeatable.")
    ] = [],  # noqa: B006 (typer copies it)
    used: Annotated[
        list[str], typer.Option("--used", metavar="YEAR=TONNES", help="Row 9; repeatable.")
    ] = [],  # noqa: B006 (only read; typer needs a list)
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Reproduce rows 7 to 13 of the Gold Standard and Verra workbook, and say what differs.

    Example: tallystick account workbook credits.csv --country Tanzania --json
    """
    from tallystick.article6.account import Method
    from tallystick.article6.reporting_workbook import Question, compare, to_json, unread_to_json
    from tallystick.article6.reporting_workbook.credits import USUAL_PERIOD
    from tallystick.cli.account import writing
    from tallystick.core.periods import NdcPeriod
    from tallystick.io.credits_file import read_credits
    from tallystick.io.yamlfile.damage import Damaged

    question = Question(
        country=country,
        method=Method(method),
        inventory_to=inventory_to,
        period=NdcPeriod(USUAL_PERIOD.first_year, last_year),
        inventory_t=by_year(inventory),
        used_t=uses_by_year(used),
    )
    try:
        result = compare(read_credits(file), question)
    except Damaged as damaged:
        if as_json:
            with writing(output):
                emit_json(unread_to_json(question, damaged.findings), output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    findings = [*result.findings, *result.differences]
    with writing(output):
        if as_json:
            emit_json(to_json(result), output)
        else:
            emit(as_text(result), output)
            show(findings)
    if refused(findings):
        stop(Exit.REFUSED)


def as_text(result: "Comparison") -> str:
    """Lay out the workbook's rows, and under them the adjustments and balances of the account."""
    if result.account is None:
        return f"{result.question.country}: not listed"
    years = result.question.period.years
    rows = [
        [f"row {one.row}", *(_cell(one.values.get(year)) for year in years), _cell(one.total)]
        for one in result.rows
    ]
    adjustments = [_cell(one.adjustment_t) for one in result.account.years]
    balances = [_cell(one.balance_t) for one in result.account.years]
    period = result.account.period
    rows.append(["adjustment", *adjustments, _cell(period.adjustment_t)])
    rows.append(["balance", *balances, _cell(period.balance_t)])
    heads = [result.question.country, *map(str, years), "total"]
    return table(heads, rows, right=range(1, len(heads)))


def _cell(value: "int | Fraction | None") -> str:
    """Print a quantity; an unknown is a dash, never 0."""
    return "-" if value is None else str(printed(value))
