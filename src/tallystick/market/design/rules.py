"""What a design has to name, and what is said where nothing satisfies it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.design.aims import Aim, Design
from tallystick.market.design.instruments import OF_LINKS, Change, Instrument
from tallystick.market.network import Network
from tallystick.market.rules import DESIGN

CHANGES_MAX = 2

DESIGNS: Rulebook[Design, Network] = Rulebook("designs of links")
SEARCHES: Rulebook["Fruitless", Design] = Rulebook("searches for a design")


@dataclass(frozen=True, slots=True)
class Fruitless:
    """A search whose grid has no admissible setting, with the codes of those without answer."""

    tried: int
    refused: list[str]


@DESIGNS.rule(
    "DESIGN_CHANGES",
    source=DESIGN,
    message=Text("{count} instruments are to be sought", "要求搜索{count}个工具"),
    fix=Text("write one or two under change", "请在change下填写一个或两个"),
)
def _count(design: Design, _: Network) -> Shown | None:
    count = len(design.changes)
    return None if 1 <= count <= CHANGES_MAX else fails(design.origin, count=count)


@DESIGNS.rule(
    "DESIGN_PLACE",
    source=DESIGN,
    message=Text("there is no {place} to change here", "此处没有可更改的{place}"),
    fix=Text("name two markets with a link, or one market", "请写出有链接的两个市场，或一个市场"),
)
def _places(design: Design, network: Network) -> Iterator[Shown]:
    links = {(link.source, link.target) for link in network.links}
    markets = {market.id for market in network.markets}
    for change in design.changes:
        place = change.markets
        known = place in links if change.instrument in OF_LINKS else place[0] in markets
        if not known:
            yield fails(change.origin, place=" → ".join(place))
    for market in (design.market, design.fees_to, *(one for s in design.shocks for one in s)):
        if market is not None and market not in markets:
            yield fails(design.origin, place=market)


@DESIGNS.rule(
    "DESIGN_RANGE",
    source=DESIGN,
    message=Text("{name} cannot go from {low} to {high}", "{name}不能从{low}变到{high}"),
    fix=Text(
        "write low below high; rates above 0, discounts below 1, all else from 0 on",
        "low须小于high；兑换率大于0，折扣小于1，其他不小于0",
    ),
)
def _ranges(design: Design, _: Network) -> Iterator[Shown]:
    for change in design.changes:
        if not _sound(change):
            low, high = f"{change.low:g}", f"{change.high:g}"
            yield fails(change.origin, name=change.name, low=low, high=high)


def _sound(change: Change) -> bool:
    least = change.low > 0 or (change.low == 0 and change.instrument is not Instrument.RATE)
    most = 1.0 if change.instrument is Instrument.DISCOUNT else float("inf")
    return least and change.low < change.high < most


@DESIGNS.rule(
    "DESIGN_AIM",
    source=DESIGN,
    message=Text("the aim {aim} needs {lack}", "目标{aim}需要{lack_zh}"),
    fix=Text("add it to the design", "请在design中补充"),
)
def _aim(design: Design, _: Network) -> Shown | None:
    if design.aim is Aim.GAIN and design.market is None:
        return fails(design.origin, aim=design.aim.value, lack="of: a market", lack_zh="of：市场")
    if design.aim is Aim.PRICE_STABILITY and len(design.shocks) < len(("one", "other")):
        lack = Text("two shocks or more", "至少两个冲击（shocks）")
        return fails(design.origin, aim=design.aim.value, lack=lack.en, lack_zh=lack.zh)
    return None


@SEARCHES.rule(
    "DESIGN_NONE",
    source=DESIGN,
    message=Text(
        "none of {tried} settings keeps to what is asked{refused}",
        "{tried}种设置均不满足要求{refused}",
    ),
    fix=Text(
        "lower least_abatement, drop pareto, or widen the ranges",
        "请降低least_abatement、取消pareto或扩大范围",
    ),
)
def _none(fruitless: Fruitless, design: Design) -> Shown:
    codes = f" ({', '.join(fruitless.refused)})" if fruitless.refused else ""
    return fails(design.origin, tried=fruitless.tried, refused=codes)
