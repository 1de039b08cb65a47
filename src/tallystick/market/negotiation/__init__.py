"""Negotiating on two levels: what groups at home ratify, and what both sides can agree on."""

from tallystick.market.negotiation.game import (
    DomesticGroup,
    Game,
    Side,
    Variant,
    Worth,
    worth,
)
from tallystick.market.negotiation.rules import AGREEMENT_SETS
from tallystick.market.negotiation.winsets import Negotiated, negotiate, payoff

__all__ = [
    "AGREEMENT_SETS",
    "DomesticGroup",
    "Game",
    "Negotiated",
    "Side",
    "Variant",
    "Worth",
    "negotiate",
    "payoff",
    "worth",
]
