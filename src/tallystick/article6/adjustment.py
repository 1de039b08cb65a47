"""How Parties adjust for what they transfer and use."""

from enum import StrEnum


class Method(StrEnum):
    """How corresponding adjustments are applied (2/CMA.3 annex para 7)."""

    AVERAGING = "averaging"
    TRAJECTORY = "trajectory"
    BUDGET = "budget"
