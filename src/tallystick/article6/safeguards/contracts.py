"""The lower tier: the commercial contract beneath an agreement of governments.

A contract names its parties by role, price, volume, delivery, what follows on default, and its law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Role(StrEnum):
    """What somebody is in a contract."""

    SELLER = "seller"
    BUYER = "buyer"
    GUARANTOR = "guarantor"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A quantity due on a day."""

    on: date
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFloor:
    """A price per t that may not be undercut: a ratio of an index, whose level is in the currency.

    The option to price above the average of the market is a floor whose ratio is above 1.
    """

    index: str
    ratio: Fraction
    level: Decimal | None = None
    currency: str | None = None

    @property
    def price(self) -> Fraction | None:
        """The lowest price allowed, None while the level of the index is unknown."""
        return None if self.level is None else self.ratio * Fraction(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRisk:
    """The chance that the seller does not deliver, what replacing costs, and what covers it.

    Money is in the currency of the contract; `replacement` is a price per t, `recovered` the share
    of the exposure that is got back without any security.
    """

    probability: Fraction | None = None
    replacement: Decimal | None = None
    recovered: Fraction = Fraction(0)
    margin: Decimal = Decimal(0)
    premium: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract on units; None where its document does not say, or no document is on file."""

    id: str
    signed_on: date
    parties: Mapping[Role, str]
    document: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    volume_t: int | None = None
    deliveries: Sequence[Delivery] | None = None
    delivered_t: int = 0
    on_default: str | None = None
    governing_law: str | None = None
    floor: PriceFloor | None = None
    risk: DefaultRisk | None = None

    @property
    def outstanding_t(self) -> int | None:
        """What is still to be delivered."""
        return None if self.volume_t is None else max(0, self.volume_t - self.delivered_t)

    @property
    def exposure(self) -> Fraction | None:
        """What the buyer would have to pay for replacing all that is outstanding."""
        if self.risk is None or self.risk.replacement is None or self.outstanding_t is None:
            return None
        return self.outstanding_t * Fraction(self.risk.replacement) * (1 - self.risk.recovered)

    @property
    def expected_loss(self) -> Fraction | None:
        """Probability of default times exposure."""
        if self.exposure is None or self.risk is None or self.risk.probability is None:
            return None
        return self.risk.probability * self.exposure

    @property
    def security(self) -> Fraction:
        """Margin and premium together, in the currency of the contract."""
        return (
            Fraction(self.risk.margin) + Fraction(self.risk.premium) if self.risk else Fraction(0)
        )

    def lacking(self) -> list[str]:
        """Return the names of the terms that the contract does not state."""
        terms = {
            "seller": self.parties.get(Role.SELLER),
            "buyer": self.parties.get(Role.BUYER),
            "price": self.price,
            "currency": self.currency,
            "volume_t": self.volume_t,
            "deliveries": self.deliveries,
            "on_default": self.on_default,
            "governing_law": self.governing_law,
        }
        return [name for name, term in terms.items() if term is None]
