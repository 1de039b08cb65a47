"""What ledgers and registries ask about: something done with units in one system or between two."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from tallystick.linking.restrictions.transfer import Transfer, Units


class Kind(StrEnum):
    """What is done with units."""

    ISSUANCE = "issuance"
    AUCTION = "auction"
    TRANSFER = "transfer"
    SURRENDER = "surrender"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Units of one system, and the system in whose registry something is done with them.

    `used` says whether they have been used or cancelled before; `transferred_before_t` is what the
    host has first transferred under the agreement, None if unknown; `contract` is the commercial
    contract that it fulfils, if any. `is_counted` says whether `booked_before_t` was looked up.
    """

    kind: Kind
    origin: str
    destination: str
    quantity_t: int
    used: bool
    units: Units = field(default_factory=Units)
    booked_before_t: int = 0
    base_t: int | None = None
    price: Fraction | None = None
    transferred_before_t: int | None = None
    contract: str | None = None
    is_counted: bool = True

    @property
    def rests_on_recognition(self) -> bool:
        """Whether it makes units of one system good, or books them, in another."""
        return self.origin != self.destination and self.kind in RECOGNISING

    @property
    def transfer(self) -> Transfer:
        """The same as a transfer across a link."""
        return Transfer(
            origin=self.origin,
            destination=self.destination,
            quantity_t=self.quantity_t,
            units=self.units,
            booked_before_t=self.booked_before_t,
            base_t=self.base_t,
            price=self.price,
        )


RECOGNISING = frozenset({Kind.TRANSFER, Kind.SURRENDER})
