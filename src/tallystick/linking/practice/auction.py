"""The primary market: a sealed auction at one price."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import CURRENCY, ID, MONEY, TEXT
from tallystick.linking.practice.around import Around


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """What somebody would buy at a price per unit."""

    bidder: Annotated[str, TEXT, "Who bids."]
    quantity_t: Annotated[int, "Units, tonnes CO2 eq."]
    price: Annotated[Decimal, MONEY, "Price per unit."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAuction:
    """An auction: units offered, a reserve price, and bids in the order they came."""

    id: Annotated[str, ID, "Its id."]
    offered_t: Annotated[int, "Units offered, tonnes CO2 eq."]
    reserve: Annotated[Decimal | None, MONEY, "Price below which nothing is sold."] = None
    currency: Annotated[str | None, CURRENCY, "Currency of all prices."] = None
    bids: Annotated[tuple[Bid, ...], "Bids, in the order they came."] = ()


@dataclass(frozen=True, slots=True)
class Cleared:
    """What an auction comes to: one price for all, and what every bid gets, in the given order."""

    price: Decimal | None
    awarded_t: tuple[int, ...]

    @property
    def sold_t(self) -> int:
        """The units sold."""
        return sum(self.awarded_t)


def clear(auction: SealedAuction) -> Cleared | None:
    """Fill the highest bids first, earlier before later; all pay the lowest price that is filled.

    None while the reserve price is not known.
    """
    if auction.reserve is None:
        return None
    left, price = auction.offered_t, None
    awarded = [0] * len(auction.bids)
    for at in sorted(range(len(auction.bids)), key=lambda at: -auction.bids[at].price):
        bid = auction.bids[at]
        if bid.price < auction.reserve or left == 0:
            break
        awarded[at] = min(left, bid.quantity_t)
        left -= awarded[at]
        price = bid.price if awarded[at] else price
    return Cleared(price, tuple(awarded))


AUCTIONS: Rulebook[SealedAuction, Around] = Rulebook("auction of units")


@AUCTIONS.rule(
    "AUCTION_UNDERSOLD",
    source="Yang 2025 section 4.4",
    severity=Severity.WARNING,
    message=Text(
        "auction {auction}: {sold} t of {offered} t are sold at {reserve} or more",
        "拍卖 {auction}：在不低于 {reserve} 的价格售出 {offered} 吨中的 {sold} 吨",
    ),
    fix=Text("offer the rest later, or withhold it", "其余请择期再拍或保留"),
)
def all_that_is_offered_is_sold(auction: SealedAuction, _: Around) -> Shown | None:
    """Bids at the reserve price or more take all that is offered."""
    where = {"auction": auction.id}
    cleared = clear(auction)
    if cleared is None:
        return unknown(Text("the reserve price", "底价"), where)
    if cleared.sold_t == auction.offered_t:
        return None
    values = {"offered": auction.offered_t, "reserve": auction.reserve}
    return fails(where, auction=auction.id, sold=cleared.sold_t, **values)
