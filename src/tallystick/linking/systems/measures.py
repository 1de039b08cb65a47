"""Money and tonnes of different systems brought to one measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallystick import law

DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, such as USD 25.87."""

    amount: Fraction
    currency: str

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read "USD 25.87"; raises ValueError for anything else."""
        currency, _, amount = text.partition(" ")
        return cls(Fraction(amount), currency)


def dollars(money: Money, facts: Mapping[str, str]) -> Fraction | None:
    """Return US dollars, at the rate that a system's own price in both currencies implies.

    None where the system has no price in that currency and in dollars.
    """
    if money.currency == DOLLAR:
        return money.amount
    if facts.get("currency") != money.currency or not {"price", "price_usd"} <= facts.keys():
        return None
    price = Fraction(facts["price"])
    return money.amount * Fraction(facts["price_usd"]) / price if price else None


def tonnes(units: int | Fraction, unit_mass: str) -> Fraction:
    """Return the metric tonnes that units of a system stand for.

    Raises KeyError when the mass is not a known one, such as metric_t or short_ton.
    """
    return units * law.unit_masses()[unit_mass]


def per_tonne(price: Fraction, unit_mass: str) -> Fraction:
    """Return the price of a metric tonne from the price of a unit; raises KeyError likewise."""
    return price / law.unit_masses()[unit_mass]
