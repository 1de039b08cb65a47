"""Sellers who know that what they sell lowers the price: one dominant seller, or several (Cournot).

All markets but the sellers take the price; each seller chooses how many units to sell, abating
what it owes and sells. With one seller that is one scalar problem, with several each answers the
others in turn until nobody moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tallystick.market.curves import Curve
from tallystick.market.design.clearing import abated, cleared, cost
from tallystick.market.design.peaks import peak

ROUNDS = 200
SETTLED = 1e-7
"""Sales are settled when none moves by more than this share of all needs."""


@dataclass(frozen=True, slots=True)
class Trader:
    """A market by itself: its need in t, negative where it has units over, and its curve."""

    id: str
    need: float
    curve: Curve


@dataclass(frozen=True, slots=True)
class Sales:
    """The one price, what each seller sells in t, and what it earns by that over staying out."""

    price: float
    sold: tuple[float, ...]
    profits: tuple[float, ...]


def price_takers(sellers: Sequence[Trader], others: Sequence[Trader]) -> Sales | None:
    """Return the sales where sellers take the price too; None where the need cannot be met."""
    everyone = [*sellers, *others]
    price = cleared([one.curve for one in everyone], sum(one.need for one in everyone))
    if price is None:
        return None
    sold = tuple(abated(one.curve, price) - one.need for one in sellers)
    return _sales(sellers, price, sold)


def strategic_sales(sellers: Sequence[Trader], others: Sequence[Trader]) -> Sales | None:
    """Return sales from which no seller gains by moving alone; None where they do not settle."""
    most = sum(abs(one.need) for one in (*sellers, *others))
    sold = [0.0] * len(sellers)
    for _ in range(ROUNDS):
        before = list(sold)
        for at, seller in enumerate(sellers):
            rest = sum(sold) - sold[at]
            sold[at] = peak(partial(_profit, seller, others, rest), 0.0, most)
        if max(abs(one - other) for one, other in zip(sold, before, strict=True)) <= SETTLED * most:
            price = _price(others, sum(sold))
            return None if price is None else _sales(sellers, price, sold)
    return None


def _profit(seller: Trader, others: Sequence[Trader], rest: float, units: float) -> float:
    price = _price(others, units + rest)
    spent = _spent(seller, units)
    return float("-inf") if price is None or spent is None else price * units - spent


def _price(others: Sequence[Trader], sold: float) -> float | None:
    """Return the price at which those who take it want what is sold."""
    return cleared([one.curve for one in others], sum(one.need for one in others) - sold)


def _spent(seller: Trader, units: float) -> float | None:
    """Return what a seller's abatement costs beyond what it would cost to sell nothing."""
    owed = [max(seller.need + more, 0.0) for more in (units, 0.0)]
    if any(cleared([seller.curve], each) is None for each in owed):
        return None
    after, before = (cost(seller.curve, each) for each in owed)
    return after - before


def _sales(sellers: Sequence[Trader], price: float, sold: Sequence[float]) -> Sales:
    profits = tuple(
        price * units - (_spent(seller, units) or 0.0)
        for seller, units in zip(sellers, sold, strict=True)
    )
    return Sales(price, tuple(sold), profits)
