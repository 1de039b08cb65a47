"""What a network has to satisfy before it is solved."""

from collections.abc import Iterator
from math import inf, log

import numpy as np

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.compile import Floats
from tallystick.market.curves import HUGE, TINY
from tallystick.market.cycles import Arcs, potentials
from tallystick.market.network import LimitKind, Link, Market, Network, Origin

DESIGN = "Tallystick design"
ROWS_MAX = 2000
"""Markets times years, and limits times years, that one network may have."""
PIECES_MAX = 20_000
"""Pieces of curves times years that one network may have."""

NETWORKS: Rulebook[Network, None] = Rulebook("networks of markets")
SHAPES: Rulebook[Network, None] = Rulebook("parts of a network of markets")


@SHAPES.rule(
    "MARKETS_TOO_MANY",
    source=DESIGN,
    message=Text(
        "the network has {rows} balances and limits; at most {most} are solved together",
        "该网络有{rows}个平衡和限制；最多可同时求解{most}个",
    ),
    fix=Text("join markets, or take fewer years", "请合并市场或减少年份"),
)
def _size(network: Network, _: None) -> Shown | None:
    rows = (len(network.markets) + len(network.limits)) * network.n_years
    if rows <= ROWS_MAX:
        return None
    where = network.markets[0].origin if network.markets else {}
    return fails(where, rows=rows, most=ROWS_MAX)


@SHAPES.rule(
    "CURVES_TOO_LONG",
    source=DESIGN,
    message=Text(
        "the curves have {pieces} pieces up to here; at most {most} are solved together",
        "至此曲线共有{pieces}段；最多可同时求解{most}段",
    ),
    fix=Text("join steps or points, or take fewer years", "请合并台阶或点，或减少年份"),
)
def _pieces(network: Network, _: None) -> Shown | None:
    pieces = 0
    for market in network.markets:
        pieces += len(market.curve) * network.n_years
        if pieces > PIECES_MAX:
            return fails(market.origin, pieces=pieces, most=PIECES_MAX)
    return None


@SHAPES.rule(
    "NUMBER_OUT_OF_RANGE",
    source=DESIGN,
    message=Text(
        "{name} is {value}, which is not a number that can stand there",
        "{name}为{value}，不是可用于此处的数字",
    ),
    fix=Text(
        "rates are at least 1e-30, all else but needs not below 0, nothing beyond 1e30 in size",
        "兑换率不得小于1e-30，除需求外均不得小于0，任何数的绝对值不得超过1e30",
    ),
)
def _numbers(network: Network, _: None) -> Iterator[Shown]:
    for origin, name, value, least in _given(network):
        if not (value >= least and abs(value) <= HUGE):
            yield fails(origin, name=name, value=value)


def _given(network: Network) -> Iterator[tuple[Origin, str, float, float]]:
    """Yield the numbers of a network, each with the least that it may be; infinite limits pass."""
    for market in network.markets:
        yield from ((market.origin, "need", need, -inf) for need in market.needs)
        yield from ((market.origin, "baseline", one, 0.0) for one in market.baselines or ())
        for collar in (*market.withheld, *market.released):
            yield from ((market.origin, "price", price, 0.0) for price in collar.prices)
            yield from _limited(market.origin, "quantity", collar.quantity)
    for link in network.links:
        yield link.origin, "rate", link.rate, TINY
        yield link.origin, "fee", link.fee, 0.0
        yield from _limited(link.origin, "limit", link.limit)
    for limit in network.limits:
        values = (*limit.maxima, limit.share)
        yield from ((limit.origin, "limit", value, 0.0) for value in values)


def _limited(origin: Origin, name: str, value: float) -> Iterator[tuple[Origin, str, float, float]]:
    """Yield a number that may be infinite, unless it is."""
    if value != inf:
        yield origin, name, value, 0.0


@SHAPES.rule(
    "MARKET_REPEATED",
    source=DESIGN,
    message=Text('there are two markets "{market}"', "有两个市场“{market}”"),
    fix=Text("give each market an id of its own", "请为每个市场指定不同的标识"),
)
def _repeated(network: Network, _: None) -> Iterator[Shown]:
    seen: set[str] = set()
    for market in network.markets:
        if market.id in seen:
            yield fails(market.origin, market=market.id)
        seen.add(market.id)


