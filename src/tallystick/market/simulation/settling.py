"""The network of an agreement solved, taxes that follow prices included."""

from dataclasses import replace

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.results import Solution
from tallystick.market.rules import DESIGN
from tallystick.market.simulation.compiling import restricted_network
from tallystick.market.simulation.rules import Compiled
from tallystick.market.solving import NoSolution, solve

ROUNDS = 200
SETTLED = 1e-9

TAXES: Rulebook[float, Compiled] = Rulebook("taxes that follow prices")


def solve_borders(compiled: Compiled) -> Solution:
    """Solve the agreement as it stands; a tax by rate is settled by solving again.

    A fee of v times the source's price lowers that price as it rises, by less than v for each of
    its own: a step of 1 / (1 + v) towards the fee that the price asks for never overshoots.
    """
    network = restricted_network(compiled)
    rates = [one.ad_valorem for one in compiled.opened if one.link]
    found = solve(network)
    off = 0.0
    for _ in range(ROUNDS if any(rates) else 0):
        price = {one.market.id: one.price[0] for one in found.markets}
        charged = [link.fee for link in found.network.links]
        asked = [
            link.fee + rate * price[link.source]
            for link, rate in zip(network.links, rates, strict=True)
        ]
        gaps = [new - old for new, old in zip(asked, charged, strict=True)]
        off = max(map(abs, gaps)) / (max(map(abs, asked)) or 1.0)
        if off <= SETTLED:
            return found
        links = tuple(
            replace(link, fee=link.fee + gap / (1 + rate))
            for link, gap, rate in zip(found.network.links, gaps, rates, strict=True)
        )
        found = solve(replace(network, links=links))
    if off > SETTLED:
        raise NoSolution(TAXES.judge(off, compiled))
    return found


@TAXES.rule(
    "TAX_NOT_SETTLED",
    source=DESIGN,
    message=Text(
        "prices under a tax by rate do not settle: after {rounds} rounds the tax is off by {moved}",
        "按比例征税时价格未收敛：{rounds}轮后税额仍相差{moved}",
    ),
    fix=Text("lower the rate, or state the tax as an amount", "请降低税率，或以金额写明该税"),
)
def _unsettled(moved: float, compiled: Compiled) -> Shown:
    return fails({"path": compiled.borders[0].path}, moved=f"{moved:.1e}", rounds=ROUNDS)
