"""What a network of carbon markets would do: prices, flows, gains."""

from tallystick.market.compile import Program, compile_network
from tallystick.market.curves import (
    Curve,
    NoCurve,
    exponential,
    linear,
    piecewise,
    power,
    quadratic,
    steps,
)
from tallystick.market.network import (
    Carry,
    Collar,
    Group,
    Inside,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    Periods,
)
from tallystick.market.results import Flow, LimitResult, MarketResult, Solution
from tallystick.market.solving import NoSolution, check, solve
from tallystick.market.tables import Table
from tallystick.market.wording import to_json, unsolved_to_json

__all__ = [
    "Carry",
    "Collar",
    "Curve",
    "Flow",
    "Group",
    "Inside",
    "Limit",
    "LimitKind",
    "LimitResult",
    "Link",
    "Market",
    "MarketResult",
    "Network",
    "NoCurve",
    "NoSolution",
    "Periods",
    "Program",
    "Solution",
    "Table",
    "check",
    "compile_network",
    "exponential",
    "linear",
    "piecewise",
    "power",
    "quadratic",
    "solve",
    "steps",
    "to_json",
    "unsolved_to_json",
]
