"""What feedbacks have to be, and what is said where they come to no rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.market.fixed_point.feedbacks import (
    KINDS,
    AdValorem,
    Feedback,
    OutputBased,
    PriceRate,
    RealisedShare,
)
from tallystick.market.network import Network
from tallystick.market.rules import DESIGN

FEEDBACKS: Rulebook[Feedback, Network] = Rulebook("feedbacks of prices and flows")
FIXED_POINTS: Rulebook["Restless", Network] = Rulebook("fixed points")


@dataclass(frozen=True, slots=True)
class Restless:
    """Feedbacks that did not settle: the least residual and after how many solutions."""

    residual: float
    rounds: int


def _markets(feedback: Feedback) -> tuple[str, ...]:
    match feedback:
        case AdValorem():
            return feedback.source, feedback.target
        case PriceRate():
            return feedback.source, feedback.target, feedback.market
        case OutputBased():
            return (feedback.market,)
        case RealisedShare():
            return feedback.market, *(feedback.sources or ())


@FEEDBACKS.rule(
    "FEEDBACK_MARKET",
    source=DESIGN,
    message=Text('there is no market "{market}" here', "此处没有市场“{market}”"),
    fix=Text("write one of {known}", "请写成以下之一：{known}"),
)
def _known(feedback: Feedback, network: Network) -> Iterator[Shown]:
    known = sorted(market.id for market in network.markets)
    for market in _markets(feedback):
        if market not in known:
            yield fails(feedback.origin, market=market, known=", ".join(known[:10]))


@FEEDBACKS.rule(
    "FEEDBACK_LINK",
    source=DESIGN,
    message=Text(
        'there is no link from "{source}" to "{target}"', "没有从“{source}”到“{target}”的链接"
    ),
    fix=Text("add the link, or remove the feedback", "请补充该链接或删除该反馈"),
)
def _linked(feedback: Feedback, network: Network) -> Shown | None:
    if not isinstance(feedback, AdValorem | PriceRate):
        return None
    ends = feedback.source, feedback.target
    if ends in {(link.source, link.target) for link in network.links}:
        return None
    return fails(feedback.origin, source=ends[0], target=ends[1])


@FEEDBACKS.rule(
    "FEEDBACK_BASELINE",
    source=DESIGN,
    message=Text(
        'the realised emissions of "{market}" are not known without its baseline',
        "缺少基线，无法得知“{market}”的实际排放",
    ),
    fix=Text("add baseline to the market", "请为该市场补充baseline"),
)
def _baseline(feedback: Feedback, network: Network) -> Shown | None:
    if isinstance(feedback, RealisedShare):
        for market in network.markets:
            if market.id == feedback.market and market.baselines is None:
                missing = Text(f'the baseline of "{market.id}"', f"“{market.id}”的基线")
                return unknown(missing, feedback.origin, market=market.id)
    return None


@FEEDBACKS.rule(
    "FEEDBACK_YEARS",
    source=DESIGN,
    message=Text(
        "the fee or rate of a link is one for all years and cannot follow prices year by year",
        "链接的费用或兑换率对各年份相同，无法逐年随价格变动",
    ),
    fix=Text("solve each year by itself", "请逐年分别求解"),
)
def _years(feedback: Feedback, network: Network) -> Shown | None:
    moves = isinstance(feedback, AdValorem | PriceRate)
    return fails(feedback.origin) if moves and network.n_years > 1 else None


@FEEDBACKS.rule(
    "FEEDBACK_NUMBER",
    source=DESIGN,
    message=Text("{value} cannot stand in {kind}", "{value}不能用于{kind}"),
    fix=Text(
        "write a share from 0 on (below 1 where allocation follows output), "
        "or points of ascending prices with rates above 0",
        "请填写不小于0的份额（按产出分配时须小于1），或按价格升序且兑换率大于0的点",
    ),
)
def _numbers(feedback: Feedback, _: Network) -> Shown | None:
    kind = KINDS[type(feedback)]
    if isinstance(feedback, PriceRate):
        prices = [price for price, _rate in feedback.points]
        rises = bool(prices) and prices == sorted(set(prices))
        sound = all(isfinite(price) and 0 < rate < inf for price, rate in feedback.points)
        return None if rises and sound else fails(feedback.origin, value=feedback.points, kind=kind)
    most = 1.0 if isinstance(feedback, OutputBased) else inf
    sound = 0 <= feedback.share < most
    return None if sound else fails(feedback.origin, value=feedback.share, kind=kind)


@FIXED_POINTS.rule(
    "FIXED_POINT_MISSED",
    source=DESIGN,
    message=Text(
        "prices and what follows them do not settle: after {rounds} solutions they are still "
        "{residual} apart",
        "价格与随其变动的数值未能收敛：求解{rounds}次后仍相差{residual}",
    ),
    fix=Text(
        "make fees, rates or shares depend on prices less steeply, or fix them",
        "请减弱费用、兑换率或份额对价格的依赖，或将其固定",
    ),
)
def _settled(restless: Restless, network: Network) -> Shown:
    origin = network.markets[0].origin if network.markets else {}
    return fails(origin, rounds=restless.rounds, residual=f"{restless.residual:.1e}")
