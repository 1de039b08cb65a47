"""What an agreement would do: its directions and its systems' facts as a market network."""

from tallystick.market.simulation.facts import MarketFacts, market_facts
from tallystick.market.simulation.simulating import Circumstances, Simulation, simulate
from tallystick.market.simulation.telling import simulation_to_json

__all__ = [
    "Circumstances",
    "MarketFacts",
    "Simulation",
    "market_facts",
    "simulate",
    "simulation_to_json",
]
