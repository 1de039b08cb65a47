"""Which markets would link, what each group gains, and how the gain can be divided."""

from tallystick.market.coalitions.game import Game, play
from tallystick.market.coalitions.groups import groups, members, named, within
from tallystick.market.coalitions.least_core import LeastCore, least_core
from tallystick.market.coalitions.payoffs import Payoff, payoff
from tallystick.market.coalitions.rules import COALITIONS, MARKETS_MAX, STANDING
from tallystick.market.coalitions.shapley import in_core, objections, shapley
from tallystick.market.coalitions.structures import (
    Stability,
    bell,
    best_structure,
    frontier,
    partitions,
    preferred,
    stability,
)
from tallystick.market.coalitions.transfers import (
    Transfers,
    one_price,
    pareto_split,
    transfers,
)
from tallystick.market.coalitions.wording import coalitions_to_json, no_coalitions_to_json

__all__ = [
    "COALITIONS",
    "MARKETS_MAX",
    "STANDING",
    "Game",
    "LeastCore",
    "Payoff",
    "Stability",
    "Transfers",
    "bell",
    "best_structure",
    "coalitions_to_json",
    "frontier",
    "groups",
    "in_core",
    "least_core",
    "members",
    "named",
    "no_coalitions_to_json",
    "objections",
    "one_price",
    "pareto_split",
    "partitions",
    "payoff",
    "play",
    "preferred",
    "shapley",
    "stability",
    "transfers",
    "within",
]
