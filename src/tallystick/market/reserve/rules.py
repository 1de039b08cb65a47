"""What a reserve needs to be simulated, and what is said of every simulated path."""

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.market.network import Network
from tallystick.market.reserve.acting import Reserve, ReserveRule
from tallystick.market.rules import DESIGN

if TYPE_CHECKING:
    from tallystick.market.reserve.simulating import Path

RESERVES: Rulebook[Reserve, Network] = Rulebook("market stability reserves")
PATHS: Rulebook["Path", Network] = Rulebook("paths with a reserve")


@RESERVES.rule(
    "RESERVE_BANKING",
    source=DESIGN,
    message=Text(
        "a reserve answers to units kept for later years; the network has no years with banking",
        "储备取决于结转至以后年份的单位；该网络没有可结转的年份",
    ),
    fix=Text("add periods with banking: true", "请补充periods并设banking: true"),
)
def _banking(reserve: Reserve, network: Network) -> Shown | None:
    banks = network.periods is not None and network.periods.banking is not None
    return None if banks else fails(reserve.origin)


@RESERVES.rule(
    "RESERVE_MARKET",
    source=DESIGN,
    message=Text('there is no market "{market}" here', "此处没有市场“{market}”"),
    fix=Text("name markets of the file", "请写出文件中的市场"),
)
def _markets(reserve: Reserve, network: Network) -> Iterator[Shown]:
    known = {market.id for market in network.markets}
    for market in dict.fromkeys((reserve.market, *reserve.counted)):
        if market not in known:
            yield fails(reserve.origin, market=market)


@RESERVES.rule(
    "RESERVE_NUMBERS",
    source=DESIGN,
    message=Text("{name} is {value}, which cannot stand there", "{name}为{value}，不能用于此处"),
    fix=Text(
        "release below the intake threshold, shares from 0 to 1, quantities from 0 on",
        "释放阈值须低于收储阈值，份额在0至1之间，数量不小于0",
    ),
)
def _numbers(reserve: Reserve, _: Network) -> Iterator[Shown]:
    for name, value in (("holdings", reserve.holdings), ("bank", reserve.bank)):
        if not 0 <= value < inf:
            yield fails(reserve.origin, name=name, value=value)
    for rule in dict.fromkeys(rule for rule in reserve.rules if rule):
        for name, value in _wrong(rule):
            yield fails(reserve.origin, name=name, value=value)


def _wrong(rule: ReserveRule) -> Iterator[tuple[str, float]]:
    if not 0 <= rule.intake_share <= 1:
        yield "intake_share", rule.intake_share
    if not 0 <= rule.release_below <= rule.intake_above < inf:
        yield "release_below", rule.release_below
    for name in ("release", "full_intake_from", "intake_least"):
        if not 0 <= getattr(rule, name) < inf:
            yield name, getattr(rule, name)
    if not rule.keep >= 0:
        yield "keep", rule.keep


@PATHS.rule(
    "RESERVE_UNIQUE",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text("another path with this reserve is possible", "该储备可能有其他路径"),
    fix=Text("compare paths with other thresholds", "请比较不同阈值下的路径"),
    undecided=Text(
        "whether this path is the only one cannot be told: {missing} changes what they bank",
        "无法判断该路径是否唯一：{missing_zh}会改变结转量",
    ),
    supply=Text(
        "read the path as that of markets which expect no action beyond those already due",
        "请将该路径理解为市场仅预期已确定操作时的结果",
    ),
)
def _unique(path: "Path", _: Network) -> Shown | None:
    if not any(one.action.intake or one.action.release for one in path.years):
        return None
    missing = Text("what markets expect of the reserve", "市场对储备的预期")
    return unknown(missing, path.reserve.origin)
