"""The draws of a star: one price of the hub is sought, everything else follows from it."""

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.ensemble.abreast import solve_lanes
from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.carrying import load_lanes, nothing_there, write_lanes
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.hub import Star
from tallystick.market.ensemble.lanes import (
    AT,
    LANES,
    N_HUB,
    N_MARKET,
    NONE,
    SUM,
    TOP,
    UNIT,
    WORST,
)
from tallystick.market.ensemble.proof import proof
from tallystick.market.ensemble.spokes import (
    CEILING,
    FEE_IN,
    FEE_OUT,
    FLOOR,
    GIVEN,
    HELD,
    HUB_UNIT,
    MORE,
    MOST_IN,
    MOST_OUT,
    N_SPOKE,
    NEED,
    OWN_UNIT,
    RATE_IN,
    RATE_OUT,
    abated,
    excess,
    exports,
    imports,
    load_star,
    price_at,
)
from tallystick.market.ensemble.workspace import largest_need

STEPS_MAX, MISSED_MAX = 40, 3
CLOSE = 1e-13
NUDGE = 1e-12
"""How far to either side of a step its two ends are looked at."""
NO_STEP = -1
CERTIFIED = 1e-9
"""From this residual on a draw is solved again by itself."""


@compiled
def hub_price(t: Floats, hub: int, guess: float, unit: float) -> tuple[float, int]:
    """Return the price at which the hub is balanced, and whose step does it if one does."""
    low, high, price, missed = -1.0, np.inf, guess, 0
    for _ in range(STEPS_MAX):
        spare, slope = excess(t, hub, price)
        if abs(spare) <= CLOSE * unit or (price == 0.0 and spare > 0.0):
            return price, NO_STEP
        if spare < 0.0:
            low = price
        else:
            high = price
        price = price - spare / slope if slope > 0.0 else np.nan
        if price <= 0.0 and low < 0.0:
            price = 0.0
        elif not low < price < high:
            missed += 1
            if missed > MISSED_MAX:
                break
            price = (max(low, 0.0) + high) / 2 if high < np.inf else 2 * low + 1.0
    return price_of_step(t, hub, low, high)


@compiled
def price_of_step(t: Floats, hub: int, low: float, high: float) -> tuple[float, int]:
    """Return the price in a span at which a market's floor or ceiling makes up the balance."""
    for k in range(t.shape[1]):
        for kink in (t[FLOOR, k], t[CEILING, k]):
            for side in range(1 if k == hub else 2):
                price = kink
                if k != hub and side == 0:
                    price = kink * t[RATE_IN, k] - t[FEE_IN, k]
                elif k != hub:
                    price = (kink + t[FEE_OUT, k]) * t[HUB_UNIT, k]
                if not low <= price <= high:
                    continue
                if excess(t, hub, price * (1 + NUDGE))[0] < 0.0:
                    low = price
                elif excess(t, hub, price * (1 - NUDGE))[0] <= 0.0:
                    return price, k
                else:
                    high = price
    return np.nan, NO_STEP


@compiled
def settle_spoke(t: Floats, k: int, hub: float) -> tuple[float, float, float]:
    """Return the units a spoke gets and sends at a price of the hub, and its own price."""
    enters, leaves = imports(t, k, hub), exports(t, k, hub)
    if 0.0 < enters < t[MOST_IN, k]:
        return enters, 0.0, (hub + t[FEE_IN, k]) * t[OWN_UNIT, k]
    if 0.0 < leaves < t[MOST_OUT, k]:
        return 0.0, leaves, t[RATE_OUT, k] * hub - t[FEE_OUT, k]
    return enters, leaves, price_at(t, k, t[NEED, k] - enters * t[RATE_IN, k] + leaves)


