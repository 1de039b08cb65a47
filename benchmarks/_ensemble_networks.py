"""Random networks of a given size with every kind of restriction, and the draws on them."""

from math import inf
from random import Random

import numpy as np
from numpy.typing import NDArray

from tallystick.market import Collar, Limit, LimitKind, Link, Market, Network, linear
from tallystick.market.ensemble.batch import Batch, repeated
from tallystick.market.ensemble.draws import Uncertainty
from tallystick.market.ensemble.plan import Bench, Plan

OFTEN, SELDOM = 0.6, 0.3
RATES, FEES = (1.0, 0.95, 0.8), (0.0, 2.5)


def market(draw: Random, identifier: str) -> Market:
    """A market that can be a buyer or a seller, with a ceiling and at times a floor."""
    floor = (Collar((draw.uniform(1, 15),)),) if draw.random() < SELDOM else ()
    return Market(
        identifier,
        (draw.uniform(-10, 60),),
        linear(draw.choice([0.0, 5.0]), draw.uniform(0.3, 6), draw.choice([inf, 80.0])),
        (150.0,),
        floor,
        (Collar((draw.uniform(150, 300),)),),
    )


def link(draw: Random, source: str, target: str) -> Link:
    """A link with a rate, a fee and a limit drawn at random."""
    limit = draw.choice([inf, draw.uniform(2, 20)])
    return Link(source, target, draw.choice(RATES), draw.choice(FEES), limit)


def limits(draw: Random, ids: list[str]) -> tuple[Limit, ...]:
    """Limits of every kind on some of the markets."""
    found = []
    for one in ids:
        if draw.random() < SELDOM:
            kind = draw.choice(list(LimitKind))
            shared = kind is LimitKind.ENTITY_SHARE
            maxima = () if shared else (draw.uniform(1, 25),)
            found.append(Limit(kind, (one,), maxima, share=0.1 if shared else 0.0))
    return tuple(found)


def mesh(seed: int, n_markets: int, n_links: int) -> Network:
    """A network of any form."""
    draw = Random(seed)  # noqa: S311 (a seed hides nothing)
    ids = [f"m{at}" for at in range(n_markets)]
    pairs = [(one, other) for one in ids for other in ids if one != other]
    chosen = draw.sample(pairs, n_links)
    markets = tuple(market(draw, one) for one in ids)
    return Network(markets, tuple(link(draw, *pair) for pair in chosen), limits(draw, ids))


def star(seed: int, n_spokes: int) -> Network:
    """A hub without abatement of its own, to and from which every spoke may send."""
    draw = Random(seed)  # noqa: S311 (a seed hides nothing)
    ids = [f"m{at}" for at in range(n_spokes)]
    links = tuple(each for one in ids for each in (link(draw, one, "hub"), link(draw, "hub", one)))
    hub = Market("hub", (0.0,), released=(Collar((400.0,)),))
    return Network((hub, *(market(draw, one) for one in ids)), links)


def drawn(bench: Bench, seed: int, n_draws: int) -> Batch:
    """Programs with needs and slopes drawn at random."""
    draw = np.random.default_rng(seed)
    program = bench.program
    batch = repeated(program, n_draws)
    needs: NDArray[np.float64] = draw.normal(0, 10, (n_draws, program.n_balances))
    batch.rhs[:, : program.n_balances] += needs
    sloped = program.slope > 0
    batch.slope[:, sloped] *= draw.uniform(0.5, 2, (n_draws, int(sloped.sum())))
    return batch


def bench_of(network: Network) -> Bench:
    """Return where draws of a network are solved."""
    return Bench(Plan(network, Uncertainty(())))
