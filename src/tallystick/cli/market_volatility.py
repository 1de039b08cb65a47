"""`tallystick market volatility`: how price swings spread over every candidate link."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.output import AsJson, OutputFile
from tallystick.cli.tables import table
from tallystick.core.findings import Finding

HEADS = ("alone", "linked", "passed", "hedge", "removed")


def volatility(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
    share: Annotated[float, typer.Option(min=0.0, max=1.0, help="Swing of every need.")] = 0.1,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Link every pair of markets, swing their needs, and report price swings and hedges.

    Example: tallystick market volatility markets.yaml --share 0.1 --json
    """
    from tallystick.io.market_file import read_market
    from tallystick.market.volatility import candidates

    with refusals(as_json, output, unanswered):
        network = read_market(file)
        rows = [one.to_json() for one in candidates(network, share)]
    tell(as_json, output, {"share": share, "pairs": rows}, lambda: as_text(rows))


def unanswered(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the form of the answer for a file that cannot be read."""
    return {"pairs": [], "findings": [one.to_json() for one in findings]}


def as_text(rows: list[dict[str, Any]]) -> str:
    """Lay out the pairs."""
    shown = [
        [one["market"], one["partner"], *cells(*(one[head] for head in HEADS))] for one in rows
    ]
    return table(["market", "partner", *HEADS], shown, right=range(2, 7))
