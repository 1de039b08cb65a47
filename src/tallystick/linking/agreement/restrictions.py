"""The restrictions a direction of recognition may carry."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, TypeAlias

from tallystick.linking.agreement.keys import Named
from tallystick.linking.agreement.values import (
    CURRENCY,
    DISCOUNT,
    MONEY,
    RATE,
    SHARE,
    TAX_RATE,
    TEXT,
    Window,
    Years,
)
from tallystick.linking.agreement.words import LimitPer, LimitScope, TradedAs


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """No more than `limit_t` units booked, or a share of the receiver's base, over a time."""

    kind: ClassVar[str] = "quantity"

    scope: Annotated[LimitScope, "What is counted."]
    limit_t: Annotated[int | None, Named("limit"), "Most units booked."] = None
    share: Annotated[Fraction | None, SHARE, "Share of the base instead of a limit."] = None
    base: Annotated[str | None, TEXT, "What the share is a share of, such as emissions."] = None
    per: Annotated[LimitPer, "Over which time it is counted."] = LimitPer.TOTAL
    valid: Annotated[Window | None, "On which days it holds."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderTax:
    """An amount per unit sent, or a rate of its price."""

    kind: ClassVar[str] = "border_tax"

    amount: Annotated[Decimal | None, MONEY, "Money per unit sent, in quotation marks."] = None
    currency: Annotated[str | None, CURRENCY, "Currency of the amount."] = None
    rate: Annotated[Fraction | None, TAX_RATE, "Rate of the price instead of an amount."] = None
    traded_as: Annotated[TradedAs | None, "Goods or service."] = None
    valid: Annotated[Window | None, "On which days it holds."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """Units booked per unit sent; `reciprocal` rates hold inverted in the other direction."""

    kind: ClassVar[str] = "exchange_rate"

    rate: Annotated[Fraction | None, RATE, "Units booked per unit sent."] = None
    rating: Annotated[
        str | None, TEXT, "Provider whose ratings of both systems give the rate instead."
    ] = None
    reciprocal: Annotated[bool, "Whether the inverse holds in the other direction."] = False
    valid: Annotated[Window | None, "On which days it holds."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """The share of what is sent that is not booked, in this direction alone."""

    kind: ClassVar[str] = "discount"

    rate: Annotated[Fraction, DISCOUNT, "Share not booked, below 1."]
    valid: Annotated[Window | None, "On which days it holds."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFilter:
    """Which units are recognised at all."""

    kind: ClassVar[str] = "unit_filter"

    vintages: Annotated[Years | None, "First and last vintage."] = None
    programmes: Annotated[tuple[str, ...] | None, TEXT, "Programmes, if only some."] = None
    project_types: Annotated[tuple[str, ...] | None, TEXT, "Project types, if only some."] = None
    hosts: Annotated[tuple[str, ...] | None, TEXT, "Host Parties, if only some."] = None
    registered: Annotated[Window | None, "When the activity was registered."] = None
    exclude: Annotated[
        tuple[str, ...], TEXT, "Programmes, project types, hosts or units that are not recognised."
    ] = ()
    valid: Annotated[Window | None, "On which days it holds."] = None


Restriction: TypeAlias = Quantity | BorderTax | ExchangeRate | Discount | UnitFilter

RESTRICTIONS: dict[str, type] = {
    one.kind: one for one in (Quantity, BorderTax, ExchangeRate, Discount, UnitFilter)
}
