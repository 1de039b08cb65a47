"""The price of a star's hub for a group of draws at once: Newton's steps kept within bounds."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.lanes import (
    AT,
    ENTERS,
    FEE_IN,
    FEE_OUT,
    GREATEST,
    LANES,
    LEAST,
    LEAVES,
    MOST_IN,
    MOST_OUT,
    N_MARKET,
    NEED,
    OWN_UNIT,
    RATE_OUT,
    RISING,
    SPARE,
    UNIT,
)
from tallystick.market.ensemble.own import supply_above

STEPS_MAX = 8
CLOSE = 1e-13


@compiled
def line(t: Floats, k: int) -> Floats:
    """Return the line of one market."""
    return t[k * N_MARKET : (k + 1) * N_MARKET]


@compiled
def trade(m: Floats, h: Floats) -> None:
    """Find what one market gets and sends at the hub's prices, and add it to what is spare."""
    for one in range(LANES):
        hub = h[AT + one]
        needed, rate, unit = m[NEED + one], m[RATE_OUT + one], m[OWN_UNIT + one]
        bought_at = (hub + m[FEE_IN + one]) * unit
        sold_at = rate * hub - m[FEE_OUT + one]
        buyer, buying = supply_above(bought_at, m, one)
        seller, selling = supply_above(sold_at, m, one)
        lacking, spare = (needed - buyer) * unit, seller - needed
        most_in = m[MOST_IN + one]
        most_out = m[MOST_OUT + one] if sold_at >= 0.0 else 0.0
        enters = min(max(lacking, 0.0), most_in)
        leaves = min(max(spare, 0.0), most_out)
        m[ENTERS + one], m[LEAVES + one] = enters, leaves
        h[SPARE + one] += rate * leaves - enters
        by_buyer = buying * unit * unit if (lacking > 0.0) & (lacking < most_in) else 0.0
        by_seller = selling * rate * rate if (spare > 0.0) & (spare < most_out) else 0.0
        h[RISING + one] += by_buyer + by_seller


@compiled
def balance(t: Floats, hub: int, h: Floats) -> None:
    """Compute what the hubs have to spare just above their prices, and how that rises."""
    m = line(t, hub)
    for one in range(LANES):
        supply, rising = supply_above(h[AT + one], m, one)
        h[SPARE + one], h[RISING + one] = supply - m[NEED + one], rising
    for k in range(len(t) // N_MARKET):
        if k != hub:
            trade(line(t, k), h)


@compiled
def step_towards(h: Floats) -> int:
    """Move each hub's price by Newton's step kept within its bounds; return how many moved."""
    moved = 0
    for one in range(LANES):
        price, spare, rising = h[AT + one], h[SPARE + one], h[RISING + one]
        done = (abs(spare) <= CLOSE * h[UNIT + one]) | ((price == 0.0) & (spare > 0.0))
        low = price if spare < 0.0 else h[LEAST + one]
        high = h[GREATEST + one] if spare < 0.0 else price
        by_halves = (max(low, 0.0) + high) / 2 if high < np.inf else 2 * low + 1.0
        ahead = price - spare / rising if rising > 0.0 else by_halves
        ahead = 0.0 if (ahead <= 0.0) & (low < 0.0) else ahead
        inside = ((ahead > low) & (ahead < high)) | (ahead == 0.0)
        ahead = ahead if inside else by_halves
        h[LEAST + one] = h[LEAST + one] if done else low
        h[GREATEST + one] = h[GREATEST + one] if done else high
        h[AT + one] = price if done else ahead
        moved += 0 if done else 1
    return moved


@compiled
def seek(t: Floats, hub: int, h: Floats) -> None:
    """Find the prices of a group of hubs; those not found have NaN."""
    for one in range(LANES):
        h[LEAST + one], h[GREATEST + one] = -1.0, np.inf
    for _ in range(STEPS_MAX):
        balance(t, hub, h)
        if step_towards(h) == 0:
            return
    balance(t, hub, h)
    for one in range(LANES):
        idle = (h[AT + one] == 0.0) & (h[SPARE + one] > 0.0)
        if not (abs(h[SPARE + one]) <= CLOSE * h[UNIT + one] or idle):
            h[AT + one] = np.nan
