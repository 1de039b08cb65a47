"""`tallystick market picture`: a network drawn, each kind from the same market file."""

from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.output import Exit, show, stop

if TYPE_CHECKING:
    from tallystick.io.pictures import Spec
    from tallystick.market import Network, Solution

EXTRA = "this needs the pictures extra: pip install 'tallystick[pictures]' ({name} is missing)"
GROUPS_MAX = 6
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
) -> None:
    """Draw a market file; fan draws first-order spreads from need_deviation.

    Example: tallystick market picture two-markets.yaml sankey -o flows.svg
    """
    from tallystick.io.market_file import read_market
    from tallystick.io.pictures import FORMATS, save
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution

    if output.suffix not in FORMATS:
        stop(Exit.USAGE, f"-o: {output} ends in none of {', '.join(FORMATS)}")
    try:
        spec = drawn(read_market(file), kind)
    except (Damaged, NoSolution) as refusal:
        show(refusal.findings)
        stop(Exit.UNREADABLE if isinstance(refusal, Damaged) else Exit.REFUSED)
    except ValueError as error:
        stop(Exit.USAGE, f"{kind}: {error}")
    with writing(output):
        try:
            save(spec, output)
        except ModuleNotFoundError as error:
            stop(Exit.USAGE, EXTRA.format(name=error.name))


def drawn(network: "Network", kind: Kind) -> "Spec":
    """Return the picture of a kind; raises NoSolution, or ValueError where it has no data."""
    from tallystick.io.pictures import coalition_bars, sankey, supply_and_demand, tornado
    from tallystick.market.effects.swings import swings

    found = network.solve()
    if kind is Kind.SUPPLY:
        return supply_and_demand(found)
    if kind is Kind.SANKEY:
        return sankey(found)
    if kind is Kind.FAN:
        return _fan(found)
    if kind is Kind.COALITIONS:
        return coalition_bars(group_gains(network))
    if found.gain is None:
        raise ValueError("a market cannot meet its need alone, so there is no gain")
    return tornado(swings(network), found.gain[0])


def group_gains(network: "Network") -> dict[str, float]:
    """Return the gain of every group of markets, ids joined by "+"."""
    ids = [market.id for market in network.markets]
    if len(ids) > GROUPS_MAX:
        raise ValueError(f"{len(ids)} markets have too many groups; at most {GROUPS_MAX} are drawn")
    gains = {}
    for size in range(2, len(ids) + 1):
        for group in combinations(ids, size):
            others = [one for one in ids if one not in group]
            gain = network.without(*others).solve().gain
            gains["+".join(group)] = 0.0 if gain is None else gain[0]
    return gains


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
