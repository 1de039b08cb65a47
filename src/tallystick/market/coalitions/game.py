"""The game of linking: what every group of markets gains, and what each member has of it."""

from dataclasses import dataclass
from functools import cached_property

from tallystick.core.findings import refused
from tallystick.market.coalitions.groups import groups, members, within
from tallystick.market.coalitions.payoffs import Payoff, payoff
from tallystick.market.coalitions.rules import COALITIONS, MARKETS_MAX, STANDING
from tallystick.market.network import Network
from tallystick.market.results import Solution, present
from tallystick.market.solving import NoSolution, autarky, check, solve

TOLERANCE = 1e-7
"""Differences below this share of what is at stake are rounding."""


@dataclass(frozen=True)
class Game:
    """The gains of all groups, in present value; groups are numbers whose bits are the members.

    `costs` are what each market pays once for being linked at all, and `found` the whole network.
    """

    network: Network
    payoffs: dict[int, Payoff]
    costs: tuple[float, ...]
    found: Solution
    scale: float

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the markets, in the order of the file."""
        return tuple(market.id for market in self.network.markets)

    @property
    def everyone(self) -> int:
        """The group of all markets."""
        return (1 << len(self.ids)) - 1

    @property
    def tolerance(self) -> float:
        """The money below which two sums count as equal."""
        return TOLERANCE * self.scale

    @property
    def market_split(self) -> list[float]:
        """What each market gains at the prices of the whole network."""
        return list(self.payoffs[self.everyone].of_members)

    def gain(self, group: int) -> float:
        """Return what a group gains over its members alone; nobody gains nothing."""
        return self.payoffs[group].gain if group else 0.0

    def net_gain(self, group: int) -> float:
        """Return the gain of a group after the linking costs of its members."""
        return self.gain(group) - self.spent(group)

    def net_payoff(self, group: int, member: int) -> float:
        """Return what a member has of a group at its prices, after its own linking cost."""
        if group.bit_count() == 1:
            return 0.0
        return self.payoffs[group].of_members[members(group).index(member)] - self.costs[member]

    def spent(self, group: int) -> float:
        """Return the linking costs of a group; a market by itself has none."""
        return sum(self.costs[at] for at in members(group)) if group.bit_count() > 1 else 0.0


def play(network: Network, costs: dict[str, float] | None = None) -> Game:
    """Solve the network of every group; raises NoSolution.

    Links inside a group stay, all others are closed; a market by itself gains nothing.
    """
    findings = COALITIONS.judge(network, MARKETS_MAX) or check(network)
    if refused(findings):
        raise NoSolution(findings)
    alone = autarky(network)
    findings = STANDING.judge(network, frozenset(alone))
    if refused(findings):
        raise NoSolution(findings)
    payoffs = {
        group: payoff(within(network, group), alone) for group in groups(len(network.markets))
    }
    return Game(
        network=network,
        payoffs=payoffs,
        costs=tuple((costs or {}).get(market.id, 0.0) for market in network.markets),
        found=solve(network, alone),
        scale=sum(abs(present(network, one.cost)) for one in alone.values()) or 1.0,
    )
