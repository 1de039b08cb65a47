"""`tallystick market ensemble`: what is uncertain drawn many times, and how the answers spread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.output import AsJson, Exit, OutputFile, show, stop
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.market.ensemble import Ensemble
    from tallystick.market.ensemble import Workers as MarketWorkers


class Workers(StrEnum):
    """Who solves the draws of an ensemble."""

    THREADS = "threads"
    RAY = "ray"


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
    from tallystick.io.market_draws import read_ensemble
    from tallystick.market.ensemble import ensemble_to_json, no_ensemble_to_json, simulate

    with refusals(as_json, output, no_ensemble_to_json):
        network, uncertainty = read_ensemble(file)
        with counted(draws + sobol * (2 + len(uncertainty.groups()))) as progress:
            start = perf_counter()
            found = simulate(
                network, uncertainty, draws, seed, staff(workers), sobol, progress=progress
            )
            seconds = perf_counter() - start
    if not as_json:
        show(found.findings)
    tell(
        as_json,
        output,
        ensemble_to_json(found, seconds) if as_json else {},
        lambda: ensemble_as_text(found, found.n_draws / seconds),
    )


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
            what = [key.name.replace("_", " "), str(whose), str(years[key.year])]
            rows.append([*what, *cells(one.mean, *one.quantiles)])
    certified = f"largest residual {found.max_residual:.1e}, {found.unsolved} without an answer"
    return "\n".join(
        [
            table(heads, rows, right=range(3, len(heads))),
            "",
            f"{found.n_draws} draws, {speed:,.0f} a second; certificate: {certified}",
        ]
    )
