"""`tallystick market`: what a network of linked carbon markets would do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.market_picture import picture
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.market import Solution

app = noun("Prices, flows and gains of linked carbon markets.")
app.command()(picture)


@app.command()
def solve(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
    rent_to_importers: Annotated[
        float, typer.Option(min=0, max=1, help="Share of each rent that importers keep.")
    ] = 1.0,
    as_iamc: Annotated[
        bool, typer.Option("--iamc", help="Write a long table, model to value, as CSV.")
    ] = False,
    scenario: Annotated[str, typer.Option(help="Scenario named in the long table.")] = "linked",
    money: Annotated[str, typer.Option(help="Money named in the long table.")] = "USD",
    year: Annotated[int, typer.Option(help="Year of a file without years.")] = 2026,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Find the equilibrium of a network and compare it with every market alone.

    Example: tallystick market solve two-markets.yaml --json
    """
    from tallystick.cli.account import writing
    from tallystick.io.market_file import read_market
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution, to_json, unsolved_to_json
    from tallystick.market import solve as find
    from tallystick.market.effects import effects_to_json

    try:
        found = find(read_market(file))
    except (Damaged, NoSolution) as refusal:
        if as_json:
            with writing(output):
                emit_json(unsolved_to_json(refusal.findings), output)
        else:
            show(refusal.findings)
        stop(Exit.UNREADABLE if isinstance(refusal, Damaged) else Exit.REFUSED)
    with writing(output):
        if as_iamc:
            emit(long_table(found, scenario, money, year), output)
        elif as_json:
            emit_json(to_json(found) | effects_to_json(found, rent_to_importers), output)
        else:
            emit(as_text(found), output)


def long_table(found: "Solution", scenario: str, money: str, year: int) -> str:
    """Return the table of model, scenario, region, variable, unit, year and value."""
    from tallystick.io.iamc import Labels, iamc_csv, iamc_rows

    return iamc_csv(iamc_rows(found, Labels("Tallystick", scenario, money, year)))


def as_text(found: "Solution") -> str:
    """Lay out markets and flows, year by year, with the certificate."""
    years = found.network.periods.years if found.network.periods else ("",)
    markets = [
        [
            one.market.id,
            str(year),
            *_cells(one.price[at], one.abatement[at], one.net_import[at]),
            *_cells(one.autarky_price[at] if one.autarky_price else None),
            *_cells(one.gain[at] if one.gain else None),
        ]
        for one in found.markets
        for at, year in enumerate(years)
    ]
    flows = [
        [
            flow.link.source,
            flow.link.target,
            str(year),
            *_cells(flow.sent[at], flow.received[at], flow.fee_revenue[at], flow.rent[at]),
        ]
        for flow in found.flows
        for at, year in enumerate(years)
    ]
    heads = ["market", "year", "price", "abatement", "net import", "alone", "gain"]
    flow_heads = ["from", "to", "year", "sent", "received", "fees", "rent"]
    return "\n".join(
        [
            table(heads, markets, right=range(2, len(heads))),
            "",
            table(flow_heads, flows, right=range(3, len(flow_heads))),
            "",
            f"certificate: largest residual {found.max_residual:.1e} ({found.method})",
        ]
    )


def _cells(*values: float | None) -> list[str]:
    """Print figures to four places; an unknown is a dash."""
    return ["-" if value is None else f"{value:,.4f}" for value in values]
