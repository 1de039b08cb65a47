"""Trades at venues and between firms, and what settles them across a border.

A venue is reached through files: the legs of a trade tell it what to settle, and the payment it
confirms releases the units.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import CURRENCY, DATE, ID, MONEY, PARTY_ID, TEXT
from tallystick.linking.practice.around import Around


class TradedVia(StrEnum):
    """How a trade came about."""

    EXCHANGE = "exchange"
    OTC = "otc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a venue, or a bank, confirms to have been paid for a trade."""

    on: Annotated[date, DATE, "Day of payment."]
    amount: Annotated[Decimal, MONEY, "Amount."]
    currency: Annotated[str, CURRENCY, "Currency."]
    reference: Annotated[str | None, TEXT, "Reference of the venue."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueTrade:
    """A trade on the secondary market; the price is per tonne CO2 eq.

    The accounts and the range of serials are those between which, and of which, units move.
    """

    id: Annotated[str, ID, "Its id."]
    via: Annotated[TradedVia, "Exchange or over the counter."]
    venue: Annotated[str | None, ID, "Id of the venue, for trades at an exchange."] = None
    on: Annotated[date, DATE, "Day of the trade."]
    seller: Annotated[str, TEXT, "Who sells."]
    seller_party: Annotated[str, PARTY_ID, "Party of the seller's registry."]
    buyer: Annotated[str, TEXT, "Who buys."]
    buyer_party: Annotated[str, PARTY_ID, "Party of the buyer's registry."]
    unit: Annotated[str, TEXT, "Kind of unit."]
    quantity_t: Annotated[int, "Units, tonnes CO2 eq."]
    price: Annotated[Decimal | None, MONEY, "Price per unit."] = None
    currency: Annotated[str | None, CURRENCY, "Currency."] = None
    seller_account: Annotated[str | None, TEXT, "Account that gives the units."] = None
    buyer_account: Annotated[str | None, TEXT, "Account that receives the units."] = None
    series: Annotated[str | None, TEXT, "Series of the units, where they have serials."] = None
    first: Annotated[int | None, "First serial."] = None
    paid: Annotated[Payment | None, "Confirmed payment."] = None

    @property
    def due(self) -> Decimal | None:
        """What the buyer owes; None without a price."""
        return None if self.price is None else self.price * self.quantity_t

    @property
    def crosses(self) -> bool:
        """Whether units leave one Party's registry for another's."""
        return self.seller_party != self.buyer_party


def legs(one: VenueTrade) -> tuple[dict[str, Any], ...]:
    """Return both legs of the settlement, delivery against payment; none without a price.

    Units that cross are a transfer between registries; others move inside one.
    """
    if one.due is None or one.currency is None:
        return ()
    crossing = {"registries": [one.seller_party, one.buyer_party]} if one.crosses else {}
    units = {"leg": "units", "from": one.seller, "to": one.buyer, "quantity_t": one.quantity_t}
    money = {"leg": "money", "from": one.buyer, "to": one.seller, "currency": one.currency}
    return (
        {**units, "unit": one.unit, **crossing, "only_if": "money"},
        {**money, "amount": f"{one.due:f}", "only_if": "units"},
    )


VENUE_TRADES: Rulebook[VenueTrade, Around] = Rulebook("trade on the secondary market")


@VENUE_TRADES.rule(
    "VENUE_CLOSED",
    source="Liu 2024 section 1.2",
    message=Text(
        "trade {trade}: {venue} does not settle it on {date}",
        "交易 {trade}：{venue} 在 {date} 不能结算",
    ),
    fix=Text("trade at a venue open for it", "请在可结算的场所交易"),
)
def venue_is_open_for_it(one: VenueTrade, _: Around) -> Shown | None:
    """An exchange is open on the day, and settles across a border only where it may."""
    where = {"trade": one.id, "venue": one.venue or "-"}
    if one.via is TradedVia.OTC:
        return None
    venue = law.venues().get(one.venue or "")
    if venue is None:
        return unknown(Text("the venue", "交易场所"), where)
    if venue.is_open(one.on) and (venue.cross_border or not one.crosses):
        return None
    return fails(where, trade=one.id, venue=venue.id, date=one.on)


@VENUE_TRADES.rule(
    "TRADE_PRICE",
    source="Tallystick design",
    message=Text("trade {trade} is for nothing", "交易 {trade} 的价格为零"),
    fix=Text("enter it as a gift, or state its price", "请登记为赠与，或载明价格"),
)
def trade_has_a_price(one: VenueTrade, _: Around) -> Shown | None:
    """A trade states its price and currency."""
    where = {"trade": one.id}
    if one.price is None or one.currency is None:
        return unknown(Text("price and currency", "价格和货币"), where)
    return fails(where, trade=one.id) if one.price == 0 else None


@VENUE_TRADES.rule(
    "UNITS_BEFORE_PAYMENT",
    source="Tallystick design",
    message=Text(
        "trade {trade}: {due} {currency} are owed, {paid} {paid_in} were paid on {on}",
        "交易 {trade}：应付 {due} {currency}，{on} 实付 {paid} {paid_in}",
    ),
    fix=Text("deliver when the payment is confirmed in full", "请在足额付款获确认后交付"),
)
def units_follow_the_payment(one: VenueTrade, _: Around) -> Shown | None:
    """Units are delivered against the whole price in its currency, paid on the day or later."""
    where = {"trade": one.id, "venue": one.venue or "-"}
    if one.paid is None or one.due is None or one.currency is None:
        return unknown(Text("the price and its payment", "价款及其支付"), where)
    paid = one.paid
    if (paid.amount, paid.currency) == (one.due, one.currency) and paid.on >= one.on:
        return None
    owed = {"due": f"{one.due:f}", "currency": one.currency}
    done = {"paid": f"{paid.amount:f}", "paid_in": paid.currency, "on": paid.on}
    return fails(where, trade=one.id, **owed, **done)
