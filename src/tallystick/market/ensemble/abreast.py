"""What follows from the hub's price in a group of draws, and the certificate of it."""

from tallystick.market.compile import Floats
from tallystick.market.ensemble.compiled import compiled
from tallystick.market.ensemble.hub import Star
from tallystick.market.ensemble.lanes import (
    ABATED,
    AT,
    BASE,
    CEILING,
    ENTERS,
    FEE_IN,
    FEE_OUT,
    FLOOR,
    HELD,
    INTO,
    LANES,
    LEAVES,
    MORE,
    MOST,
    MOST_IN,
    MOST_OUT,
    N_HUB,
    N_MARKET,
    NEED,
    OWN_UNIT,
    PRICE,
    RATE_IN,
    RATE_OUT,
    RELEASED,
    SLOPE,
    SUM,
    TOP,
    UNIT,
    WITHHELD,
    WORST,
)
from tallystick.market.ensemble.own import own_price, straight_supply
from tallystick.market.ensemble.seeking import line, seek


@compiled
def settle_lanes(m: Floats, h: Floats, is_hub: bool) -> None:
    """Find what one market's own price and supply are, given what it gets and sends."""
    for one in range(LANES):
        hub, enters, leaves = h[AT + one], m[ENTERS + one], m[LEAVES + one]
        net = h[INTO + one] if is_hub else enters * m[RATE_IN + one] - leaves
        price = own_price(m[NEED + one] - net, m, one)
        sells = (leaves > 0.0) & (leaves < m[MOST_OUT + one])
        price = m[RATE_OUT + one] * hub - m[FEE_OUT + one] if sells else price
        buys = (enters > 0.0) & (enters < m[MOST_IN + one])
        price = (hub + m[FEE_IN + one]) * m[OWN_UNIT + one] if buys else price
        price = hub if is_hub else price
        given = straight_supply(price, m, one)
        spare = given + net - m[NEED + one]
        floor, ceiling = m[FLOOR + one], m[CEILING + one]
        held = min(max(spare, 0.0), m[HELD + one]) if price == floor else 0.0
        more = min(max(-spare, 0.0), m[MORE + one]) if price == ceiling else 0.0
        m[PRICE + one], m[ABATED + one] = price, given
        m[WITHHELD + one] = m[HELD + one] if price < floor else held
        m[RELEASED + one] = m[MORE + one] if price > ceiling else more
        h[TOP + one] = max(h[TOP + one], price)
        h[SUM + one] += price + spare


@compiled
def lacks(reduced: float, x: float, most: float, per_price: float, per_unit: float) -> float:
    """Return what a quantity between 0 and its most lacks of being optimal."""
    cost, above, below = reduced * per_price, x * per_unit, (most - x) * per_unit
    return max(-above, -below, min(cost, above), min(-cost, below))


@compiled
def certify(m: Floats, h: Floats, is_hub: bool) -> None:
    """Enter the largest residual of one market's columns, links and balance."""
    for one in range(LANES):
        price, at = m[PRICE + one], h[AT + one]
        pp, pu = 1.0 / h[TOP + one], 1.0 / h[UNIT + one]
        given, held, more = m[ABATED + one], m[WITHHELD + one], m[RELEASED + one]
        enters, leaves = m[ENTERS + one], m[LEAVES + one]
        rate_in, rate_out = m[RATE_IN + one], m[RATE_OUT + one]
        net = enters * rate_in - leaves + (h[INTO + one] if is_hub else 0.0)
        spare = (given - held + more + net - m[NEED + one]) * pu
        worst = max(-spare, -price * pp, min(price * pp, spare))
        cost = m[BASE + one] + m[SLOPE + one] * given - price
        worst = max(worst, lacks(cost, given, m[MOST + one], pp, pu))
        worst = max(worst, lacks(price - m[FLOOR + one], held, m[HELD + one], pp, pu))
        worst = max(worst, lacks(m[CEILING + one] - price, more, m[MORE + one], pp, pu))
        cost = m[FEE_IN + one] - rate_in * price + at
        worst = max(worst, lacks(cost, enters, m[MOST_IN + one], pp, pu))
        cost = m[FEE_OUT + one] + price - rate_out * at
        worst = max(worst, lacks(cost, leaves, m[MOST_OUT + one], pp, pu))
        h[WORST + one] = max(h[WORST + one], worst)


@compiled
def solve_lanes(star: Star, t: Floats, h: Floats, guess: float) -> None:
    """Solve and certify a group of draws from a guess of the hub's price."""
    for place in range(N_HUB):
        h[place] = 0.0
    for one in range(LANES):
        h[AT + one] = guess
    for k in range(len(t) // N_MARKET):
        for one in range(LANES):
            h[UNIT + one] = max(h[UNIT + one], abs(t[k * N_MARKET + NEED + one]))
    seek(t, star.hub, h)
    for k in range(len(t) // N_MARKET):
        if k != star.hub:
            settle_lanes(line(t, k), h, False)
            bring(line(t, k), h)
    settle_lanes(line(t, star.hub), h, True)
    for k in range(len(t) // N_MARKET):
        certify(line(t, k), h, k == star.hub)


@compiled
def bring(m: Floats, h: Floats) -> None:
    """Add what one market sends to the hub, less what it gets from there."""
    for one in range(LANES):
        h[INTO + one] += m[LEAVES + one] * m[RATE_OUT + one] - m[ENTERS + one]
