"""How liquid a market is: turnover, trades, traders and depth, before and after a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tallystick.article6.safeguards.trades import Trade
from tallystick.core.quantities import printed


@dataclass(frozen=True, slots=True)
class Quote:
    """A standing order to buy (bid) or to sell at a price per t."""

    bid: bool
    price: Decimal
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Liquidity:
    """Measures over some trades; `turnover` is what was traded as a share of the stock of units."""

    trades: int
    traded_t: int
    traders: int
    turnover: Fraction | None

    @property
    def mean_t(self) -> Fraction | None:
        """The mean size of a trade, None without trades."""
        return Fraction(self.traded_t, self.trades) if self.trades else None

    def to_json(self) -> dict[str, object]:
        """Return the measures as commands print them."""
        return {
            "trades": self.trades,
            "traded_t": self.traded_t,
            "traders": self.traders,
            "mean_t": printed(self.mean_t),
            "turnover": printed(self.turnover),
        }


def measure(trades: Sequence[Trade], stock_t: int | None = None) -> Liquidity:
    """Measure trades against the units that exist; without a stock the turnover is unknown."""
    traded = sum(one.quantity_t for one in trades)
    return Liquidity(
        trades=len(trades),
        traded_t=traded,
        traders=len({name for one in trades for name in (one.seller, one.buyer)}),
        turnover=Fraction(traded, stock_t) if stock_t else None,
    )


def around(
    trades: Sequence[Trade], linked_on: date, stock_t: int | None = None
) -> tuple[Liquidity, Liquidity]:
    """Measure trades before a link and from its day on."""
    before = [one for one in trades if one.on < linked_on]
    after = [one for one in trades if one.on >= linked_on]
    return measure(before, stock_t), measure(after, stock_t)


def depth_t(quotes: Sequence[Quote], within: Fraction) -> int | None:
    """Return the units on offer or asked for within a share of the middle price.

    Returns None unless there are orders on both sides.
    """
    bids = [one.price for one in quotes if one.bid]
    asks = [one.price for one in quotes if not one.bid]
    if not bids or not asks:
        return None
    middle = (Fraction(max(bids)) + Fraction(min(asks))) / 2
    near = [one for one in quotes if abs(Fraction(one.price) - middle) <= within * middle]
    return sum(one.quantity_t for one in near)
