"""Figures as a Party states them in a report, held against the rules they have to follow."""

from tallystick.article6.stated.rules import check
from tallystick.article6.stated.values import (
    Deduction,
    DeductionKind,
    Forecast,
    StatedCheck,
    Statement,
    Year,
)

__all__ = [
    "Deduction",
    "DeductionKind",
    "Forecast",
    "StatedCheck",
    "Statement",
    "Year",
    "check",
]
