"""Every draw of an ensemble is the equilibrium of a network of its own."""

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

pytest.importorskip("numba")
sys.path.append(str(Path(__file__).parents[3]))
sys.path.append(str(Path(__file__).parent))

from ensemble_samples import curved, moved, normal, three, with_needs
from soak._networks import network as random_network

from tallystick.market import Curve, Link, Network, linear, solve
from tallystick.market.ensemble.draws import Distribution, Draw, How, Spread, Uncertainty
from tallystick.market.ensemble.measures import Key
from tallystick.market.ensemble.plan import Bench, Plan

Figures = dict[Key, NDArray[np.float64]]
examples = settings(max_examples=12, deadline=None)


def figures(network: Network, uncertainty: Uncertainty, normals: NDArray[np.float64]) -> Figures:
    bench = Bench(Plan(network, uncertainty))
    block = bench.block(normals)
    assert not block.unsolved
    assert block.max_residual <= 1e-6
    return dict(zip(bench.keys()[0], block.figures, strict=True))


def assert_same(found: Figures, draw: int, one: Network, ties: float = 1e-5) -> None:
    """The figures of a draw are those that solving its network gives.

    Where several flows cost the same they are told apart only to `ties` of the largest need.
    """
    solved = solve(one)
    top = max(max(market.price) for market in solved.markets)
    size = max(abs(need) for market in one.markets for need in market.needs)
    for market in solved.markets:
        for year in range(one.n_years):
            price = found[Key("price", market.market.id, year)][draw]
            assert price == pytest.approx(market.price[year], rel=1e-6, abs=1e-6 * max(top, 1e-6))
            net = found[Key("net_import", market.market.id, year)][draw]
            assert net == pytest.approx(market.net_import[year], abs=ties * size)
            gain = found[Key("gain", market.market.id, year)][draw]
            if market.gain is None:
                assert np.isnan(gain)
            else:
                assert gain == pytest.approx(
                    market.gain[year], abs=10 * ties * max(top * size, 1.0)
                )


@pytest.mark.parametrize("network", [three(), curved()], ids=["restricted", "curved"])
def test_needs_drawn_are_needs_solved(network: Network) -> None:
    normals = np.random.default_rng(1).standard_normal((40, 3))
    found = figures(network, moved(network), normals)
    for draw in range(len(normals)):
        assert_same(found, draw, with_needs(network, 6.0 * normals[draw]))


def changed(which: str, number: int, **values: float) -> Callable[[Network, float], Network]:
    """Replace fields of a link or limit by those that a drawn value gives."""

    def change(network: Network, value: float) -> Network:
        items = list(getattr(network, which))
        given = {name: value * times for name, times in values.items()}
        if "maxima" in given:
            items[number] = replace(items[number], maxima=(given["maxima"],))
        else:
            items[number] = replace(items[number], **given)
        return replace(network, **{which: tuple(items)})  # type: ignore[arg-type]  # links or limits

    return change


def market(number: int, change: Callable[[object, float], object]) -> Callable[..., Network]:
    def applied(network: Network, value: float) -> Network:
        markets = list(network.markets)
        markets[number] = change(markets[number], value)  # type: ignore[call-overload]  # a market
        return replace(network, markets=tuple(markets))

    return applied


def of(name: str, make: Callable[..., object]) -> Callable[..., Network]:
    return market(0, lambda one, value: replace(one, **{name: make(value)}))  # type: ignore[type-var]  # a market


DRAWN = [
    (Draw("rate", Spread(Distribution.UNIFORM, (0.5, 1.0)), link=("b", "a")), "rate"),
    (Draw("fee", Spread(Distribution.UNIFORM, (0.0, 9.0)), link=("c", "a")), "fee"),
    (Draw("limit", Spread(Distribution.TRIANGULAR, (0.0, 4.0, 20.0)), link=("b", "a")), "limit"),
    (Draw("max", Spread(Distribution.UNIFORM, (0.0, 20.0)), limit=1), "max"),
    (Draw("share", Spread(Distribution.UNIFORM, (0.0, 0.3)), limit=2), "share"),
    (Draw("slope", Spread(Distribution.LOGNORMAL, (0.5, 0.4)), market="a"), "slope"),
    (Draw("intercept", Spread(Distribution.NORMAL, (3.0, 4.0)), market="a"), "intercept"),
    (Draw("ceiling", Spread(Distribution.UNIFORM, (30.0, 90.0)), market="a"), "ceiling"),
    (Draw("mac", Spread(Distribution.LOGNORMAL, (0.0, 0.5)), market="a"), "mac"),
    (Draw("cap", Spread(Distribution.NORMAL, (85.0, 5.0)), market="a"), "cap"),
    (Draw("baseline", Spread(Distribution.NORMAL, (120.0, 8.0)), market="a"), "baseline"),
]
CHANGES: dict[str, Callable[..., Network]] = {
    "rate": changed("links", 0, rate=1.0),
    "fee": changed("links", 2, fee=1.0),
    "limit": changed("links", 0, limit=1.0),
    "max": changed("limits", 0, maxima=1.0),
    "share": changed("limits", 1, share=1.0),
    "slope": of("curve", lambda value: linear(0, value)),
    "intercept": of("curve", lambda value: linear(value, 2)),
    "ceiling": market(
        0,
        lambda one, value: replace(one, released=(replace(one.released[0], prices=(value,)),)),  # type: ignore[attr-defined, type-var]  # a market
    ),
    "mac": of("curve", lambda value: linear(0, 2 * value)),
    "cap": of("needs", lambda value: (120.0 - value,)),
    "baseline": market(
        0,
        lambda one, value: replace(one, needs=(value - 80.0,), baselines=(value,)),  # type: ignore[type-var]  # a market
    ),
}


