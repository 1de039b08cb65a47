"""What a network has to be for the gains of its groups to be known."""

from collections.abc import Iterator

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.network import Network
from tallystick.market.rules import DESIGN

MARKETS_MAX = 10
"""The most markets whose 1,023 groups are solved one by one."""

COALITIONS: Rulebook[Network, int] = Rulebook("groups of markets")
STANDING: Rulebook[Network, frozenset[str]] = Rulebook("markets that can stand alone")


@COALITIONS.rule(
    "GROUPS_TOO_MANY",
    source=DESIGN,
    message=Text(
        "{count} markets make {groups} groups; at most {most} markets are taken",
        "{count}个市场构成{groups}个组合；最多可处理{most}个市场",
    ),
    fix=Text("join markets, or leave some out", "请合并市场或减少市场数量"),
)
def _too_many(network: Network, most: int) -> Shown | None:
    count = len(network.markets)
    if count <= most:
        return None
    return fails(network.markets[most].origin, count=count, groups=2**count - 1, most=most)


@STANDING.rule(
    "CANNOT_STAND_ALONE",
    source=DESIGN,
    message=Text(
        '"{market}" cannot meet its need alone, so that a gain over standing alone is not defined',
        "“{market}”单独无法满足其需求，因此相对单独运行的收益无定义",
    ),
    fix=Text("widen its curve or give it a ceiling", "请扩大其减排曲线或设置价格上限"),
)
def _stands(network: Network, standing: frozenset[str]) -> Iterator[Shown]:
    for market in network.markets:
        if market.id not in standing:
            yield fails(market.origin, market=market.id)
