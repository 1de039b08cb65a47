"""Shifts of allocation that turn the gains at market prices into a split agreed on.

Where all markets clear at one price a shift moves no price and no abatement, so that a tonne is
worth exactly that price; elsewhere only the payment is stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.market.coalitions.game import Game

SAME_PRICE = 1e-6


@dataclass(frozen=True, slots=True)
class Transfers:
    """What each market is given (or gives, below 0): money and, at one price, tonnes."""

    money: list[float]
    tonnes: list[float] | None


def transfers(game: Game, target: Sequence[float]) -> Transfers:
    """Return the shifts from the split of the market to a target split."""
    pairs = zip(target, game.market_split, strict=True)
    money = [wanted - had for wanted, had in pairs]
    price = one_price(game)
    return Transfers(money, [value / price for value in money] if price else None)


def one_price(game: Game) -> float | None:
    """Return the price of the first year at which all markets clear; None where they differ."""
    prices = [one.price[0] for one in game.found.markets]
    spread = max(prices) - min(prices)
    return prices[0] if prices[0] > 0 and spread <= SAME_PRICE * max(prices) else None


def pareto_split(game: Game) -> list[float] | None:
    """Return the split in which nobody loses after linking costs.

    Losers are made whole by the others in proportion to their net gains; None where the markets
    together lose.
    """
    linked = game.everyone.bit_count() > 1
    costs = game.costs if linked else (0.0,) * len(game.ids)
    net = [had - cost for had, cost in zip(game.market_split, costs, strict=True)]
    won, lost = sum(max(one, 0.0) for one in net), sum(min(one, 0.0) for one in net)
    if won + lost < -game.tolerance:
        return None
    kept = max(1 + lost / won, 0.0) if won > 0 else 0.0
    return [max(one, 0.0) * kept + cost for one, cost in zip(net, costs, strict=True)]
