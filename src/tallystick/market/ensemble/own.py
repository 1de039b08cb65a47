"""What one market of a star supplies by itself: a straight line between bounds and two steps."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.lanes import BASE, CEILING, FLOOR, HELD, MORE, MOST, RISE, SLOPE


@compiled
def straight_supply(price: float, m: Floats, one: int) -> float:
    """Return what a market abates at a price, in one draw."""
    return float(min(max((price - m[BASE + one]) * m[RISE + one], 0.0), m[MOST + one]))


@compiled
def supply_above(price: float, m: Floats, one: int) -> tuple[float, float]:
    """Return what a market supplies just above a price, and how that rises with it."""
    rise, most = m[RISE + one], m[MOST + one]
    straight = (price - m[BASE + one]) * rise
    withheld = m[HELD + one] if price < m[FLOOR + one] else 0.0
    released = m[MORE + one] if price >= m[CEILING + one] else 0.0
    rising = rise if (straight > 0.0) & (straight < most) else 0.0
    return min(max(straight, 0.0), most) - withheld + released, rising


@compiled
def own_price(wanted: float, m: Floats, one: int) -> float:
    """Return the lowest price at which a market's own supply reaches what is wanted, else NaN."""
    floor, held, ceiling, more = m[FLOOR + one], m[HELD + one], m[CEILING + one], m[MORE + one]
    at_floor = straight_supply(floor, m, one)
    at_ceiling = straight_supply(ceiling, m, one)
    beyond = (ceiling < np.inf) & (at_ceiling < wanted)
    short = (floor > 0.0) & (at_floor >= wanted) & (not beyond)
    rest = wanted - more if beyond else wanted
    rest = wanted + held if short else rest
    price = max(m[BASE + one] + rest * m[SLOPE + one], 0.0) if rest > 0.0 else 0.0
    price = np.nan if rest > m[MOST + one] else price
    price = floor if short & (at_floor - held < wanted) else price
    return float(ceiling if beyond & (at_ceiling + more >= wanted) else price)
