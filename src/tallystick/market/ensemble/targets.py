"""In which draws an NDC is missed once transfers and uses are adjusted for, and why."""

import numpy as np

from tallystick.market.compile import Booleans, Floats
from tallystick.market.network import Link, Market

ROUNDED_T = 0.5
"""Accounts are kept in whole tonnes: what rounds to the target is within it."""


def missed(
    market: Market, emissions: Floats, moved: list[tuple[Link, Floats, Floats]]
) -> dict[str, Booleans]:
    """Return in which draws the adjusted balance is above the target, and in which oversold.

    `moved` are the links with what was sent and booked. As in `effects.attainments` all units sent
    are first transfers and all booked are uses towards the receiver's NDC; oversold is a target
    missed by a market that transferred (2/CMA.3 annex para 7). Nothing without a target.
    """
    if market.inside.target is None:
        return {}
    zero = np.zeros(len(emissions))
    sent = sum((sent for link, sent, _ in moved if link.source == market.id), zero)
    used = sum((booked for link, _, booked in moved if link.target == market.id), zero)
    balance = emissions + market.inside.other_emissions + sent - used
    above: Booleans = balance - market.inside.target > ROUNDED_T
    return {"ndc_missed": above, "ndc_oversold": above & (sent > ROUNDED_T)}
