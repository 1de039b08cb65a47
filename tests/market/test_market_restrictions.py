"""Each restriction alone, against what can be worked out by hand."""

import pytest

from tallystick.market import (
    Carry,
    Collar,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    Periods,
    Solution,
    linear,
    solve,
)

A = Market("a", (40.0,), linear(0, 2), baselines=(100.0,))
B = Market("b", (20.0,), linear(0, 1), baselines=(100.0,))
BOTH = (Link("b", "a"), Link("a", "b"))


def prices(found: Solution) -> list[float]:
    return [one.price[0] for one in found.markets]


def limited(limit: Limit, *more: Market) -> Solution:
    links = BOTH + tuple(Link("b", market.id) for market in more)
    return solve(Network((A, B, *more), links, (limit,)))


@pytest.mark.parametrize("kind", list(LimitKind)[:4])
def test_limit_on_either_side_of_a_border_leaves_the_same_two_prices(kind: LimitKind) -> None:
    of = "a" if kind in {LimitKind.NET_IMPORT, LimitKind.GROSS_IMPORT} else "b"
    found = limited(Limit(kind, (of,), (10.0,)))
    assert prices(found) == pytest.approx([60, 30])
    assert found.limits[0].shadow_price == pytest.approx((30,))
    assert found.flows[0].rent == pytest.approx((300,))
    assert [one.gain for one in found.markets] == [pytest.approx((400,)), pytest.approx((50,))]


def test_limit_of_a_group_leaves_trade_inside_it_alone() -> None:
    c = Market("c", (0.0,), linear(0, 2))
    links = (Link("a", "c"), Link("c", "a"), Link("b", "a"), Link("b", "c"))
    limit = Limit(LimitKind.NET_IMPORT, ("a", "c"), (10.0,))
    found = solve(Network((A, B, c), links, (limit,)))
    assert prices(found) == pytest.approx([30, 30, 30])


def test_limit_may_count_some_sources_only() -> None:
    c = Market("c", (0.0,), linear(0, 1))
    limit = Limit(LimitKind.GROSS_IMPORT, ("a",), (2.0,), sources=("b",))
    found = solve(Network((A, B, c), (Link("b", "a"), Link("c", "a")), (limit,)))
    assert found.flows[0].sent == pytest.approx((2,))
    assert found.flows[1].sent[0] > 2


def test_entities_internalise_a_share_of_their_own_emissions() -> None:
    found = limited(Limit(LimitKind.ENTITY_SHARE, ("a",), sources=("b",), share=0.125))
    shadow = found.limits[0].shadow_price[0]
    one = found.markets[0]
    assert one.net_import[0] == pytest.approx(0.125 * (100 - one.abatement[0]))
    assert 2 * one.abatement[0] == pytest.approx(one.price[0] - 0.125 * shadow)


def test_nested_shares_add_their_shadow_prices() -> None:
    pool = Market("pool", (0.0,), linear(0, 0.2))
    kyoto = Market("kyoto", (0.0,), linear(0, 0.1))
    limits = (
        Limit(LimitKind.ENTITY_SHARE, ("a",), sources=("pool", "kyoto"), share=0.3),
        Limit(LimitKind.ENTITY_SHARE, ("a",), sources=("kyoto",), share=0.1),
    )
    links = (Link("pool", "a"), Link("kyoto", "a"))
    found = solve(Network((A, pool, kyoto), links, limits))
    outer, inner = (one.shadow_price[0] for one in found.limits)
    one = found.markets[0]
    assert outer > 0
    assert inner > 0
    assert 2 * one.abatement[0] == pytest.approx(one.price[0] - 0.3 * outer - 0.1 * inner)


def test_one_way_link_leaves_the_importer_no_dearer() -> None:
    found = solve(Network((A, B), (Link("a", "b"),)))
    assert prices(found) == pytest.approx([80, 20])


def test_indirect_link_ties_prices_through_a_pool() -> None:
    pool = Market("pool", (0.0,), linear(0, 0.5))
    found = solve(Network((A, B, pool), (Link("pool", "a", 0.93), Link("pool", "b", 0.93))))
    first, second, hub = prices(found)
    assert first == pytest.approx(second)
    assert hub == pytest.approx(0.93 * first)


def test_hard_ceiling_of_one_becomes_the_ceiling_of_all() -> None:
    capped = Market("b", (20.0,), linear(0, 1), released=(Collar((30.0,)),))
    assert prices(solve(Network((A, capped), BOTH))) == pytest.approx([30, 30])


def test_hard_floor_holds_for_whoever_is_linked() -> None:
    floored = Market("b", (20.0,), linear(0, 1), withheld=(Collar((55.0,)),))
    assert prices(solve(Network((A, floored), BOTH))) == pytest.approx([55, 55])


def test_floor_and_ceiling_at_one_price_are_a_tax() -> None:
    taxed = Market(
        "t", (40.0,), linear(0, 2), withheld=(Collar((30.0,)),), released=(Collar((30.0,)),)
    )
    found = solve(Network((taxed,)))
    assert prices(found) == pytest.approx([30])
    assert found.markets[0].abatement == pytest.approx((15,))


def test_reserve_tiers_are_emptied_one_after_the_other() -> None:
    tiers = (Collar((50.0,), 5.0), Collar((60.0,), 50.0))
    [found] = solve(Network((Market("a", (40.0,), linear(0, 2), released=tiers),))).markets
    assert found.price == pytest.approx((60,))
    assert found.abatement == pytest.approx((30,))


def test_withholding_no_more_than_its_quantity_lets_the_price_fall_below_the_floor() -> None:
    floored = Market("a", (10.0,), linear(0, 1), withheld=(Collar((30.0,), 5.0),))
    assert prices(solve(Network((floored,)))) == pytest.approx([15])


def years(**how: Carry) -> Solution:
    market = Market("a", (10.0, 40.0), linear(0, 1))
    return solve(Network((market,), periods=Periods((2026, 2027), 0.1, **how)))


def test_without_banking_each_year_stands_alone() -> None:
    assert years().markets[0].price == pytest.approx((10, 40))


def test_limited_bank_leaves_two_prices() -> None:
    [found] = years(banking=Carry(limit=5.0)).markets
    assert found.price == pytest.approx((15, 35))
    assert found.bank == pytest.approx((5, 0))


def test_borrowing_with_interest_is_repaid_with_more() -> None:
    market = Market("a", (40.0, 10.0), linear(0, 1))
    borrowing = Carry(interest=0.25)
    periods = Periods((2026, 2027), 0.0, borrowing=borrowing)
    [found] = solve(Network((market,), periods=periods)).markets
    now, then = found.price
    assert then == pytest.approx(0.8 * now)
    assert found.bank[0] == pytest.approx(-(then - 10))


def test_borrowing_without_interest_and_banking_are_one_stock_of_units() -> None:
    market = Market("a", (40.0, 10.0), linear(0, 1))
    periods = Periods((2026, 2027), 0.1, Carry(), Carry())
    [found] = solve(Network((market,), periods=periods)).markets
    assert found.price[1] == pytest.approx(1.1 * found.price[0])
    assert sum(found.abatement) == pytest.approx(50)
