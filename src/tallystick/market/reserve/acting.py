"""What a stability reserve does in a year, given the units in circulation at the end of the last.

Above an upper threshold a share of them is taken from what would be auctioned, below a lower one
units are released, and holdings above a ceiling are invalidated.
"""

from dataclasses import dataclass, field
from math import inf

from tallystick.market.network import Origin


@dataclass(frozen=True, slots=True)
class ReserveRule:
    """Thresholds and amounts of a reserve in one year, in the units of the network.

    Between `intake_above` and `full_intake_from` only the part above the lower is taken, beyond
    that `intake_share` of all units in circulation; an intake below `intake_least` is left out.
    """

    intake_above: float
    intake_share: float
    release_below: float
    release: float
    full_intake_from: float = 0.0
    intake_least: float = 0.0
    keep: float = inf


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve: the market whose auctions it changes, and its rule in each year.

    `counted` are the markets whose banks are the units in circulation, `holdings` what it holds
    and `bank` what circulates before the first year.
    """

    market: str
    rules: tuple[ReserveRule | None, ...]
    counted: tuple[str, ...]
    holdings: float = 0.0
    bank: float = 0.0
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """What a reserve takes in, releases and invalidates in a year, and what it then holds."""

    intake: float
    release: float
    invalidated: float
    holdings: float


def act(rule: ReserveRule | None, circulating: float, holdings: float) -> Action:
    """Return the action of a year; without a rule nothing happens."""
    if rule is None:
        return Action(0.0, 0.0, 0.0, holdings)
    intake = _intake(rule, circulating)
    release = min(rule.release, holdings) if circulating < rule.release_below else 0.0
    held = holdings + intake - release
    kept = min(held, rule.keep)
    return Action(intake, release, held - kept, kept)


def _intake(rule: ReserveRule, circulating: float) -> float:
    if circulating <= rule.intake_above:
        return 0.0
    if circulating < rule.full_intake_from:
        return circulating - rule.intake_above
    intake = rule.intake_share * circulating
    return intake if intake >= rule.intake_least else 0.0
