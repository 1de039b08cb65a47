"""What markets would buy and sell at a price: their curves read the other way round."""

from collections.abc import Sequence
from math import inf

from tallystick.market.curves import Curve, Piece
from tallystick.market.network import Market

HALVINGS = 100


def abatement_at(curve: Curve, price: float, most: float = inf) -> float:
    """Return the tonnes that pay at a price, each piece up to its end, and at most `most`."""
    return min(most, sum(_of_piece(piece, price) for piece in curve))


def _of_piece(piece: Piece, price: float) -> float:
    if piece.price(piece.lower) >= price:
        return piece.lower
    low, high = piece.lower, _beyond(piece, price)
    if piece.price(high) <= price:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if piece.price(middle) < price else (low, middle)
    return high


def _beyond(piece: Piece, price: float) -> float:
    """Return the end of a piece, or a quantity at which it costs more than the price."""
    if piece.upper < inf or not (piece.slope or piece.factor):
        return piece.upper
    high = max(1.0, 2 * piece.lower)
    while piece.price(high) < price:
        high *= 2
    return high


def net_demand(markets: Sequence[Market], price: float) -> float:
    """Return what markets would import at a price in the first year; below 0 they would export.

    Withholding at a floor and release at a ceiling are left out.
    """
    return sum(market.needs[0] - abatement_at(market.curve, price) for market in markets)
