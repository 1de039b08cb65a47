"""What an equilibrium does: to holders of rents, groups of firms, the atmosphere and NDCs."""

from tallystick.market.effects.attainment import Attainment, attainments
from tallystick.market.effects.groups import Auction, GroupGain, Side, auctions, group_gains
from tallystick.market.effects.passing import Volatility, pass_through, volatility
from tallystick.market.effects.rents import Deducted, Holding, deductions, rent_holders
from tallystick.market.effects.restraint import Loss, link_shadow_price, loss, saved_share
from tallystick.market.effects.telling import effects_to_json, flow_matrix
from tallystick.market.effects.world import Range, World, rate_range, world

__all__ = [
    "Attainment",
    "Auction",
    "Deducted",
    "GroupGain",
    "Holding",
    "Loss",
    "Range",
    "Side",
    "Volatility",
    "World",
    "attainments",
    "auctions",
    "deductions",
    "effects_to_json",
    "flow_matrix",
    "group_gains",
    "link_shadow_price",
    "loss",
    "pass_through",
    "rate_range",
    "rent_holders",
    "saved_share",
    "volatility",
    "world",
]
