"""Whether two systems can be linked, how far that is known, and what would have to change."""

from tallystick.linking.compatibility.comparison import Comparison, compare
from tallystick.linking.compatibility.feasibility import (
    Feasible,
    Readiness,
    feasibility,
    readiness,
)
from tallystick.linking.compatibility.parameters import (
    BadParameterError,
    Parameters,
    parameters,
)
from tallystick.linking.compatibility.partners import Partner, partners
from tallystick.linking.compatibility.scoring import Verdict
from tallystick.linking.compatibility.span import Span
from tallystick.linking.compatibility.stars import Basis, Stars, star_table, stars_of

__all__ = [
    "BadParameterError",
    "Basis",
    "Comparison",
    "Feasible",
    "Parameters",
    "Partner",
    "Readiness",
    "Span",
    "Stars",
    "Verdict",
    "compare",
    "feasibility",
    "parameters",
    "partners",
    "readiness",
    "star_table",
    "stars_of",
]
