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
from tallystick.market.ensemble.batch import Answers, Batch, repeated
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


def answered(bench: Bench, batch: Batch) -> Answers:
    from tallystick.market.ensemble.star import solve_star

    n = len(batch.rhs)
    shape = (n, bench.program.n_columns), (n, bench.program.n_rows)
    answers = Answers(np.zeros(shape[0]), np.zeros(shape[1]), np.full(n, np.inf))
    assert bench.star is not None
    solve_star(bench.shape, bench.star, batch, answers)
    return answers


def some(bench: Bench, n_draws: int, seed: int = 1) -> Batch:
    batch = repeated(bench.program, n_draws)
    n = bench.program.n_balances - 1
    batch.rhs[:, 1 : n + 1] += np.random.default_rng(seed).normal(0, 20, (n_draws, n))
    return batch


def test_star_needs_no_other_method() -> None:
    bench = bench_of(FOUR)
    answers = answered(bench, some(bench, 200))
    assert np.mean(answers.residual <= 1e-12) > 0.99


@given(st.lists(spokes, min_size=3, max_size=6), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_certificate_of_a_star_is_that_of_any_network(found: list[Spoke], seed: int) -> None:
    from tallystick.market.ensemble.proof import proof
    from tallystick.market.ensemble.workspace import largest_need

    bench = bench_of(star(found))
    if bench.star is None:
        return
    batch, slack = some(bench, 20, seed), np.zeros(bench.program.n_rows)
    answers = answered(bench, batch)
    for draw in range(20):
        unit = largest_need(bench.shape, batch, draw)
        general = proof(bench.shape, batch, draw, answers, unit, slack)
        if general <= 1e-6:
            assert answers.residual[draw] == pytest.approx(general, abs=1e-12)
        else:
            assert answers.residual[draw] > 1e-9


def test_draw_of_a_star_is_the_same_whatever_is_drawn_after_it() -> None:
    bench = bench_of(FOUR)
    batch = some(bench, 50)
    whole = answered(bench, batch)
    part = answered(bench, Batch(*(array[:21].copy() for array in batch)))
    assert np.array_equal(whole.x[:21], part.x)
    assert np.array_equal(whole.y[:21], part.y)


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