@compiled
def at_step(t: Floats, star: Star, k: int, hub: float) -> tuple[float, float, float]:
    """Return the same for the spoke whose step balances the hub."""
    spare, _ = excess(t, star.hub, hub)
    wanted = t[GIVEN, k] - spare
    price = price_at(t, k, t[NEED, k])
    if wanted < 0.0:
        price = (hub + t[FEE_IN, k]) * t[OWN_UNIT, k]
    elif wanted > 0.0:
        price = t[RATE_OUT, k] * hub - t[FEE_OUT, k]
    for kink in (t[FLOOR, k], t[CEILING, k]):
        if abs(price - kink) <= CLOSE * abs(kink):
            price = kink
    return max(-wanted, 0.0), max(wanted, 0.0) * t[HUB_UNIT, k], price


@compiled
def enter(t: Floats, star: Star, k: int, price: float, net: float, out: Answers, i: int) -> None:
    """Write what a market does of its own at its price, with its net import."""
    out.y[i, k] = price
    spare = net - t[NEED, k]
    j = star.abated[k]
    if j != NONE:
        out.x[i, j] = abated(t, k, price)
        spare += out.x[i, j]
    if star.withheld[k] != NONE:
        held = t[HELD, k] if price < t[FLOOR, k] else 0.0
        if price == t[FLOOR, k]:
            held = min(max(spare, 0.0), t[HELD, k])
        out.x[i, star.withheld[k]] = held
    if star.released[k] != NONE:
        more = t[MORE, k] if price > t[CEILING, k] else 0.0
        if price == t[CEILING, k]:
            more = min(max(-spare, 0.0), t[MORE, k])
        out.x[i, star.released[k]] = more


@compiled
def write_star(t: Floats, star: Star, price: float, step: int, out: Answers, i: int) -> None:
    """Write all markets and links at a price of the hub."""
    into_hub = 0.0
    for k in range(t.shape[1]):
        if k == star.hub:
            continue
        if k == step:
            enters, leaves, own_price = at_step(t, star, k, price)
        else:
            enters, leaves, own_price = settle_spoke(t, k, price)
        if star.back[k] != NONE:
            out.x[i, star.back[k]] = enters
        if star.out[k] != NONE:
            out.x[i, star.out[k]] = leaves
        into_hub += leaves * t[RATE_OUT, k] - enters
        enter(t, star, k, own_price, enters * t[RATE_IN, k] - leaves, out, i)
    enter(t, star, star.hub, price, into_hub, out, i)


@compiled
def solve_star(shape: Shape, star: Star, batch: Batch, out: Answers) -> None:
    """Solve and certify every draw of a star; what this cannot settle keeps a large residual."""
    n_markets, price = len(star.out), shape.price_scale
    t, h = np.empty(n_markets * N_MARKET), np.empty(N_HUB)
    nothing_there(t, n_markets)
    for first in range(0, len(batch.rhs), LANES):
        load_lanes(star.moves, batch, first, t)
        solve_lanes(star, t, h, price)
        write_lanes(star.moves, first, t, out)
        for one in range(min(LANES, len(batch.rhs) - first)):
            sound = h[TOP + one] > 0.0 and h[UNIT + one] > 0.0 and np.isfinite(h[SUM + one])
            out.residual[first + one] = h[WORST + one] if sound else np.inf
            if sound and h[AT + one] > 0.0:
                price = h[AT + one]
    solve_steps(shape, star, batch, out, price)


@compiled
def solve_steps(shape: Shape, star: Star, batch: Batch, out: Answers, price: float) -> None:
    """Solve one by one the draws that are not certified yet."""
    t, slack = np.empty((N_SPOKE, len(star.out))), np.empty(len(star.out))
    for i in range(len(batch.rhs)):
        if out.residual[i] > CERTIFIED:
            load_star(shape, star, batch, i, t)
            unit = largest_need(shape, batch, i)
            guess = price if 0.0 < price < np.inf else shape.price_scale
            price, step = hub_price(t, star.hub, guess, unit)
            write_star(t, star, price, step, out, i)
            out.residual[i] = proof(shape, batch, i, out, unit, slack)
