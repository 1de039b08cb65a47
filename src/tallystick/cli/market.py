"""`tallystick market`: what a network of linked carbon markets would do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.market import Solution
    from tallystick.market.ensemble import Ensemble
    from tallystick.market.ensemble import Workers as MarketWorkers

app = noun("Prices, flows and gains of linked carbon markets.")


class Workers(StrEnum):
    """Who solves the draws of an ensemble."""

    THREADS = "threads"
    RAY = "ray"


@app.command()
def solve(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
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
        if as_json:
            emit_json(to_json(found), output)
        else:
            emit(as_text(found), output)


@app.command()
def ensemble(
    file: Annotated[Path, typer.Argument(help="Market file with draws, YAML or JSON.")],
    draws: Annotated[int, typer.Option(help="How many scenarios to draw.", min=1)],
    seed: Annotated[int, typer.Option(help="The same seed gives the same answer.", min=0)],
    sobol: Annotated[
        int, typer.Option(help="Size of the samples for Sobol's indices; 0: none.", min=0)
    ] = 0,
    workers: Annotated[
        Workers, typer.Option(help="Solve in threads of this process, or on a Ray cluster.")
    ] = Workers.THREADS,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Draw what is uncertain many times and show how prices, flows and gains spread.

    Example: tallystick market ensemble two-markets.yaml --draws 100000 --seed 1
    """
    from tallystick.cli.account import writing
    from tallystick.io.market_draws import read_ensemble
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution
    from tallystick.market.ensemble import ensemble_to_json, no_ensemble_to_json, simulate

    try:
        network, uncertainty = read_ensemble(file)
        with counted(draws + sobol * (2 + len(uncertainty.groups()))) as progress:
            start = perf_counter()
            found = simulate(
                network, uncertainty, draws, seed, staff(workers), sobol, progress=progress
            )
            seconds = perf_counter() - start
    except (Damaged, NoSolution) as refusal:
        if as_json:
            with writing(output):
                emit_json(no_ensemble_to_json(refusal.findings), output)
        else:
            show(refusal.findings)
        stop(Exit.UNREADABLE if isinstance(refusal, Damaged) else Exit.REFUSED)
    with writing(output):
        if as_json:
            emit_json(ensemble_to_json(found, seconds), output)
        else:
            show(found.findings)
            emit(ensemble_as_text(found, found.n_draws / seconds), output)


def staff(workers: Workers) -> "MarketWorkers | None":
    """Return who solves the draws; None for the threads of this process."""
    if workers is Workers.THREADS:
        return None
    from tallystick.market.ensemble.cluster import NoCluster, ray_workers

    try:
        return ray_workers()
    except NoCluster as reason:
        stop(Exit.USAGE, str(reason))


@contextmanager
def counted(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error, where somebody can see it, and give what moves it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("draws", total=total)
        yield lambda done: bar.advance(task, done)


def ensemble_as_text(found: "Ensemble", speed: float) -> str:
    """Lay out the distributions of prices and flows with what binds how often."""
    from tallystick.market.ensemble.summary import QUANTILES

    years = found.network.periods.years if found.network.periods else ("",)
    heads = ["figure", "of", "year", "mean", *(f"{at} %" for at in QUANTILES)]
    links = found.network.links
    rows = []
    for key, one in found.figures.items():
        if key.name in {"price", "net_import", "gain", "sent"}:
            link = links[key.whose] if isinstance(key.whose, int) else None
            whose = f"{link.source}→{link.target}" if link else key.whose
            cells = _cells(one.mean, *one.quantiles)
            rows.append([key.name.replace("_", " "), str(whose), str(years[key.year]), *cells])
    certified = f"largest residual {found.max_residual:.1e}, {found.unsolved} without an answer"
    return "\n".join(
        [
            table(heads, rows, right=range(3, len(heads))),
            "",
            f"{found.n_draws} draws, {speed:,.0f} a second; certificate: {certified}",
        ]
    )


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
