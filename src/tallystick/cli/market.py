"""`tallystick market`: what a network of linked carbon markets would do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.market_coalitions import coalitions
from tallystick.cli.market_design import design
from tallystick.cli.market_ensemble import ensemble
from tallystick.cli.market_picture import picture
from tallystick.cli.market_reserve import reserve
from tallystick.cli.market_volatility import volatility
from tallystick.cli.market_winsets import winsets
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, OutputFile, emit
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.market import Solution

app = noun("Prices, flows and gains of linked carbon markets.")
app.command()(coalitions)
app.command()(design)
app.command()(ensemble)
app.command()(reserve)
app.command()(picture)
app.command()(volatility)
app.command()(winsets)


@app.command()
def solve(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
    rent_to_importers: Annotated[
        float, typer.Option(min=0, max=1, help="Share of each rent that importers keep.")
    ] = 1.0,
    leakage: Annotated[
        float, typer.Option(min=0, max=1, help="Share of abatement emitted elsewhere instead.")
    ] = 0.0,
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
    from tallystick.io.market_feedbacks import read_with_feedbacks
    from tallystick.market import solve as find
    from tallystick.market import to_json, unsolved_to_json
    from tallystick.market.effects import effects_to_json
    from tallystick.market.fixed_point import fixed_point_to_json, solve_fixed_point

    with refusals(as_json, output, unsolved_to_json):
        network, feedbacks = read_with_feedbacks(file)
        fixed = solve_fixed_point(network, feedbacks) if feedbacks else None
        found = fixed.found if fixed else find(network)
    if as_iamc:
        with writing(output):
            emit(long_table(found, scenario, money, year), output)
    elif fixed:  # effects compare with networks that the frozen values do not belong to
        agreed = f"\nfixed point: values agree to {fixed.residual:.1e}"
        tell(as_json, output, fixed_point_to_json(fixed), lambda: as_text(found) + agreed)
    else:
        data = to_json(found) | (
            effects_to_json(found, rent_to_importers, leakage) if as_json else {}
        )
        tell(as_json, output, data, lambda: as_text(found))


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
            *cells(one.price[at], one.abatement[at], one.net_import[at]),
            *cells(one.autarky_price[at] if one.autarky_price else None),
            *cells(one.gain[at] if one.gain else None),
        ]
        for one in found.markets
        for at, year in enumerate(years)
    ]
    flows = [
        [
            flow.link.source,
            flow.link.target,
            str(year),
            *cells(flow.sent[at], flow.received[at], flow.fee_revenue[at], flow.rent[at]),
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
