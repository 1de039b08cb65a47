"""What is refused before or after solving, with its place and its mend."""

from math import inf, nan

import pytest

from tallystick.core.findings import Finding
from tallystick.market import (
    Collar,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    NoSolution,
    check,
    linear,
    solve,
    steps,
)
from tallystick.market.rules import PIECES_MAX, ROWS_MAX

A = Market("a", (40.0,), linear(0, 2), origin={"line": 2})
B = Market("b", (20.0,), linear(0, 1), origin={"line": 3})
C = Market("c", (20.0,), linear(0, 1), origin={"line": 4})


def only(network: Network) -> Finding:
    [finding] = check(network)
    with pytest.raises(NoSolution) as caught:
        solve(network)
    assert caught.value.findings == [finding]
    assert finding.refuses
    assert finding.message.zh != finding.message.en
    return finding


def test_sound_network_has_no_findings() -> None:
    assert not check(Network((A, B), (Link("a", "b"), Link("b", "a"))))
    assert not check(Network(()))


def test_circle_of_rates_above_one_is_refused_with_its_way() -> None:
    links = (
        Link("a", "b", 1.2, origin={"line": 7}),
        Link("b", "c", 1.0, origin={"line": 8}),
        Link("c", "a", 0.9, origin={"line": 9}),
    )
    finding = only(Network((A, B, C), links))
    assert finding.code == "MONEY_PUMP"
    assert "1.08" in finding.message.en
    assert finding.where["line"] in {7, 8, 9}


@pytest.mark.parametrize("rate", [0.3, 1 / 3, 7.0, 1e-6])
def test_reciprocal_rates_are_no_money_pump(rate: float) -> None:
    assert not check(Network((A, B), (Link("a", "b", rate), Link("b", "a", 1 / rate))))


def test_unknown_markets_of_links_and_limits_are_named_with_their_lines() -> None:
    limit = Limit(LimitKind.NET_IMPORT, ("d",), (1.0,), ("e",), origin={"line": 9})
    found = check(Network((A, B), (Link("a", "x", origin={"line": 7}),), (limit,)))
    assert [(one.code, one.where["line"]) for one in found] == [
        ("MARKET_UNKNOWN", 7),
        ("MARKET_UNKNOWN", 9),
        ("MARKET_UNKNOWN", 9),
    ]


@pytest.mark.parametrize(
    "network",
    [
        Network((Market("a", (nan,), linear(0, 2)), B)),
        Network((Market("a", (inf,), linear(0, 2)), B)),
        Network((A, B), (Link("a", "b", 0.0),)),
        Network((A, B), (Link("a", "b", nan),)),
        Network((A, B), (Link("a", "b", fee=-1.0),)),
        Network((A, B), (Link("a", "b", limit=nan),)),
        Network((A, B), (Link("a", "b"),), (Limit(LimitKind.NET_IMPORT, ("a",), (-1.0,)),)),
        Network((A, B), (Link("a", "b", 1e31),)),
        Network((A, B), (Link("a", "b", 1e-31),)),
        Network((Market("a", (40.0,), linear(0, 2), (-1.0,)), B)),
        Network((Market("a", (40.0,), linear(0, 2), released=(Collar((nan,)),)), B)),
        Network((Market("a", (40.0,), linear(0, 2), withheld=(Collar((5.0,), -1.0),)), B)),
    ],
)
def test_numbers_that_cannot_stand_where_they_are_are_refused(network: Network) -> None:
    assert only(network).code == "NUMBER_OUT_OF_RANGE"


def test_market_given_twice_is_refused() -> None:
    assert only(Network((A, A))).code == "MARKET_REPEATED"


def test_link_of_a_market_to_itself_is_refused() -> None:
    assert only(Network((A,), (Link("a", "a", 0.5),))).code == "LINK_TO_ITSELF"


def test_share_of_unknown_emissions_is_refused() -> None:
    limit = Limit(LimitKind.ENTITY_SHARE, ("a",), share=0.5, origin={"line": 5})
    finding = only(Network((A, B), (Link("b", "a"),), (limit,)))
    assert (finding.code, finding.where["line"]) == ("BASELINE_UNKNOWN", 5)


def test_floor_above_a_ceiling_within_reach_is_refused() -> None:
    floored = Market("a", (10.0,), linear(0, 1), withheld=(Collar((50.0,)),), origin={"line": 2})
    capped = Market("b", (10.0,), linear(0, 1), released=(Collar((30.0,)),))
    linked = Network((floored, capped), (Link("b", "a"),))
    assert only(linked).code == "COLLARS_CROSSED"
    assert not check(Network((floored, capped), (Link("a", "b"),)))
    assert not check(Network((floored, capped), (Link("b", "a", limit=5),)))


def test_curve_of_far_too_many_steps_is_refused_with_its_market() -> None:
    long = steps([(1.0, float(price)) for price in range(PIECES_MAX + 1)])
    finding = only(Network((A, Market("b", (4.0,), long, origin={"line": 3}))))
    assert (finding.code, finding.where["line"]) == ("CURVES_TOO_LONG", 3)


def test_curve_of_a_thousand_steps_is_priced_like_its_neighbourhood() -> None:
    whole = steps([(1.0, float(price)) for price in range(1000)])
    [far] = solve(Network((Market("a", (500.0,), whole),))).markets
    [near] = solve(Network((Market("a", (10.0,), whole[490:510]),))).markets
    assert [*far.price, *far.price_to] == pytest.approx([499.0, 500.0])
    assert [*near.price, *near.price_to] == pytest.approx([499.0, 500.0])


def test_network_too_large_is_refused_before_anything_is_computed() -> None:
    many = tuple(Market(f"m{at}", (1.0,), linear(0, 1)) for at in range(ROWS_MAX + 1))
    assert only(Network(many)).code == "MARKETS_TOO_MANY"
