"""Mark-ups, wash trades, related parties, and how liquid a market is."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.safeguards import SURVEILLANCE, Relation, Relations, Trade, Watch
from tallystick.article6.safeguards.liquidity import Quote, around, depth_t, measure
from tallystick.article6.safeguards.surveillance import returns

DAY = date(2025, 3, 1)
SOLD = Trade(
    id="T1",
    on=DAY,
    seller="A",
    buyer="B",
    quantity_t=10,
    price=Decimal("15"),
    reference=Decimal("10"),
    currency="EUR",
    series="S",
    start=1,
    end=10,
)
BACK = replace(SOLD, id="T2", on=DAY + timedelta(days=30), seller="B", buyer="A")
NOBODY = Relations(())


def watched(*trades: Trade, **changes: Any) -> list[tuple[str, object]]:
    watch = Watch(relations=NOBODY)
    return list(told(SURVEILLANCE.judge(trades, replace(watch, **changes))))


@pytest.mark.rule("fail", "MARK_UP")
@pytest.mark.feature("F052")
def test_price_at_the_threshold_passes_and_above_it_is_flagged() -> None:
    assert watched(SOLD) == []
    assert watched(replace(SOLD, price=Decimal("15.01"))) == [("MARK_UP", FAIL)]
    assert watched(SOLD, mark_up=Fraction(49, 100)) == [("MARK_UP", FAIL)]


@pytest.mark.rule("pass", "MARK_UP", "RELATED_SALE", "WASH_TRADE")
@pytest.mark.rule("missing", "MARK_UP")
@pytest.mark.feature("F052")
@pytest.mark.parametrize("lost", ["price", "reference", "currency"])
def test_mark_up_is_unknown_without_both_prices_and_the_currency(lost: str) -> None:
    lacking: Any = {lost: None}
    assert watched(replace(SOLD, **lacking)) == [("MARK_UP", UNKNOWN)]


@pytest.mark.feature("F052")
def test_units_that_come_back_in_the_window_are_flagged() -> None:
    assert watched(SOLD, BACK) == [("WASH_TRADE", FAIL)]
    assert watched(SOLD, BACK, window_days=29) == []
    assert watched(BACK, SOLD) == [("WASH_TRADE", FAIL)]  # whatever the order of the file
    assert watched(SOLD, replace(BACK, series="other")) == []
    assert watched(SOLD, replace(BACK, start=11, end=20)) == []
    assert watched(replace(SOLD, on=BACK.on + timedelta(days=1)), BACK) == [("WASH_TRADE", FAIL)]


@pytest.mark.rule("fail", "WASH_TRADE")
@pytest.mark.feature("F052")
def test_units_may_come_back_through_others_and_to_a_related_party() -> None:
    group = Relations([Relation("A", "A2", "subsidiary")])
    on_the_way = replace(BACK, id="T2", on=DAY + timedelta(days=1), buyer="C")
    back = replace(BACK, id="T3", on=DAY + timedelta(days=2), seller="C", buyer="A2", start=3)
    finding = SURVEILLANCE.judge((SOLD, on_the_way, back), Watch(relations=group))[0]
    assert (finding.code, finding.where["back"]) == ("WASH_TRADE", "T3")
    assert "8 t" in finding.message.en


@pytest.mark.rule("missing", "WASH_TRADE")
@pytest.mark.feature("F052")
def test_wash_trades_cannot_be_told_where_units_are_not_named() -> None:
    nameless = replace(SOLD, start=None)
    finding = SURVEILLANCE.judge([nameless, nameless], Watch(relations=NOBODY))[0]
    assert (finding.code, finding.outcome) == ("WASH_TRADE", UNKNOWN)
    assert finding.where["trades"] == 2


@pytest.mark.rule("fail", "RELATED_SALE")
@pytest.mark.rule("missing", "RELATED_SALE")
@pytest.mark.feature("F052")
def test_sale_to_a_related_party_is_flagged_however_far_the_relation_goes() -> None:
    chain = Relations([Relation("A", "X", "parent"), Relation("B", "X", "owner")])
    assert watched(SOLD, relations=chain) == [("RELATED_SALE", FAIL)]
    assert watched(replace(SOLD, buyer="A")) == [("RELATED_SALE", FAIL)]
    assert watched(SOLD, relations=None) == [("RELATED_SALE", UNKNOWN)]


LEGS = st.tuples(
    st.sampled_from("ABC"), st.sampled_from("ABC"), st.integers(0, 9), st.integers(1, 5)
)


@given(st.lists(LEGS, max_size=12), st.integers(0, 9))
def test_returns_are_those_that_comparing_every_pair_finds(
    legs: list[tuple[str, str, int, int]], window: int
) -> None:
    trades = [
        replace(
            SOLD, id=str(number), seller=seller, buyer=buyer,
            on=DAY + timedelta(days=days), start=start, end=start + 2,
        )
        for number, (seller, buyer, days, start) in enumerate(legs)
    ]  # fmt: skip
    ordered = sorted(trades, key=lambda one: one.on)
    slow = {
        (one.id, other.id)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
        if one.seller == other.buyer
        and (other.on - one.on).days <= window
        and abs(int(one.start or 0) - int(other.start or 0)) <= 2
    }
    watch = Watch(window_days=window, relations=NOBODY)
    assert {(one.id, back.id) for one, back in returns(trades, watch)} == slow


@pytest.mark.feature("F101")
def test_liquidity_is_measured_before_and_after_a_link() -> None:
    before, after = around((SOLD, BACK, replace(BACK, buyer="C")), BACK.on, stock_t=100)
    assert (before.trades, before.traded_t, before.turnover) == (1, 10, Fraction(1, 10))
    assert [after.trades, after.traders, after.mean_t] == [2, 3, 10]
    assert measure(()).mean_t is None
    assert measure((SOLD,)).turnover is None
    assert before.to_json()["turnover"] == "0.1"


@pytest.mark.feature("F101")
def test_depth_counts_orders_near_the_middle_of_both_sides() -> None:
    quotes = [
        Quote(True, Decimal(99), 5),
        Quote(False, Decimal(101), 7),
        Quote(False, Decimal(200), 50),
    ]
    assert depth_t(quotes, Fraction(1, 100)) == 12
    assert depth_t(quotes[1:], Fraction(1, 100)) is None
