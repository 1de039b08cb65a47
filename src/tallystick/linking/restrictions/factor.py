"""How many units are booked for one that is sent."""

from fractions import Fraction

from tallystick.linking.agreement.agreement import Recognition
from tallystick.linking.agreement.restrictions import Discount, ExchangeRate
from tallystick.linking.restrictions.transfer import Setting


def is_rated(setting: Setting, direction: Recognition) -> bool:
    """Whether an exchange rate is agreed for a direction, its own or the inverse of the other."""
    listed = any(isinstance(one, ExchangeRate) for one in direction.restrictions)
    return listed or bool(_mirrored(setting, direction))


def _mirrored(setting: Setting, direction: Recognition) -> list[ExchangeRate]:
    """Return the reciprocal rates agreed for the other direction."""
    return [
        rate
        for other in setting.agreement.recognition
        if (other.origin, other.destination) == (direction.destination, direction.origin)
        for rate in other.restrictions
        if isinstance(rate, ExchangeRate) and rate.reciprocal
    ]


def exchange_rate(setting: Setting, direction: Recognition) -> ExchangeRate | None:
    """Return the rate of a direction that holds on the day."""
    return next(setting.held(direction, ExchangeRate), None)


def mirrored_rate(setting: Setting, direction: Recognition) -> ExchangeRate | None:
    """Return the reciprocal rate of the other direction that holds on the day."""
    mirrored = _mirrored(setting, direction)
    return next((one for one in mirrored if one.valid is None or setting.on in one.valid), None)


def rate_of(setting: Setting, direction: Recognition) -> Fraction | None:
    """Return units booked per unit sent by rates alone; None where no rate is to be had."""
    if not is_rated(setting, direction):
        return Fraction(1)
    if own := exchange_rate(setting, direction):
        return _value(setting, own, direction.origin, direction.destination)
    if other := mirrored_rate(setting, direction):
        value = _value(setting, other, direction.destination, direction.origin)
        return None if value is None else 1 / value
    return None


def _value(setting: Setting, rate: ExchangeRate, origin: str, destination: str) -> Fraction | None:
    """Return the agreed value, or the ratio of the ratings of both systems' units."""
    if rate.rating is None:
        return rate.rate
    if setting.ratings is None:
        return None
    sent, booked = setting.ratings(rate.rating, origin), setting.ratings(rate.rating, destination)
    return sent / booked if sent and booked else None


def factor(setting: Setting, direction: Recognition) -> Fraction | None:
    """Return units booked per unit sent; None where the rate is not to be had."""
    rate = rate_of(setting, direction)
    if rate is None:
        return None
    for discount in setting.held(direction, Discount):
        rate *= 1 - discount.rate
    return rate
