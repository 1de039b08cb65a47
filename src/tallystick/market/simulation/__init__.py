"""What an agreement would do: its directions and its systems' facts as a market network."""

from tallystick.market.simulation.causes import Cause, causes
from tallystick.market.simulation.compiling import Circumstances
from tallystick.market.simulation.facts import MarketFacts, listed_facts, market_facts
from tallystick.market.simulation.pairing import PairGain, frontier, pair_gain, pair_gains
from tallystick.market.simulation.simulating import Simulation, World, simulate
from tallystick.market.simulation.telling import simulation_to_json

__all__ = [
    "Cause",
    "Circumstances",
    "MarketFacts",
    "PairGain",
    "Simulation",
    "World",
    "causes",
    "frontier",
    "listed_facts",
    "market_facts",
    "pair_gain",
    "pair_gains",
    "simulate",
    "simulation_to_json",
]
