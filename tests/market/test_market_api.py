"""Networks built in code: equations, solutions at the prompt, tables."""

from datetime import date
from pathlib import Path

import polars
import pytest

from tallystick import market
from tallystick.io.market_file import read_market
from tallystick.io.simulating import simulate
from tallystick.market import Collar, Limit, LimitKind, Link, Market, Network, Table, linear

NETWORK = Network(
    (
        Market("a", (40.0,), linear(0, 2), baselines=(240.0,)),
        Market("b", (20.0,), linear(3, 1, 60), withheld=(Collar((5.0,)),)),
    ),
    (Link("b", "a", 0.8, fee=2, limit=30),),
    (
        Limit(LimitKind.NET_IMPORT, ("a",), (12.0,)),
        Limit(LimitKind.ENTITY_SHARE, ("a",), sources=("b",), share=0.1),
    ),
)


def test_network_shows_itself_as_equations() -> None:
    assert repr(NETWORK).splitlines() == [
        "Network: 2 markets, 1 links, 2 limits",
        "curves:",
        "  p[a] = 2 q",
        "  p[b] = 3 + 1 q, q <= 60",
        "balances:",
        "  [a]: q[a] + 0.8 f[b→a] >= 40   (price p[a])",
        "  [b]: q[b] - f[b→a] - h[b] >= 20   (price p[b])",
        "collars:",
        "  h[b]: withheld at or below 5",
        "links:",
        "  0 <= f[b→a] <= 30, fee 2",
        "limits:",
        "  net_import[a]: 0.8 f[b→a] <= 12",
        "  entity_share[a]: 0.8 f[b→a] <= 0.1 (emissions[a])",
    ]


def test_long_network_is_cut() -> None:
    many = Network(tuple(Market(f"m{at}", (1.0,), linear(0, 1)) for at in range(99)))
    assert "... and 69 more" in repr(many)


def test_every_curve_has_its_equation() -> None:
    curves = {
        "quadratic": market.quadratic(0.1, -1),
        "power": market.power(100, 2, 50),
        "exponential": market.exponential(3, 0.2),
        "steps": market.steps([(5, 1), (6, 4)]),
    }
    told = repr(Network(tuple(Market(name, (1.0,), curve) for name, curve in curves.items())))
    assert "p[quadratic] = -1 q + 0.1 q^2, q >= 10" in told
    assert "p[power] = 0.04 q^2, q <= 50" in told
    assert "p[exponential] = 3 (exp(0.2 q) - 1)" in told
    assert "p[steps] = 1, q <= 5 then 4, q <= 6" in told


def test_network_is_solved_and_changed_by_its_own_methods() -> None:
    held = NETWORK.solve()
    free = NETWORK.without(*NETWORK.limits).solve()
    assert free.flows[0].sent[0] > held.flows[0].sent[0]
    assert NETWORK.without("b").links == ()
    assert NETWORK.without("b").limits == NETWORK.limits[:1]
    assert NETWORK.without(NETWORK.links[0]).solve().flows == ()
    full = NETWORK.fully_linked()
    assert [link.rate for link in full.links] == [1, 1]
    assert NETWORK.links[0].limit == 30


def test_solution_shows_itself_as_a_table() -> None:
    told = repr(NETWORK.solve()).splitlines()
    assert told[0].split() == ["market", "year", "price", "abatement", "net_import", "gain"]
    assert told[-1].startswith("largest residual")


@pytest.mark.parametrize(
    ("table", "height"), [(Table.MARKETS, 2), (Table.FLOWS, 1), (Table.LIMITS, 2)]
)
def test_tables_are_the_same_in_polars_and_pandas(table: Table, height: int) -> None:
    found = NETWORK.solve()
    frame = found.to_polars(table)
    assert frame.height == len(found.to_pandas(table)) == height
    assert list(found.to_pandas(table).columns) == frame.columns


def test_table_holds_the_figures_of_the_solution() -> None:
    found = NETWORK.solve()
    row = found.to_polars().filter(polars.col("market") == "a").row(0, named=True)
    assert row["price"] == found.markets[0].price[0]
    assert row["year"] is None


def test_file_is_one_call_away(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text("markets: [{id: a, need: 4, mac: {kind: linear, slope: 2}}]", encoding="utf-8")
    assert read_market(file).solve().markets[0].price[0] == pytest.approx(8)
    assert simulate("link_eu_ch", on=date(2026, 1, 1)).restricted is not None
