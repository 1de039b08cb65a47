"""Participation responsibilities of a Party (2/CMA.3 annex para 4) and who adjusts for a flow."""

from tallystick.article6.guard import Flow, Treated, Treatment, treat
from tallystick.article6.participation.check import (
    Participation,
    Requirement,
    check,
    to_json,
    unread_to_json,
)
from tallystick.article6.participation.record import (
    Arrangement,
    Conclusion,
    Evidence,
    InventoryReport,
    Record,
    Registry,
    Statement,
)

__all__ = [
    "Arrangement",
    "Conclusion",
    "Evidence",
    "Flow",
    "InventoryReport",
    "Participation",
    "Record",
    "Registry",
    "Requirement",
    "Statement",
    "Treated",
    "Treatment",
    "check",
    "to_json",
    "treat",
    "unread_to_json",
]
