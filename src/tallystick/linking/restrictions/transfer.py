"""A transfer across a link, and what is known about the units and the day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias, TypeVar

from tallystick.linking.agreement.agreement import Agreement, Recognition
from tallystick.linking.agreement.restrictions import Restriction

Ratings: TypeAlias = Callable[[str, str], Fraction | None]
"""A rating provider: from its name and a system to the rating of the system's units, if any."""

Kind = TypeVar("Kind", bound=Restriction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What is known about the units sent; None is unknown."""

    unit: str | None = None
    vintage: int | None = None
    programme: str | None = None
    project_type: str | None = None
    host: str | None = None
    registered: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Units on their way from one system to another.

    `booked_before_t` counts what the limit has already seen in its period (net for limits on net
    flows), `base_t` is what shares are shares of, `price` is money per unit.
    """

    origin: str
    destination: str
    quantity_t: int
    units: Units = field(default_factory=Units)
    booked_before_t: int = 0
    base_t: int | None = None
    price: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The agreement that is to carry the transfer, the day, and a rating provider if there is one.

    Every question here is about the directions valid on the day.
    """

    agreement: Agreement
    on: date
    ratings: Ratings | None = None

    def directions(self, origin: str, destination: str) -> tuple[Recognition, ...]:
        """Return what is recognised in a direction."""
        return tuple(
            one
            for one in self.agreement.recognition
            if (one.origin, one.destination) == (origin, destination) and self.on in one.valid
        )

    def direction(self, transfer: Transfer) -> Recognition | None:
        """Return the one entry that covers the units of a transfer, None where it is not one."""
        listed = self.directions(transfer.origin, transfer.destination)
        unit = transfer.units.unit
        named = [one for one in listed if not one.units or unit is None or unit in one.units]
        return named[0] if len(named) == 1 else None

    def held(self, direction: Recognition, kind: type[Kind]) -> Iterator[Kind]:
        """Yield the restrictions of a kind that hold on the day."""
        for one in direction.restrictions:
            if isinstance(one, kind) and (one.valid is None or self.on in one.valid):
                yield one
