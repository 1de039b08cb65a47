"""One price for all: what curves abate at a price, and the price at which they abate so much.

The scalar case of a network, for questions that ask for thousands of clearings.
"""

from collections.abc import Sequence
from math import inf, isinf, log1p, sqrt

from tallystick.market.curves import Curve, Piece

HALVINGS = 200
SLOPE_STEP = 1e-6


def abated(curve: Curve, price: float) -> float:
    """Return the tonnes that a curve abates at a price; infinite above an endless level piece."""
    return sum(_abated(piece, price) for piece in curve)


def _abated(piece: Piece, price: float) -> float:
    """Return the tonnes of one piece whose marginal cost is below the price."""
    above = price - piece.base
    if above <= 0:
        return piece.lower
    if piece.exponential:
        quantity = log1p(above / piece.factor) / piece.power
    elif not piece.factor:
        quantity = above / piece.slope if piece.slope else inf
    elif not piece.slope:
        quantity = (above / piece.factor) ** (1 / piece.power)
    else:  # the one curve with both terms is the quadratic
        root = sqrt(piece.slope**2 + 4 * piece.factor * above)
        quantity = (root - piece.slope) / (2 * piece.factor)
    return min(max(quantity, piece.lower), piece.upper)


def cleared(curves: Sequence[Curve], need: float) -> float | None:
    """Return the lowest price at which curves together abate a need; None where none does."""

    def enough(price: float) -> bool:
        return sum(abated(curve, price) for curve in curves) >= need

    if enough(0.0):
        return 0.0
    low, high = 0.0, 1.0
    while not enough(high):
        low, high = high, high * 2
        if isinf(high):
            return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def cost(curve: Curve, quantity: float) -> float:
    """Return what so many tonnes of a curve cost when the cheapest pieces come first."""
    price = cleared([curve], quantity) or 0.0
    taken = [_abated(piece, price) for piece in curve]
    spare = sum(taken) - quantity
    total = sum(piece.cost(one) for piece, one in zip(curve, taken, strict=True) if one < inf)
    endless = sum(one for one in taken if one < inf)
    return total + price * (quantity - endless) if isinf(spare) else total - price * spare


def supply_slope(curves: Sequence[Curve], price: float) -> float:
    """Return how many tonnes more are abated per unit of price, around a price."""
    step = SLOPE_STEP * max(price, 1.0)
    low = max(price - step, 0.0)
    more, less = (sum(abated(curve, at) for curve in curves) for at in (price + step, low))
    return (more - less) / (price + step - low)
