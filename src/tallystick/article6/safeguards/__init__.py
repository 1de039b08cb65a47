"""Safeguards of cooperation: markets watched, contracts, overselling, speciality, claims."""

from tallystick.article6.safeguards.check import Safeguards, check
from tallystick.article6.safeguards.record import SafeguardsRecord
from tallystick.article6.safeguards.relations import Relation, Relations
from tallystick.article6.safeguards.report import to_json
from tallystick.article6.safeguards.surveillance import SURVEILLANCE, Watch
from tallystick.article6.safeguards.trades import Trade

__all__ = [
    "SURVEILLANCE",
    "Relation",
    "Relations",
    "Safeguards",
    "SafeguardsRecord",
    "Trade",
    "Watch",
    "check",
    "to_json",
]
