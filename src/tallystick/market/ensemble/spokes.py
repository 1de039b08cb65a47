"""What each market of a star does at a price of the hub, in closed form.

At that price a spoke imports what it lacks, or exports what it can spare, up to its limits; its
own supply is a straight line between bounds, with a step at its floor and at its ceiling.
"""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.hub import NONE, Star

(BASE, RISE, MOST, NEED, FLOOR, HELD, CEILING, MORE) = range(8)
(RATE_IN, FEE_IN, MOST_IN, RATE_OUT, FEE_OUT, MOST_OUT, OWN_UNIT, HUB_UNIT) = range(8, 16)
N_SPOKE = 16
IDLE, IMPORTS, EXPORTS = 0, 1, 2


@compiled
def load_star(shape: Shape, star: Star, batch: Batch, i: int, t: Floats) -> None:
    """Write one draw of a star into a table with a column per market."""
    for k in range(t.shape[1]):
        for line in range(N_SPOKE):
            t[line, k] = 0.0
        t[NEED, k] = batch.rhs[i, k]
        t[RATE_IN, k] = t[RATE_OUT, k] = 1.0
        t[FLOOR, k], t[CEILING, k] = -np.inf, np.inf
        j = star.abated[k]
        if j != NONE:
            t[BASE, k], t[MOST, k] = batch.base[i, j], batch.upper[i, j]
            t[RISE, k] = 1.0 / batch.slope[i, j]
        j = star.withheld[k]
        if j != NONE:
            t[FLOOR, k], t[HELD, k] = -batch.base[i, j], batch.upper[i, j]
        j = star.released[k]
        if j != NONE:
            t[CEILING, k], t[MORE, k] = batch.base[i, j], batch.upper[i, j]
        j = star.back[k]
        if j != NONE:
            t[FEE_IN, k], t[MOST_IN, k] = batch.base[i, j], batch.upper[i, j]
            t[RATE_IN, k] = booked(shape, batch, i, j)
        j = star.out[k]
        if j != NONE:
            t[FEE_OUT, k], t[MOST_OUT, k] = batch.base[i, j], batch.upper[i, j]
            t[RATE_OUT, k] = booked(shape, batch, i, j)
        t[OWN_UNIT, k], t[HUB_UNIT, k] = 1.0 / t[RATE_IN, k], 1.0 / t[RATE_OUT, k]


@compiled
def booked(shape: Shape, batch: Batch, i: int, j: int) -> float:
    """Return the rate of a link."""
    first = shape.start[j]
    return float(max(batch.value[i, first], batch.value[i, first + 1]))


@compiled
def abated(t: Floats, k: int, price: float) -> float:
    """Return what a market abates at a price of its own."""
    return float(min(max((price - t[BASE, k]) * t[RISE, k], 0.0), t[MOST, k]))


@compiled
def own(t: Floats, k: int, price: float, above: bool) -> float:
    """Return a market's supply just above or just below a price of its own."""
    total = abated(t, k, price)
    if price < t[FLOOR, k] or (price == t[FLOOR, k] and not above):
        total -= t[HELD, k]
    if price > t[CEILING, k] or (price == t[CEILING, k] and above):
        total += t[MORE, k]
    return total


@compiled
def rise(t: Floats, k: int, price: float) -> float:
    """Return how much more a market abates per unit of price."""
    at = (price - t[BASE, k]) * t[RISE, k]
    return float(t[RISE, k]) if 0.0 < at < t[MOST, k] else 0.0


@compiled
def answer(t: Floats, k: int, hub: float, above: bool) -> tuple[int, float, float, float]:
    """Return what a spoke does, the units it sends, and what that gives the hub, with its rise."""
    if t[MOST_IN, k] > 0.0:
        unit = t[OWN_UNIT, k]
        price = (hub + t[FEE_IN, k]) * unit
        sent = (t[NEED, k] - own(t, k, price, above)) * unit
        if sent >= t[MOST_IN, k]:
            return IMPORTS, t[MOST_IN, k], -t[MOST_IN, k], 0.0
        if sent > 0.0:
            return IMPORTS, sent, -sent, rise(t, k, price) * unit * unit
    price = t[RATE_OUT, k] * hub - t[FEE_OUT, k]
    if t[MOST_OUT, k] > 0.0 and price >= 0.0:
        sent = own(t, k, price, above) - t[NEED, k]
        if sent >= t[MOST_OUT, k]:
            return EXPORTS, t[MOST_OUT, k], t[RATE_OUT, k] * t[MOST_OUT, k], 0.0
        if sent > 0.0:
            rate = t[RATE_OUT, k]
            return EXPORTS, sent, rate * sent, rate * rate * rise(t, k, price)
    return IDLE, 0.0, 0.0, 0.0


@compiled
def excess(t: Floats, hub: int, price: float, above: bool) -> tuple[float, float]:
    """Return what the hub has to spare at a price, and how that rises."""
    total = own(t, hub, price, above) - t[NEED, hub]
    slope = rise(t, hub, price)
    for k in range(t.shape[1]):
        if k != hub:
            _, _, given, more = answer(t, k, price, above)
            total += given
            slope += more
    return total, slope


@compiled
def price_at(t: Floats, k: int, wanted: float) -> float:
    """Return the lowest price at which a market's own supply reaches what is wanted."""
    ceiling, floor = t[CEILING, k], t[FLOOR, k]
    if ceiling < np.inf and abated(t, k, ceiling) < wanted:
        if abated(t, k, ceiling) + t[MORE, k] >= wanted:
            return float(ceiling)
        return straight(t, k, wanted - t[MORE, k])
    if floor > 0.0 and abated(t, k, floor) >= wanted:
        if abated(t, k, floor) - t[HELD, k] < wanted:
            return float(floor)
        return straight(t, k, wanted + t[HELD, k])
    return straight(t, k, wanted)


@compiled
def straight(t: Floats, k: int, wanted: float) -> float:
    """Return the lowest price at which a market abates so much; NaN where it cannot."""
    if wanted <= 0.0:
        return 0.0
    if wanted > t[MOST, k]:
        return np.nan
    return float(max(0.0, t[BASE, k] + wanted / t[RISE, k]))
