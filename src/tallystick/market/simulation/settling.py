"""The network of an agreement solved, taxes that follow prices included."""

from tallystick.market.fixed_point import AdValorem, solve_fixed_point
from tallystick.market.results import Solution
from tallystick.market.simulation.compiling import restricted_network
from tallystick.market.simulation.rules import Compiled
from tallystick.market.solving import solve


def solve_borders(compiled: Compiled) -> Solution:
    """Solve the agreement as it stands, a tax by rate as a fixed point; raises NoSolution."""
    network = restricted_network(compiled)
    rates = (one.ad_valorem for one in compiled.opened if one.link)
    taxes = [
        AdValorem(link.source, link.target, rate, link.origin, place)
        for place, (link, rate) in enumerate(zip(network.links, rates, strict=True))
        if rate
    ]
    return solve_fixed_point(network, taxes).found if taxes else solve(network)
