"""A reserve beside a network with banking, simulated forward year by year.

In each year the markets plan to the end of the years with banking, expecting the actions that are
already due and none beyond; the bank they leave decides the action of the next year. Thresholds on
quantities make other paths possible: with foresight of the rule there may be several equilibria or
none, so that this one is a convention and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tallystick.core.findings import Finding, refused
from tallystick.market.network import Market, Network
from tallystick.market.reserve.acting import Action, Reserve, act
from tallystick.market.reserve.horizon import later
from tallystick.market.reserve.rules import PATHS, RESERVES
from tallystick.market.results import MarketResult, Solution
from tallystick.market.solving import NoSolution, check, solve


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the path: what circulated before it, what was done, and the market's answer.

    `found` is the solution of this year and all later ones as they were expected then.
    """

    year: int
    circulating: float
    action: Action
    found: Solution

    def of(self, market: str) -> MarketResult:
        """Return a market of the solution, whose first year is this one."""
        return next(one for one in self.found.markets if one.market.id == market)


@dataclass(frozen=True, slots=True)
class Path:
    """The years in order, and what there is to say about the path as a whole."""

    reserve: Reserve
    years: tuple[Year, ...]
    findings: tuple[Finding, ...]

    @property
    def max_residual(self) -> float:
        """The largest residual of all certificates on the way."""
        return max(one.found.max_residual for one in self.years)


def simulate(network: Network, reserve: Reserve) -> Path:
    """Return the path of prices, bank and reserve; raises NoSolution."""
    findings = [*check(network), *RESERVES.judge(reserve, network)]
    if refused(findings) or network.periods is None:
        raise NoSolution(findings)
    banks = {market.id: 0.0 for market in network.markets} | {reserve.market: reserve.bank}
    holdings = reserve.holdings
    years: list[Year] = []
    for at, year in enumerate(network.periods.years):
        circulating = sum(banks[market] for market in reserve.counted)
        action = act(reserve.rules[at], circulating, holdings)
        holdings = action.holdings
        shifts = {market: -bank for market, bank in banks.items()}
        shifts[reserve.market] += action.intake - action.release
        network = _shifted(network, at, shifts)
        found = solve(later(network, at), {})
        years.append(Year(year, circulating, action, found))
        banks = {one.market.id: one.bank[0] for one in found.markets}
    path = Path(reserve, tuple(years), ())
    return replace(path, findings=tuple(PATHS.judge(path, network)))


def without_reserve(network: Network, reserve: Reserve) -> Solution:
    """Return the equilibrium of the same years and opening bank without the reserve."""
    shifts = dict.fromkeys((market.id for market in network.markets), 0.0)
    return solve(_shifted(network, 0, shifts | {reserve.market: -reserve.bank}), {})


def _shifted(network: Network, at: int, shifts: Mapping[str, float]) -> Network:
    """Return the network with the needs of one year changed."""

    def shifted(market: Market) -> Market:
        needs = list(market.needs)
        needs[at] += shifts[market.id]
        return replace(market, needs=tuple(needs))

    return replace(network, markets=tuple(shifted(market) for market in network.markets))
