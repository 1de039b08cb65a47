"""What each market of a star does at a price of the hub, in closed form.

At that price a spoke imports what it lacks, or exports what it can spare, up to its limits; its
own supply is a straight line between bounds, with a step at its floor and at its ceiling.
"""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.batch import Batch, Shape
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.hub import Star
from tallystick.market.ensemble.lanes import NONE

(BASE, RISE, MOST, NEED, FLOOR, HELD, CEILING, MORE) = range(8)
(RATE_IN, FEE_IN, MOST_IN, RATE_OUT, FEE_OUT, MOST_OUT, OWN_UNIT, HUB_UNIT) = range(8, 16)
(GIVEN, RISING) = range(16, 18)
N_SPOKE = 18


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
def own(t: Floats, k: int, price: float) -> float:
    """Return a market's supply just above a price of its own, without a branch."""
    held = t[HELD, k] if price < t[FLOOR, k] else 0.0
    more = t[MORE, k] if price >= t[CEILING, k] else 0.0
    return float(abated(t, k, price) - held + more)


@compiled
def rise(t: Floats, k: int, price: float) -> float:
    """Return how much more a market abates per unit of price."""
    at = (price - t[BASE, k]) * t[RISE, k]
    return float(t[RISE, k]) if 0.0 < at < t[MOST, k] else 0.0


@compiled
def imports(t: Floats, k: int, hub: float) -> float:
    """Return the units that the hub sends to a market at its price."""
    price = (hub + t[FEE_IN, k]) * t[OWN_UNIT, k]
    lacking = (t[NEED, k] - own(t, k, price)) * t[OWN_UNIT, k]
    return float(min(max(lacking, 0.0), t[MOST_IN, k]))


@compiled
def exports(t: Floats, k: int, hub: float) -> float:
    """Return the units that a market sends to the hub at its price."""
    price = t[RATE_OUT, k] * hub - t[FEE_OUT, k]
    spare = own(t, k, price) - t[NEED, k]
    most = t[MOST_OUT, k] if price >= 0.0 else 0.0
    return float(min(max(spare, 0.0), most))


@compiled
def excess(t: Floats, hub: int, price: float) -> tuple[float, float]:
    """Return what the hub has to spare just above a price, and how that rises.

    Two plain loops, so that processors take several markets at a time; the hub trades with nobody.
    """
    for k in range(t.shape[1]):
        enters, leaves = imports(t, k, price), exports(t, k, price)
        buying = rise(t, k, (price + t[FEE_IN, k]) * t[OWN_UNIT, k]) * t[OWN_UNIT, k]
        selling = rise(t, k, t[RATE_OUT, k] * price - t[FEE_OUT, k]) * t[RATE_OUT, k]
        buys = 0.0 < enters < t[MOST_IN, k]
        sells = 0.0 < leaves < t[MOST_OUT, k]
        t[GIVEN, k] = t[RATE_OUT, k] * leaves - enters
        t[RISING, k] = (buying * t[OWN_UNIT, k] if buys else 0.0) + (
            selling * t[RATE_OUT, k] if sells else 0.0
        )
    total, slope = own(t, hub, price) - t[NEED, hub], rise(t, hub, price)
    for k in range(t.shape[1]):
        total += t[GIVEN, k]
        slope += t[RISING, k]
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
