"""The log of a platform that settles transfers at the exchange rate of the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from tallystick.core.quantities import printed
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.keys import Named
from tallystick.linking.agreement.values import DATE, PARTY_ID, TEXT, YEAR
from tallystick.linking.restrictions.convert import Conversion, convert
from tallystick.linking.restrictions.factor import rate_of
from tallystick.linking.restrictions.rating import Rating, RatingProvider, rated
from tallystick.linking.restrictions.transfer import Setting, Transfer, Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Units to be sent across the link on a day."""

    id: Annotated[str, TEXT, "Its id."]
    on: Annotated[date, DATE, "Day of settlement, whose rate holds."]
    origin: Annotated[str, Named("from"), PARTY_ID, "System that sends."]
    destination: Annotated[str, Named("to"), PARTY_ID, "System that books."]
    quantity_t: Annotated[int, "Units sent."]
    unit: Annotated[str | None, TEXT, "Unit type, such as CHU."] = None
    vintage: Annotated[int | None, YEAR, "Vintage of the units."] = None
    base_t: Annotated[int | None, "What shares are shares of."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What a settlement platform works with: the ratings and the orders."""

    ratings: Annotated[tuple[Rating, ...], "Ratings of the providers."] = ()
    orders: Annotated[tuple[Order, ...], "What is to be settled."] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """One line of the log: the order, the rate of its day, what was booked or why not."""

    order: Order
    rate: Fraction | None
    conversion: Conversion

    def to_json(self) -> dict[str, Any]:
        """Return the line of the log."""
        return {
            "id": self.order.id,
            "on": self.order.on.isoformat(),
            "from": self.order.origin,
            "to": self.order.destination,
            "rate": None if self.rate is None else printed(self.rate),
            **self.conversion.to_json(),
        }


def settle(
    agreement: Agreement, orders: Iterable[Order], provider: RatingProvider
) -> tuple[Settled, ...]:
    """Settle orders one by one, in order of day and id, each at the rate of its own day.

    Limits count what the log has booked in the same direction before.
    """
    booked: dict[tuple[str, str], Fraction] = {}
    log = []
    for order in sorted(orders, key=lambda one: (one.on, one.id)):
        direction = (order.origin, order.destination)
        line = _settled(agreement, order, provider, booked.get(direction, Fraction(0)))
        booked[direction] = booked.get(direction, Fraction(0)) + (line.conversion.received or 0)
        log.append(line)
    return tuple(log)


def _settled(
    agreement: Agreement, order: Order, provider: RatingProvider, booked: Fraction
) -> Settled:
    setting = rated(Setting(agreement=agreement, on=order.on), provider)
    transfer = Transfer(
        origin=order.origin,
        destination=order.destination,
        quantity_t=order.quantity_t,
        units=Units(unit=order.unit, vintage=order.vintage),
        booked_before_t=ceil(booked),
        base_t=order.base_t,
    )
    direction = setting.direction(transfer)
    rate = rate_of(setting, direction) if direction else None
    return Settled(order, rate, convert(transfer, setting))