@pytest.mark.parametrize(("draw", "name"), DRAWN, ids=[name for _, name in DRAWN])
def test_parameter_drawn_is_parameter_solved(draw: Draw, name: str) -> None:
    normals = np.random.default_rng(2).standard_normal((12, 1))
    found = figures(three(), Uncertainty((draw,)), normals)
    for at, value in enumerate(draw.values(normals[:, 0])):
        assert_same(found, at, CHANGES[name](three(), float(value)))


CURVES = [
    ("q", "a", 0.05),
    ("q", "b", 0.5),
    ("p", "price", 200.0),
    ("p", "exponent", 1.8),
    ("p", "mac_baseline", 100.0),
    ("e", "scale", 10.0),
    ("e", "rate", 0.03),
]


@pytest.mark.parametrize(("identifier", "parameter", "given"), CURVES)
def test_parameters_of_curves_are_those_of_the_curve_made_anew(
    identifier: str, parameter: str, given: float
) -> None:
    from tallystick.market import exponential, power, quadratic

    spread = Spread(Distribution.UNIFORM, (0.7, 1.3))
    draw = Draw(parameter, spread, market=identifier, how=How.FACTOR)
    normals = np.random.default_rng(3).standard_normal((8, 1))
    found = figures(curved(), Uncertainty((draw,)), normals)
    kinds: dict[str, Callable[..., Curve]] = {"q": quadratic, "p": power, "e": exponential}
    values = {"q": {"a": 0.05, "b": 0.5}, "e": {"scale": 10.0, "rate": 0.03}}.get(
        identifier, {"price": 200.0, "exponent": 1.8, "baseline": 100.0}
    )
    for at, factor in enumerate(draw.values(normals[:, 0])):
        name = parameter.removeprefix("mac_")
        curve = kinds[identifier](**values | {name: given * float(factor)})
        markets = tuple(
            replace(one, curve=curve) if one.id == identifier else one for one in curved().markets
        )
        assert_same(found, at, replace(curved(), markets=markets))


@given(st.integers(0, 10**6))
@examples
def test_random_networks_come_out_as_solved_alone(seed: int) -> None:
    network = random_network(seed, 5)
    spread = 3.0
    normals = np.random.default_rng(seed).standard_normal((3, len(network.markets)))
    uncertainty = Uncertainty(
        tuple(normal("need", spread, market=one.id) for one in network.markets)
    )
    bench = Bench(Plan(network, uncertainty))
    block = bench.block(normals)
    found = dict(zip(bench.keys()[0], block.figures, strict=True))
    for draw in set(range(3)) - set(block.unsolved):
        solved = solve(with_needs(network, spread * normals[draw]))
        top = max(max(one.price) for one in solved.markets)
        for one in solved.markets:
            for year, price in enumerate(one.price):
                ours = found[Key("price", one.market.id, year)][draw]
                # each answer is within its own certificate, so two of them are further apart
                assert ours == pytest.approx(price, rel=1e-5, abs=1e-6 * max(top, 1e-6))


@given(st.sampled_from(list(permutations(range(3)))))
@examples
def test_order_of_markets_does_not_matter(order: tuple[int, ...]) -> None:
    normals = np.random.default_rng(4).standard_normal((20, 3))
    network = three()
    turned = replace(network, markets=tuple(network.markets[at] for at in order))
    before = figures(network, moved(network), normals)
    after = figures(turned, moved(turned), normals[:, order])
    for key, values in before.items():
        if key.name in {"price", "net_import", "gain"}:
            scale = max(1.0, float(np.max(np.abs(values))))
            assert after[key] == pytest.approx(values, rel=1e-6, abs=1e-5 * scale)


def test_full_link_has_one_price() -> None:
    ids = ["a", "b", "c"]
    full = Network(three().markets, tuple(Link(one, other) for one, other in permutations(ids, 2)))
    normals = np.random.default_rng(5).standard_normal((50, 3))
    found = figures(full, moved(full), normals)
    for other in "bc":
        price = found[Key("price", other, 0)]
        assert price == pytest.approx(found[Key("price", "a", 0)], rel=1e-7)


def test_years_with_banking_come_out_as_solved_alone() -> None:
    from tallystick.market import Carry, Market, Periods

    periods = Periods((2026, 2027, 2028), 0.05, Carry())
    markets = (
        Market("a", (5.0, 20.0, 40.0), linear(0, 2)),
        Market("b", (4.0, 9.0, 30.0), linear(1, 1)),
    )
    network = Network(markets, (Link("b", "a", limit=6.0),), periods=periods)
    normals = np.random.default_rng(6).standard_normal((10, 2))
    found = figures(network, moved(network), normals)
    for draw in range(10):
        assert_same(found, draw, with_needs(network, 6.0 * normals[draw]), ties=0.05)


def test_one_by_one_and_compiled_agree() -> None:
    network, normals = three(), np.random.default_rng(7).standard_normal((6, 3))
    plan = Plan(network, moved(network))
    fast = Bench(plan).block(normals)
    slow = Bench(replace(plan, one_by_one=True)).block(normals)
    scale = np.max(np.abs(slow.figures), axis=1, keepdims=True) + 1.0
    assert np.allclose(fast.figures / scale, slow.figures / scale, atol=1e-6)


def test_draws_that_the_kernel_cannot_certify_are_solved_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tallystick.market.ensemble import kernel

    def nothing(shape: object, batch: object, out: object) -> None:
        """Leave every residual infinite."""

    monkeypatch.setattr(kernel, "solve_draws", nothing)
    network, normals = three(), np.random.default_rng(8).standard_normal((4, 3))
    block = Bench(Plan(network, moved(network))).block(normals)
    assert block.resolved == 4
    assert not block.unsolved
    assert block.max_residual <= 1e-6
