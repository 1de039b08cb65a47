"""Networks in which fees, rates, limits or allocation follow the prices they help to make."""

from tallystick.market.fixed_point.feedbacks import (
    AdValorem,
    Feedback,
    OutputBased,
    PriceRate,
    RealisedShare,
)
from tallystick.market.fixed_point.iterating import FixedPoint, solve_fixed_point
from tallystick.market.fixed_point.rules import FEEDBACKS, FIXED_POINTS
from tallystick.market.fixed_point.wording import fixed_point_to_json

__all__ = [
    "FEEDBACKS",
    "FIXED_POINTS",
    "AdValorem",
    "Feedback",
    "FixedPoint",
    "OutputBased",
    "PriceRate",
    "RealisedShare",
    "fixed_point_to_json",
    "solve_fixed_point",
]
