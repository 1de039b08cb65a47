"""What an ensemble shows, and that nothing but its seed decides it."""

import sys
from dataclasses import replace
from math import isclose
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba")
sys.path.append(str(Path(__file__).parent))

from ensemble_samples import moved, normal, three

from tallystick.market import Link, Market, Network, NoSolution, linear
from tallystick.market.ensemble import (
    Distribution,
    Draw,
    Ensemble,
    Key,
    Spread,
    Uncertainty,
    check_ensemble,
    ensemble_to_json,
    lognormal,
    simulate,
    threads,
)
from tallystick.market.ensemble.sampling import BLOCK, normals
from tallystick.market.ensemble.tasks import Workers, tasks

PAIR = Network(
    (Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))), (Link("b", "a"),)
)


def same(one: Ensemble, other: Ensemble) -> bool:
    return one.figures == other.figures and one.events == other.events


def test_seed_decides_every_bit_whoever_works() -> None:
    network = three()
    drawn = moved(network)
    first = simulate(network, drawn, 3 * BLOCK + 17, 5)
    assert same(first, simulate(network, drawn, 3 * BLOCK + 17, 5, workers=threads(1)))
    assert same(first, simulate(network, drawn, 3 * BLOCK + 17, 5, workers=turned(threads(2))))
    assert not same(first, simulate(network, drawn, 3 * BLOCK + 17, 6))


def turned(workers: Workers) -> Workers:
    """The same workers, given their tasks in the opposite order."""
    return lambda plan, centre, given: workers(plan, centre, given[::-1])


def test_more_draws_begin_with_the_same_ones() -> None:
    drawn = moved(three())
    few, many = tasks(3, 100)[0], tasks(3, BLOCK)[0]
    whole = normals(drawn, 3, many.stream, many.block)
    assert np.array_equal(whole[:100], normals(drawn, 3, few.stream, few.block)[:100])


def test_linear_network_has_the_moments_worked_out_by_hand() -> None:
    """One price (2/3 of b's slope-weighted needs): p = (n_a + n_b) / (1/2 + 1)."""
    drawn = Uncertainty((normal("need", 3.0, market="a"), normal("need", 2.0, market="b")))
    found = simulate(PAIR, drawn, 40_000, 1)
    price = found.figures[Key("price", "a", 0)]
    assert isclose(price.mean, 60 / 1.5, rel_tol=2e-3)
    assert isclose(price.sd, 13**0.5 / 1.5, rel_tol=2e-2)
    assert isclose(price.quantiles[2], 40.0, rel_tol=2e-3)


def test_correlation_widens_what_both_share() -> None:
    draws = (normal("need", 3.0, market="a"), normal("need", 3.0, market="b"))
    apart = simulate(PAIR, Uncertainty(draws), 20_000, 2)
    together = simulate(PAIR, Uncertainty(draws, ((1.0, 0.9), (0.9, 1.0))), 20_000, 2)
    key = Key("price", "a", 0)
    ratio = together.figures[key].sd / apart.figures[key].sd
    assert isclose(ratio, 1.9**0.5, rel_tol=3e-2)


@pytest.mark.parametrize(
    ("spread", "mean", "sd"),
    [
        (Spread(Distribution.NORMAL, (5.0, 2.0)), 5.0, 2.0),
        (lognormal(5.0, 2.0), 5.0, 2.0),
        (Spread(Distribution.UNIFORM, (2.0, 8.0)), 5.0, 3**0.5),
        (Spread(Distribution.TRIANGULAR, (0.0, 3.0, 12.0)), 5.0, 6.5**0.5),
    ],
)
def test_distributions_have_their_mean_and_deviation(
    spread: Spread, mean: float, sd: float
) -> None:
    values = spread.values(np.random.default_rng(0).standard_normal(200_000))
    assert np.mean(values) == pytest.approx(mean, rel=1e-2)
    assert np.std(values) == pytest.approx(sd, rel=1e-2)


