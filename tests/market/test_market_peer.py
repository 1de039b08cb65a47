"""Our solver against Clarabel on random networks, and what is done when ours falls short."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2]))

from soak._networks import network
from soak.market import compare, run

from tallystick.market import (
    Collar,
    Link,
    Market,
    Network,
    NoSolution,
    compile_network,
    equilibrium,
    exponential,
    linear,
    solve,
)
from tallystick.market.equilibrium import settle
from tallystick.market.interior import Point, interior_point
from tallystick.market.outside import clarabel_point
from tallystick.market.presolve import presolve

NETWORKS = 60
"""The first of those that the soak compares, by the thousand."""
PAIR = Network(
    (Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))),
    (Link("b", "a", limit=10),),
)


def test_prices_on_random_networks_are_those_of_clarabel() -> None:
    pytest.importorskip("clarabel")
    [found] = run(NETWORKS, 600)
    assert not found["faults"]
    assert found["networks"] == NETWORKS
    assert found["compared"] > NETWORKS / 2


def test_comparison_sees_a_wrong_price(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("clarabel")
    from soak import market

    drawn = network(1)

    def wrong(program: object) -> object:
        answer = settle(program)  # type: ignore[arg-type]  # whatever is asked
        answer.least[0] += 1
        answer.greatest[0] += 1
        return answer

    monkeypatch.setattr(market, "settle", wrong)
    assert compare(drawn)["faults"]


def test_clarabel_decides_where_our_certificate_falls_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("clarabel")
    monkeypatch.setattr(equilibrium, "interior_point", spoilt())
    found = solve(PAIR)
    assert found.method == "clarabel"
    assert [one.price[0] for one in found.markets] == pytest.approx([60, 30])


def test_without_any_certificate_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equilibrium, "interior_point", spoilt())
    monkeypatch.setattr(equilibrium, "clarabel_point", lambda program: None)
    with pytest.raises(NoSolution) as caught:
        solve(PAIR)
    [finding] = caught.value.findings
    assert finding.code == "NO_CERTIFICATE"
    assert finding.refuses


def spoilt() -> object:
    """Return the interior point method with prices that are far off, for the pair above."""

    def wrong(program: object) -> Point:
        point = interior_point(program)  # type: ignore[arg-type]  # whatever is asked
        point.y = point.y * 0 - 1.0
        point.low = point.low * 0 + 1e9
        return point

    return wrong


def test_curved_columns_reach_clarabel_by_expansion() -> None:
    pytest.importorskip("clarabel")
    small = presolve(compile_network(network(7))).program
    point = clarabel_point(small)
    assert point is not None


def test_floor_withholds_far_more_than_all_needs_where_these_are_small() -> None:
    steep = Market("a", (0.5,), exponential(4.0, 0.01), withheld=(Collar((12.5,)),))
    found = solve(Network((steep, Market("b", (0.1,), linear(1, 2))), (Link("a", "b"),)))
    assert found.max_residual <= 1e-6
    assert found.markets[0].price[0] == pytest.approx(12.5)
    assert found.markets[0].abatement[0] > 100
