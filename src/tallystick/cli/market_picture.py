"""`tallystick market picture`: a network drawn, each kind from the same market file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.market_answers import exit_of
from tallystick.cli.output import Exit, show, stop

if TYPE_CHECKING:
    from tallystick.io.pictures import Spec
    from tallystick.market import Network, Solution

EXTRA = "this needs the pictures extra: pip install 'tallystick[pictures]' ({name} is missing)"
GROUPS_MAX = 6
DRAWS = 2000
NORMAL = {0.05: -1.6448536269514722, 0.25: -0.6744897501960817, 0.5: 0.0}
"""Quantiles of the standard normal distribution, by level; the others mirror them."""


class Kind(StrEnum):
    """What is drawn."""

    SUPPLY = "supply"
    SANKEY = "sankey"
    FAN = "fan"
    TORNADO = "tornado"
    COALITIONS = "coalitions"


def picture(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
    kind: Annotated[Kind, typer.Argument(help="What to draw.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File ending in .svg, .png, .html or .json.")
    ],
    draws: Annotated[
        int, typer.Option(help="How many scenarios, where the file has draws.", min=1)
    ] = DRAWS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same picture.", min=0)] = 0,
) -> None:
    """Draw a market file; fan and tornado show its draws, else first-order moves.

    Example: tallystick market picture two-markets.yaml sankey -o flows.svg
    """
    from tallystick.io.pictures import FORMATS, save
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution

    if output.suffix not in FORMATS:
        stop(Exit.USAGE, f"-o: {output} ends in none of {', '.join(FORMATS)}")
    try:
        spec = drawn(file, kind, draws, seed)
    except (Damaged, NoSolution) as refusal:
        show(refusal.findings)
        stop(exit_of(refusal))
    except ValueError as error:
        stop(Exit.USAGE, f"{kind}: {error}")
    with writing(output):
        try:
            save(spec, output)
        except ModuleNotFoundError as error:
            stop(Exit.USAGE, EXTRA.format(name=error.name))


def drawn(file: Path, kind: Kind, n_draws: int, seed: int) -> "Spec":
    """Return the picture of a kind; raises NoSolution, or ValueError where it has no data.

    Where the file has draws, fan and tornado show the ensemble.
    """
    from tallystick.cli.market_spread import fan_of_draws, tornado_of_draws
    from tallystick.io.market_draws import has_draws, read_ensemble
    from tallystick.io.market_file import read_market
    from tallystick.io.pictures import sankey, supply_and_demand

    if kind is Kind.COALITIONS:
        return _coalitions(file)
    if kind in {Kind.FAN, Kind.TORNADO} and has_draws(file):
        from tallystick.market.ensemble import simulate

        found = simulate(*read_ensemble(file), n_draws, seed)
        return fan_of_draws(found) if kind is Kind.FAN else tornado_of_draws(found)
    network = read_market(file)
    if kind is Kind.SUPPLY:
        return supply_and_demand(network.solve())
    if kind is Kind.SANKEY:
        return sankey(network.solve())
    return _fan(network.solve()) if kind is Kind.FAN else _tornado(network)


def _coalitions(file: Path) -> "Spec":
    """Draw the gains of all groups after their linking costs."""
    from tallystick.io.market_linking import read_linking
    from tallystick.io.pictures import coalition_bars
    from tallystick.market.coalitions import coalitions_to_json, play

    network, costs = read_linking(file)
    if len(network.markets) > GROUPS_MAX:
        n_markets = len(network.markets)
        raise ValueError(
            f"{n_markets} markets have too many groups; at most {GROUPS_MAX} are drawn"
        )
    return coalition_bars(coalitions_to_json(play(network, costs))["net_gains"])


def _tornado(network: "Network") -> "Spec":
    """Draw how the gain moves with each figure of the file."""
    from tallystick.io.pictures import tornado
    from tallystick.market.effects.swings import swings

    gain = network.solve().gain
    if gain is None:
        raise ValueError("a market cannot meet its need alone, so there is no gain")
    return tornado(swings(network), gain[0])


def _fan(found: "Solution") -> "Spec":
    """Spread prices around the solution by what shocks of the needs do to first order."""
    from tallystick.core.findings import Text
    from tallystick.io.pictures import Spread, fan
    from tallystick.market.effects import volatility

    spreads = []
    told = {one.market: one for one in volatility(found)}
    if not told:
        raise ValueError("every market needs need_deviation, in one period and away from a kink")
    levels = NORMAL | {1 - level: -z for level, z in NORMAL.items()}
    for one in found.markets:
        spread = told[one.market.id]
        before = one.autarky_price[0] if one.autarky_price else one.price[0]
        for place, middle, deviation in (
            ("without 无链接", before, spread.before),
            ("with 有链接", one.price[0], spread.after),
        ):
            quantiles = {level: middle + z * deviation for level, z in levels.items()}
            spreads.append(Spread(place, one.market.id, quantiles))
    title = Text("Price under shocks of the needs, to first order", "需求冲击下的价格（一阶近似）")
    return fan(spreads, title, Text("price", "价格"))