def test_sobol_indices_of_an_additive_price_are_shares_of_variance() -> None:
    drawn = Uncertainty((normal("need", 3.0, market="a"), normal("need", 2.0, market="b")))
    found = simulate(PAIR, drawn, 1000, 3, n_sobol=20_000)
    shares = {
        index.draws[0]: (index.first, index.total)
        for index in found.sobol
        if index.key == Key("price", "a", 0)
    }
    assert shares["a need"] == pytest.approx((9 / 13, 9 / 13), abs=0.03)
    assert shares["b need"] == pytest.approx((4 / 13, 4 / 13), abs=0.03)


def test_correlated_draws_share_one_sobol_index() -> None:
    draws = (normal("need", 3.0, market="a"), normal("need", 3.0, market="b"))
    found = simulate(PAIR, Uncertainty(draws, ((1.0, 0.5), (0.5, 1.0))), 100, 3, n_sobol=4000)
    [index] = [index for index in found.sobol if index.key == Key("price", "a", 0)]
    assert index.draws == ("a need", "b need")
    assert index.total == pytest.approx(1.0, abs=0.08)


def test_tornado_moves_one_draw_at_a_time() -> None:
    found = simulate(PAIR, moved(PAIR), 100, 1)
    [swing] = [one for one in found.tornado if one.key == Key("price", "a", 0) and "a" in one.draw]
    assert swing.high - swing.low == pytest.approx(2 * 1.6448536 * 6 / 1.5, rel=1e-6)
    assert found.central[swing.key] == pytest.approx(40.0)


@pytest.mark.feature("F098")
def test_limits_bind_and_flows_turn_as_often_as_the_draws_say() -> None:
    """The net need that decides the flow is normal, so that shares are those of its tail."""
    markets = (Market("a", (20.0,), linear(0, 1)), Market("b", (20.0,), linear(0, 1)))
    links = (Link("b", "a", limit=3.0), Link("a", "b"))
    drawn = Uncertainty((normal("need", 4.0, mean=1.0, market="a"),))
    found = simulate(Network(markets, links), drawn, 40_000, 4)
    # Without limits b sends (n_a - n_b) / 2, with mean 0.5 and deviation 2.
    assert found.events[Key("limit_binds", 0, 0)] == pytest.approx(0.1056, abs=6e-3)
    assert found.events[Key("reversed", 0, 0)] == pytest.approx(0.4013, abs=8e-3)


@pytest.mark.feature("F177")
@pytest.mark.parametrize(
    ("rate", "share"), [(0.5, "effective"), (1.25, "overstated"), (0.2, "turned")]
)
def test_rate_falls_into_its_range(rate: float, share: str) -> None:
    """Prices alone are 80 and 20: the ranges meet at a rate of 1/4 and of 1."""
    links = (Link("b", "a", rate), Link("a", "b", 1 / rate))
    drawn = Uncertainty((normal("need", 0.2, market="a"),))
    found = simulate(replace(PAIR, links=links), drawn, 2000, 5)
    assert found.events[Key(share, 0, 0)] == 1.0


def test_seller_oversells_as_often_as_its_need_outgrows_the_plan() -> None:
    drawn = Uncertainty((normal("need", 2.0, market="b"),))
    found = simulate(PAIR, drawn, 20_000, 6)
    assert found.events[Key("oversold", "b", 0)] == pytest.approx(0.5, abs=0.02)
    assert found.events[Key("oversold", "a", 0)] == 0.0


def test_draws_without_equilibrium_are_counted_and_said_aloud() -> None:
    alone = Network((Market("a", (10.0,), linear(0, 1, 12.0)),))
    found = simulate(alone, Uncertainty((normal("need", 1.0, market="a"),)), 3000, 7)
    assert found.unsolved / 3000 == pytest.approx(0.0228, abs=0.01)
    [finding] = found.findings
    assert finding.code == "DRAWS_UNSOLVED"
    assert not finding.refuses
    assert found.figures[Key("price", "a", 0)].known < 1


@pytest.mark.filterwarnings("error")
def test_rates_that_pump_are_no_equilibrium() -> None:
    links = (Link("b", "a", 0.9), Link("a", "b", 0.9))
    draw = Draw("rate", Spread(Distribution.UNIFORM, (0.8, 1.4)), link=("b", "a"))
    found = simulate(replace(PAIR, links=links), Uncertainty((draw,)), 1000, 8)
    pumping = (1.4 - 1 / 0.9) / 0.6
    assert found.unsolved / 1000 == pytest.approx(pumping, abs=0.05)


