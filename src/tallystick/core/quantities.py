"""Quantities: integers for units, exact fractions for shares of them, six places in print."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

PRINTED_PLACES = 6


class Metric(StrEnum):
    """What a unit measures: t CO2 eq, or a named indicator other than greenhouse gases."""

    GHG = "GHG"
    NON_GHG = "non-GHG"


def printed(quantity: int | Fraction | None) -> int | str | None:
    """Return an exact quantity as JSON prints it.

    A whole number stays an integer, a fraction becomes a decimal string rounded half-even to six
    places without trailing zeros, an unknown stays None.
    """
    if quantity is None:
        return None
    exact = Fraction(quantity)
    if exact.denominator == 1:
        return exact.numerator
    with localcontext() as context:
        context.prec = len(str(abs(exact.numerator))) + PRINTED_PLACES + 2
        scaled = Decimal(round(exact * 10**PRINTED_PLACES)).scaleb(-PRINTED_PLACES)
        context.rounding = ROUND_HALF_EVEN
        text = f"{scaled:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
