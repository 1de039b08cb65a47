"""Random networks of markets in which every kind of curve and restriction occurs."""

from random import Random

from tallystick.market import (
    Carry,
    Collar,
    Curve,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    Periods,
    exponential,
    linear,
    piecewise,
    power,
    quadratic,
    steps,
)

RATES = (1.0, 1.0, 1.0, 0.8, 0.95, 0.93)
FEES = (0.0, 0.0, 0.0, 2.5, 10.0)
OFTEN, SELDOM = 0.6, 0.3


def network(seed: int, n_markets_max: int = 20) -> Network:
    """Draw a network of 2 to 20 markets without money pumps, each with a ceiling far up."""
    draw = Random(seed)
    ids = [f"m{number}" for number in range(draw.randint(2, n_markets_max))]
    periods = _periods(draw)
    n_years = len(periods.years) if periods else 1
    markets = tuple(_market(draw, identifier, n_years) for identifier in ids)
    return Network(markets, _links(draw, ids), _limits(draw, ids, n_years), periods)


def _periods(draw: Random) -> Periods | None:
    if draw.random() > SELDOM:
        return None
    years = tuple(range(2026, 2026 + draw.randint(2, 3)))
    borrowing = draw.choice([None, Carry(), Carry(limit=5.0, interest=0.1)])
    return Periods(years, draw.choice([0.0, 0.05]), draw.choice([None, Carry()]), borrowing)


def _market(draw: Random, identifier: str, n_years: int) -> Market:
    needs = tuple(draw.uniform(-20, 60) for _ in range(n_years))
    floor = (Collar((draw.uniform(1, 15),) * n_years, draw.choice([5.0, float("inf")])),)
    ceiling = Collar((draw.uniform(150, 400),) * n_years)
    tier = Collar((draw.uniform(40, 90),) * n_years, draw.uniform(1, 10))
    return Market(
        identifier,
        needs,
        _curve(draw),
        (draw.uniform(100, 200),) * n_years,
        floor if draw.random() < SELDOM else (),
        (ceiling, tier) if draw.random() < SELDOM else (ceiling,),
    )


def _curve(draw: Random) -> Curve:
    """Draw a curve of any kind, at prices from 0 to some hundreds for tens of tonnes."""
    slope = draw.uniform(0.3, 6)
    prices = sorted(draw.uniform(0, 200) for _ in range(4))
    kinds = (
        lambda: linear(draw.choice([0.0, 5.0, -8.0]), slope, draw.choice([30.0, float("inf")])),
        lambda: quadratic(slope / 40, draw.choice([slope / 2, -slope / 10])),
        lambda: power(40 * slope, draw.uniform(1.2, 3), draw.uniform(80, 160)),
        lambda: exponential(10 * slope, draw.uniform(0.01, 0.05)),
        lambda: steps([(draw.uniform(3, 15), price) for price in prices]),
        lambda: piecewise([(12.0 * place, price) for place, price in enumerate(prices)]),
    )
    return draw.choice((*kinds, kinds[0], kinds[0]))()


def _links(draw: Random, ids: list[str]) -> tuple[Link, ...]:
    values = {identifier: draw.choice([1.0, 1.0, 0.5, 2.0]) for identifier in ids}
    links = []
    for source in ids:
        for target in draw.sample(ids, min(len(ids), 3)):
            if source == target:
                continue
            reciprocal = values[source] / values[target]
            links.append(_link(draw, source, target, reciprocal))
            if draw.random() < OFTEN:
                links.append(_link(draw, target, source, 1 / reciprocal))
    return tuple(links)


def _link(draw: Random, source: str, target: str, reciprocal: float) -> Link:
    limit = draw.uniform(2, 20) if draw.random() < SELDOM else float("inf")
    return Link(source, target, reciprocal * draw.choice(RATES), draw.choice(FEES), limit)


def _limits(draw: Random, ids: list[str], n_years: int) -> tuple[Limit, ...]:
    limits = []
    for identifier in ids:
        if draw.random() < SELDOM:
            kind = draw.choice(list(LimitKind))
            group = (identifier, draw.choice(ids)) if draw.random() < SELDOM else (identifier,)
            if kind is LimitKind.ENTITY_SHARE:
                limits.append(Limit(kind, (identifier,), share=draw.choice([0.05, 0.125, 0.5])))
            else:
                maxima = (draw.uniform(1, 25),) * n_years
                limits.append(Limit(kind, tuple(dict.fromkeys(group)), maxima))
    return tuple(limits)
