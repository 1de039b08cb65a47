"""`tallystick market reserve`: prices and bank beside a market stability reserve."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.output import AsJson, OutputFile, show
from tallystick.cli.tables import table

HEADS = ("circulating", "intake", "release", "invalidated", "holdings", "price", "bank")


def reserve(
    file: Annotated[Path, typer.Argument(help="Market file with a reserve block, YAML or JSON.")],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Simulate a reserve that takes in and releases units by what circulates, year by year.

    Example: tallystick market reserve with-reserve.yaml --json
    """
    from tallystick.io.market_reserve import read_reserve
    from tallystick.market.reserve import (
        no_path_to_json,
        path_to_json,
        simulate,
        without_reserve,
    )

    with refusals(as_json, output, no_path_to_json):
        network, asked = read_reserve(file)
        path = simulate(network, asked)
        data = path_to_json(path, without_reserve(network, asked))
    tell(as_json, output, data, lambda: as_text(data))
    if not as_json:
        show(path.findings)


def as_text(data: dict[str, Any]) -> str:
    """Lay out the years of the path with the price there would be without the reserve."""
    rows = [
        [str(one["year"]), *cells(*(one[head] for head in HEADS), data["without"]["price"][at])]
        for at, one in enumerate(data["years"])
    ]
    heads = ["year", *HEADS, "price without"]
    return table(heads, rows, right=range(1, len(heads)))
