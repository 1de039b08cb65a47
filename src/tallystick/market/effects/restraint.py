"""What restrictions cost: each one's shadow price, and the loss against unrestricted linking."""

from collections.abc import Iterable
from dataclasses import dataclass

from tallystick.market.compile import Column
from tallystick.market.network import Link, Network
from tallystick.market.results import Flow, Solution
from tallystick.market.solving import NoSolution, solve

BINDS = 1e-9
"""A flow this close to its limit, as a share of it, is at the limit."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Gains under unrestricted linking minus those under the restrictions, money of a year."""

    full: Solution
    by_market: dict[str, float]
    total: float


def loss(found: Solution, year: int = 0) -> Loss | None:
    """Return what the restrictions cost; None where there is no full link or no autarky."""
    if is_full(found.network):
        full = found
    else:
        try:
            full = solve(found.network.fully_linked())
        except NoSolution:
            return None
    gains = [
        (one.market.id, one.gain, other.gain)
        for one, other in zip(found.markets, full.markets, strict=True)
    ]
    lost = {
        name: after[year] - before[year]
        for name, before, after in gains
        if before is not None and after is not None
    }
    if len(lost) < len(gains) or full.gain is None or found.gain is None:
        return None
    return Loss(full, lost, full.gain[year] - found.gain[year])


def saved_share(found: Solution, year: int = 0) -> float | None:
    """Return what links save as a share of the cost of all markets alone, None where unknown."""
    costs = [one.autarky_cost[year] for one in found.markets if one.autarky_cost is not None]
    if found.gain is None or len(costs) < len(found.markets) or not sum(costs) > 0:
        return None
    return found.gain[year] / sum(costs)


def is_full(network: Network) -> bool:
    """Whether a network is unrestricted already."""
    wanted = network.fully_linked()
    return not network.limits and _terms(network.links) == _terms(wanted.links)


def _terms(links: Iterable[Link]) -> set[tuple[str, str, float, float, float]]:
    return {(one.source, one.target, one.rate, one.fee, one.limit) for one in links}


def link_shadow_price(found: Solution, flow: Flow, year: int = 0) -> float:
    """Return what one more unit of a link's own limit would save, in money per unit sent."""
    link = flow.link
    if flow.sent[year] < link.limit * (1 - BINDS):
        return 0.0
    price = {one.market.id: one.price[year] for one in found.markets}
    wedge = link.rate * price[link.target] - price[link.source] - link.fee
    return max(0.0, wedge - _of_limits(found, flow, year))


def _of_limits(found: Solution, flow: Flow, year: int) -> float:
    """Return the part of a wedge that limits on markets and groups explain."""
    program = found.program
    number = found.network.links.index(flow.link)
    columns = (program.kind == Column.SENT) & (program.owner == number) & (program.year == year)
    entries = columns[program.entry_column] & (program.entry_row >= program.n_balances)
    duals = found.answer.y[program.entry_row[entries]]
    discount = found.network.discounts()[year]
    return -float((program.entry_value[entries] * duals).sum()) / discount
