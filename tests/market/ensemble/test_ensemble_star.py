"""Stars are recognized, and what they come to is what the general methods find."""

import sys
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")
sys.path.append(str(Path(__file__).parent))

from ensemble_samples import three

from tallystick.market import Collar, Limit, LimitKind, Link, Market, Network, linear, quadratic
from tallystick.market.ensemble.batch import repeated
from tallystick.market.ensemble.draws import Uncertainty
from tallystick.market.ensemble.plan import Bench, Plan
from tallystick.market.equilibrium import Uncertified, Unmet, settle

amounts = st.floats(0.5, 30)
spokes = st.tuples(
    st.floats(-10, 60),
    st.builds(linear, st.floats(0, 10), st.floats(0.3, 6), st.sampled_from([inf, 80.0])),
    st.sampled_from([None, 0.5, 0.9, 1.0]),
    st.sampled_from([None, 0.5, 0.9, 1.0]),
    st.tuples(st.sampled_from([0.0, 3.0]), st.sampled_from([inf, 12.0])),
    st.sampled_from([None, Collar((9.0,)), Collar((20.0,), 4.0)]),
    st.sampled_from([Collar((170.0,)), Collar((60.0,), 5.0)]),
)
Spoke = tuple[float, object, float | None, float | None, tuple[float, float], object, Collar]


def star(found: list[Spoke]) -> Network:
    markets = [Market("hub", (0.0,), released=(Collar((400.0,)),))]
    links = []
    for at, (need, curve, out, back, (fee, limit), floor, ceiling) in enumerate(found):
        withheld = (floor,) if isinstance(floor, Collar) else ()
        one = Market(f"s{at}", (need,), curve, withheld=withheld, released=(ceiling,))  # type: ignore[arg-type]  # a curve
        markets.append(one)
        if out is not None:
            links.append(Link(one.id, "hub", out, fee, limit))
        if back is not None:
            links.append(Link("hub", one.id, back, fee, limit))
    return Network(tuple(markets), tuple(links))


FOUR = star([(40.0, linear(0, 2), 1.0, 0.9, (0.0, inf), None, Collar((170.0,)))] * 4)


def bench_of(network: Network) -> Bench:
    return Bench(Plan(network, Uncertainty(())))


@given(st.lists(spokes, min_size=3, max_size=6))
@settings(max_examples=60, deadline=None)
def test_star_comes_out_as_solved_alone(found: list[Spoke]) -> None:
    bench = bench_of(star(found))
    if bench.star is None or min(bench.program.rhs) == max(bench.program.rhs):
        return
    try:
        expected = settle(bench.program)
    except (Unmet, Uncertified):
        return
    answers, _ = bench.solve(repeated(bench.program, 1))
    assert answers.residual[0] <= 1e-6
    top = max(float(np.max(expected.y)), 1e-6)
    room = 1e-6 * top + np.maximum(expected.greatest - expected.least, 0.0)
    assert np.all(np.abs(answers.y[0] - expected.y) <= room)


def test_star_needs_no_other_method() -> None:
    from tallystick.market.ensemble.batch import Answers
    from tallystick.market.ensemble.star import solve_star

    bench = bench_of(FOUR)
    assert bench.star is not None
    batch = repeated(bench.program, 200)
    batch.rhs[:, 1:] += np.random.default_rng(1).normal(0, 20, (200, 4))
    shape = (200, bench.program.n_columns), (200, bench.program.n_rows)
    answers = Answers(np.zeros(shape[0]), np.zeros(shape[1]), np.full(200, np.inf))
    solve_star(bench.shape, bench.star, batch, answers)
    assert np.mean(answers.residual <= 1e-12) > 0.99


def test_other_networks_are_no_stars() -> None:
    assert bench_of(FOUR).star is not None
    assert bench_of(three()).star is None
    limit = Limit(LimitKind.NET_IMPORT, ("hub",), (5.0,))
    assert bench_of(replace(FOUR, limits=(limit,))).star is None
    twice = (*FOUR.links, FOUR.links[0])
    assert bench_of(replace(FOUR, links=twice)).star is None
    across = (*FOUR.links, Link("s0", "s1"))
    assert bench_of(replace(FOUR, links=across)).star is None
    bent = replace(FOUR.markets[1], curve=quadratic(0.1, 0.5))
    assert (
        bench_of(replace(FOUR, markets=(*FOUR.markets[:1], bent, *FOUR.markets[2:]))).star is None
    )