def test_json_has_a_list_by_year_where_there_are_periods() -> None:
    from tallystick.market import Carry, Periods

    network = Network(
        (Market("a", (5.0, 20.0), linear(0, 2)),), periods=Periods((2026, 2027), 0.05, Carry())
    )
    found = ensemble_to_json(simulate(network, moved(network), 500, 1), 0.5)
    assert found["years"] == [2026, 2027]
    assert [set(one["quantiles"]) for one in found["markets"][0]["price"]] == [
        {"5", "25", "50", "75", "95"}
    ] * 2
    assert found["scenarios_per_second"] == 1000


def test_progress_counts_every_draw() -> None:
    seen: list[int] = []
    simulate(PAIR, moved(PAIR), BLOCK + 5, 1, progress=seen.append)
    assert sum(seen) == BLOCK + 5


def bad(*draws: Draw, correlation: tuple[tuple[float, ...], ...] | None = None) -> str:
    [finding] = check_ensemble(three(), Uncertainty(draws, correlation))
    with pytest.raises(NoSolution):
        simulate(three(), Uncertainty(draws, correlation), 10, 1)
    assert finding.refuses
    assert finding.message.en != finding.message.zh
    return finding.code


NEED_A, NEED_B = normal("need", 1.0, market="a"), normal("need", 1.0, market="b")


def test_sound_draws_have_no_findings() -> None:
    assert not check_ensemble(three(), Uncertainty((NEED_A, NEED_B), ((1.0, 0.3), (0.3, 1.0))))
    assert not check_ensemble(three(), Uncertainty(()))


def test_draws_that_cannot_be_are_refused_by_name() -> None:
    assert bad(normal("need", 1.0, market="x")) == "DRAW_TARGET_UNKNOWN"
    assert bad(normal("max", 1.0, limit=9)) == "DRAW_TARGET_UNKNOWN"
    assert bad(normal("need", 1.0)) == "DRAW_TARGET_UNKNOWN"
    assert bad(normal("exponent", 1.0, market="a")) == "DRAW_PARAMETER_UNKNOWN"
    assert bad(normal("floor", 1.0, market="a")) == "DRAW_PARAMETER_UNKNOWN"
    assert bad(normal("need", -1.0, market="a")) == "DRAW_DISTRIBUTION"
    assert bad(normal("need", float("nan"), market="a")) == "DRAW_DISTRIBUTION"
    assert bad(NEED_A, NEED_A) == "DRAW_REPEATED"
    wrong = Draw("fee", Spread(Distribution.UNIFORM, (3.0, 1.0)), link=("c", "a"))
    assert bad(wrong) == "DRAW_DISTRIBUTION"


def test_correlations_that_contradict_each_other_are_refused() -> None:
    draws = (NEED_A, NEED_B, normal("need", 1.0, market="c"))
    matrix = ((1.0, 0.9, 0.9), (0.9, 1.0, -0.9), (0.9, -0.9, 1.0))
    assert bad(*draws, correlation=matrix) == "CORRELATION_IMPOSSIBLE"
    assert bad(*draws, correlation=((1.0, 0.9),)) == "CORRELATION_IMPOSSIBLE"


def test_value_out_of_range_is_refused_and_may_be_bounded() -> None:
    draw = normal("slope", 2.0, market="a")
    with pytest.raises(NoSolution) as caught:
        simulate(three(), Uncertainty((draw,)), 500, 1)
    [finding] = caught.value.findings
    assert finding.code == "DRAW_OUT_OF_RANGE"
    bounded = Draw("slope", Spread(Distribution.NORMAL, (2.0, 2.0)), market="a", least=0.5)
    assert simulate(three(), Uncertainty((bounded,)), 500, 1).unsolved == 0


def test_few_draws_need_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tallystick.market.ensemble.kernel", None)
    assert simulate(PAIR, moved(PAIR), 8, 1).unsolved == 0
