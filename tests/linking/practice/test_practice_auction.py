"""The primary market: sealed auctions at one price."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_samples import FAIL, NOWHERE, UNKNOWN, judged

from tallystick.linking.practice.auction import AUCTIONS, Bid, SealedAuction, clear

BIDS = (
    Bid(bidder="a", quantity_t=50, price=Decimal(30)),
    Bid(bidder="b", quantity_t=40, price=Decimal(25)),
    Bid(bidder="c", quantity_t=40, price=Decimal(25)),
    Bid(bidder="d", quantity_t=90, price=Decimal(10)),
)
SOLD = SealedAuction(id="one", offered_t=100, reserve=Decimal(20), currency="EUR", bids=BIDS)


@pytest.mark.feature("F141")
@pytest.mark.rule("pass", "AUCTION_UNDERSOLD")
def test_highest_bids_win_and_all_pay_the_lowest_price_filled() -> None:
    cleared = clear(SOLD)
    assert cleared
    assert cleared.price == Decimal(25)
    assert cleared.awarded_t == (50, 40, 10, 0)
    assert judged(AUCTIONS, SOLD, NOWHERE) == []


@pytest.mark.feature("F141")
@pytest.mark.rule("fail", "AUCTION_UNDERSOLD")
@pytest.mark.rule("missing", "AUCTION_UNDERSOLD")
def test_bids_below_the_reserve_leave_units_unsold() -> None:
    large = replace(SOLD, offered_t=500)
    assert (clear(large) or SOLD) is not SOLD
    assert judged(AUCTIONS, large, NOWHERE) == [("AUCTION_UNDERSOLD", FAIL)]
    assert judged(AUCTIONS, replace(SOLD, reserve=None), NOWHERE) == [
        ("AUCTION_UNDERSOLD", UNKNOWN)
    ]


@given(
    st.integers(0, 1000),
    st.integers(0, 50),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 100))),
)
def test_no_bid_above_the_price_goes_empty(
    offered: int, reserve: int, drawn: list[tuple[int, int]]
) -> None:
    bids = tuple(
        Bid(bidder=str(at), quantity_t=quantity, price=Decimal(price))
        for at, (quantity, price) in enumerate(drawn)
    )
    cleared = clear(SealedAuction(id="x", offered_t=offered, reserve=Decimal(reserve), bids=bids))
    assert cleared
    demand = sum(bid.quantity_t for bid in bids if bid.price >= reserve)
    assert cleared.sold_t == min(offered, demand)
    for bid, awarded in zip(bids, cleared.awarded_t, strict=True):
        assert awarded <= bid.quantity_t
        if awarded:
            assert bid.price >= (cleared.price or 0) >= reserve
        elif cleared.price is not None and bid.quantity_t:
            assert bid.price <= cleared.price