@SHAPES.rule(
    "MARKET_UNKNOWN",
    source=DESIGN,
    message=Text('there is no market "{market}" here', "此处没有市场“{market}”"),
    fix=Text("write one of {known}", "请写成以下之一：{known}"),
)
def _unknown(network: Network, _: None) -> Iterator[Shown]:
    known = {market.id for market in network.markets}
    named: list[tuple[Origin, tuple[str, ...]]] = [
        (link.origin, (link.source, link.target)) for link in network.links
    ]
    named += [(limit.origin, (*limit.markets, *(limit.sources or ()))) for limit in network.limits]
    for origin, markets in named:
        for market in markets:
            if market not in known:
                yield fails(origin, market=market, known=", ".join(sorted(known)[:10]))


@SHAPES.rule(
    "LINK_TO_ITSELF",
    source=DESIGN,
    message=Text('a link leads from "{market}" to itself', "链接从“{market}”指向自身"),
    fix=Text("name two markets, or remove the link", "请写两个不同的市场，或删除该链接"),
)
def _to_itself(network: Network, _: None) -> Iterator[Shown]:
    for link in network.links:
        if link.source == link.target:
            yield fails(link.origin, market=link.source)


@SHAPES.rule(
    "BASELINE_UNKNOWN",
    source=DESIGN,
    message=Text(
        'a share of the emissions of "{market}" is limited, but its baseline is not given',
        "限制了“{market}”排放的份额，但未给出其基线",
    ),
    fix=Text("add baseline to the market", "请为该市场补充baseline"),
)
def _baseline(network: Network, _: None) -> Iterator[Shown]:
    markets = {market.id: market for market in network.markets}
    for limit in network.limits:
        if limit.kind is LimitKind.ENTITY_SHARE:
            for market in limit.markets:
                if market in markets and markets[market].baselines is None:
                    yield fails(limit.origin, market=market)


@NETWORKS.rule(
    "MONEY_PUMP",
    source=DESIGN,
    message=Text(
        "around {cycle} one unit becomes {product}: units would multiply without end",
        "沿{cycle}一圈，一个单位变为{product}个：单位将无限增加",
    ),
    fix=Text(
        "set rates whose product around the circle is at most 1", "请使沿环路的兑换率乘积不超过1"
    ),
)
def _pump(network: Network, _facts: None) -> Shown | None:
    if not network.links:
        return None
    _, cycle = potentials(_arcs(network))
    if not cycle:
        return None
    links = [network.links[number] for number in cycle]
    names = [links[0].source, *(link.target for link in links)]
    product = float(np.exp(sum(log(link.rate) for link in links)))
    return fails(links[0].origin, cycle=" → ".join(names), product=f"{product:.6g}")


def _arcs(network: Network) -> Arcs:
    places = {market.id: at for at, market in enumerate(network.markets)}
    return Arcs(
        np.array([places[link.source] for link in network.links]),
        np.array([places[link.target] for link in network.links]),
        np.array([link.rate for link in network.links]),
        len(network.markets),
    )


@NETWORKS.rule(
    "COLLARS_CROSSED",
    source=DESIGN,
    message=Text(
        'the floor {floor} of "{market}" lies above {ceiling}, at which it gets units without end',
        "“{market}”的价格下限{floor}高于{ceiling}，而按后一价格可无限获得单位",
    ),
    fix=Text(
        "lower the floor, raise the ceiling, or limit their quantities",
        "请降低下限、提高上限，或限制其数量",
    ),
)
def _crossed(network: Network, _: None) -> Iterator[Shown]:
    for year in range(network.n_years):
        ceilings = _ceilings(network, year)
        for market, ceiling in zip(network.markets, ceilings, strict=True):
            floor = max((c.prices[year] for c in market.withheld if c.quantity == inf), default=0.0)
            if floor > ceiling * (1 + 1e-12):
                shown = {"floor": f"{floor:g}", "ceiling": f"{ceiling:g}", "market": market.id}
                yield fails(market.origin, **shown)


def _ceilings(network: Network, year: int) -> Floats:
    """Return the price at which each market gets units without end, over open links too."""
    prices = np.array([_own_ceiling(market, year) for market in network.markets])
    for _ in network.markets:
        before = prices.copy()
        _pass_on(network, prices)
        if np.array_equal(prices, before):
            break
    return prices


def _pass_on(network: Network, prices: Floats) -> None:
    places = {market.id: at for at, market in enumerate(network.markets)}
    for link in network.links:
        if _is_open(link):
            source, target = places[link.source], places[link.target]
            prices[target] = min(prices[target], (prices[source] + link.fee) / link.rate)


def _is_open(link: Link) -> bool:
    return link.limit == inf


def _own_ceiling(market: Market, year: int) -> float:
    released = [c.prices[year] for c in market.released if c.quantity == inf]
    constant = [p.base for p in market.curve if p.upper == inf and p.slope == p.factor == 0]
    return min([*released, *constant], default=inf)
