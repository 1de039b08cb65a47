"""A network as the countries that choose caps, or the sellers that choose sales, at one price.

Links, limits, floors and ceilings play no part: these questions are asked of a full link.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.core.findings import Outcome, Text, worst
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.market.design.caps import Country
from tallystick.market.design.clearing import abated
from tallystick.market.design.sellers import Trader
from tallystick.market.network import Network, Origin
from tallystick.market.rules import DESIGN
from tallystick.market.solving import NoSolution, check


@dataclass(frozen=True, slots=True)
class Strategists:
    """Who chooses: the damages of countries per tonne, and the ids of sellers."""

    damages: Mapping[str, float]
    sellers: tuple[str, ...]
    origin: Origin


STRATEGIES: Rulebook[Strategists, Network] = Rulebook("strategic caps and sales")


def countries_of(network: Network, asked: Strategists) -> list[Country]:
    """Return every market as a country with its damage; raises NoSolution."""
    _demand(network, asked)
    return [
        Country(one.id, (one.baselines or (0.0,))[0], one.curve, asked.damages[one.id])
        for one in network.markets
    ]


def traders_of(network: Network, asked: Strategists) -> tuple[list[Trader], list[Trader]]:
    """Return the sellers and those who take the price; raises NoSolution."""
    _demand(network, asked)
    traders = [Trader(one.id, one.needs[0], one.curve) for one in network.markets]
    return (
        [one for one in traders if one.id in asked.sellers],
        [one for one in traders if one.id not in asked.sellers],
    )


def _demand(network: Network, asked: Strategists) -> None:
    findings = [*check(network), *STRATEGIES.judge(asked, network)]
    if worst(findings) is not Outcome.PASS:
        raise NoSolution(findings)


@STRATEGIES.rule(
    "STRATEGY_YEARS",
    source=DESIGN,
    message=Text("caps and sales are chosen in one year only", "仅可就单一年份选择总量或销售量"),
    fix=Text("leave periods out", "请删除periods"),
)
def _one_year(asked: Strategists, network: Network) -> Shown | None:
    return fails(asked.origin) if network.n_years > 1 else None


@STRATEGIES.rule(
    "STRATEGY_SELLERS",
    source=DESIGN,
    message=Text(
        "sellers are {sellers}; there must be markets to sell and others to buy",
        "卖方为{sellers}；须既有卖方市场又有买方市场",
    ),
    fix=Text("name some of the markets, not all", "请写出部分而非全部市场"),
)
def _some(asked: Strategists, network: Network) -> Shown | None:
    known = {market.id for market in network.markets}
    if not known <= set(asked.sellers):
        return None
    return fails(asked.origin, sellers=", ".join(asked.sellers))


@STRATEGIES.rule(
    "STRATEGY_FACTS",
    source=DESIGN,
    message=Text('there is no market "{market}" here', "此处没有市场“{market}”"),
    fix=Text("name markets of the file", "请写出文件中的市场"),
)
def _facts(asked: Strategists, network: Network) -> Iterator[Shown]:
    ids = {market.id for market in network.markets}
    for name in {**asked.damages, **dict.fromkeys(asked.sellers)}:
        if name not in ids:
            yield fails(asked.origin, market=name)
    for market in network.markets if asked.damages else ():
        if market.id not in asked.damages:
            missing = Text(f'the damage of "{market.id}"', f"“{market.id}”的损害")
            yield unknown(missing, asked.origin)
        if market.baselines is None:
            missing = Text(f'the baseline of "{market.id}"', f"“{market.id}”的基线")
            yield unknown(missing, market.origin)


@STRATEGIES.rule(
    "CAPS_CURVE",
    source=DESIGN,
    message=Text(
        'the curve of "{market}" abates without end at the price {price}',
        "“{market}”的曲线在价格{price}时减排量无限",
    ),
    fix=Text("give its level piece a width", "请为其水平段设定宽度"),
)
def _finite(asked: Strategists, network: Network) -> Iterator[Shown]:
    if not asked.damages:
        return
    highest = max(asked.damages.values())
    for market in network.markets:
        if abated(market.curve, highest) == float("inf"):
            yield fails(market.origin, market=market.id, price=f"{highest:g}")
