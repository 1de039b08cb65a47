"""A trade in units, as surveillance and the measures of liquidity read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Units sold on a day; price and reference price are per t CO2 eq in the currency.

    The range of serial numbers says which units; `origin` is where the trade was read.
    """

    id: str
    on: date
    seller: str
    buyer: str
    quantity_t: int
    price: Decimal | None = None
    reference: Decimal | None = None
    currency: str | None = None
    series: str | None = None
    start: int | None = None
    end: int | None = None
    origin: Mapping[str, object] = field(default_factory=dict)

    @property
    def range(self) -> tuple[str, int, int] | None:
        """The units by series, first and last number, None where they are not named."""
        if self.series is None or self.start is None or self.end is None:
            return None
        return self.series, self.start, self.end

    @property
    def where(self) -> dict[str, object]:
        """Say which trade a finding is about."""
        return {**self.origin, "trade": self.id, "seller": self.seller, "buyer": self.buyer}
