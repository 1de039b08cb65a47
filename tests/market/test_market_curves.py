"""Curves: the price they give, the cost they add up to, and what is no curve."""

from collections.abc import Callable
from math import exp, inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.market import (
    Curve,
    Market,
    Network,
    NoCurve,
    exponential,
    linear,
    piecewise,
    power,
    quadratic,
    solve,
    steps,
)

CURVES: dict[str, tuple[Curve, Callable[[float], float]]] = {
    "linear": (linear(3, 2), lambda q: 3 + 2 * q),
    "quadratic": (quadratic(0.5, 1), lambda q: 0.5 * q * q + q),
    "falls first": (quadratic(0.5, -1), lambda q: 0.5 * q * q - q),
    "power": (power(100, 1.8, 40), lambda q: 100 * (q / 40) ** 1.8),
    "root": (power(100, 0.5, 40), lambda q: 100 * (q / 40) ** 0.5),
    "exponential": (exponential(5, 0.1), lambda q: 5 * (exp(0.1 * q) - 1)),
    "piecewise": (piecewise([(0, 1), (10, 5), (30, 45)]), lambda q: 1 + 0.4 * q if q < 10 else 0),
}


@pytest.mark.parametrize("name", CURVES)
def test_price_of_a_market_alone_is_the_curve_at_its_need(name: str) -> None:
    curve, price = CURVES[name]
    need = 7.5
    [found] = solve(Network((Market("m", (need,), curve),))).markets
    assert found.abatement == pytest.approx((need,))
    assert found.price == pytest.approx((price(need),))


@pytest.mark.parametrize("name", CURVES)
@settings(deadline=None)
@given(quantity=st.floats(0.1, 9.5))
def test_cost_is_the_area_below_the_price(name: str, quantity: float) -> None:
    piece = CURVES[name][0][0]
    parts = 400
    area = sum(
        piece.price(quantity * (part + 0.5) / parts) * quantity / parts for part in range(parts)
    )
    assert piece.cost(quantity) == pytest.approx(area, rel=1e-3, abs=1e-3)


def test_abatement_that_pays_is_done_at_no_price() -> None:
    [found] = solve(Network((Market("m", (-5.0,), linear(-10, 2)),))).markets
    assert found.price == pytest.approx((0,))
    assert found.abatement == pytest.approx((5,))
    assert found.abatement_cost == pytest.approx((-25,))


def test_widths_of_nothing_are_no_steps() -> None:
    assert steps([(0, 5), (3, 6)]) == steps([(3, 6)])


@pytest.mark.parametrize(
    "build",
    [
        lambda: linear(0, -1),
        lambda: linear(nan, 1),
        lambda: linear(0, inf),
        lambda: linear(0, 1, -5),
        lambda: quadratic(0, -1),
        lambda: quadratic(-1, 5),
        lambda: power(-5, 2, 10),
        lambda: power(5, 2, 0),
        lambda: exponential(0, 1),
        lambda: exponential(5, -0.1),
        lambda: steps([(-1, 5)]),
        lambda: steps([(1, nan)]),
        lambda: piecewise([(5, 1), (10, 2)]),
        lambda: piecewise([(0, 1), (10, 0)]),
        lambda: piecewise([(0, 1), (10, 2), (5, 3)]),
        lambda: piecewise([]),
        lambda: linear(0, 1e31),
        lambda: linear(0, 1, 1e31),
        lambda: power(100, 1e18, 40),
        lambda: power(100, 2, 1e-320),
        lambda: power(100, 400, 1e-3),
        lambda: power(100, 40, 1e10),
        lambda: piecewise([(0, 1), (1e-320, 5)]),
    ],
)
def test_numbers_that_make_no_rising_curve_are_refused(build: Callable[[], Curve]) -> None:
    with pytest.raises(NoCurve):
        build()
