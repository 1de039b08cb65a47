"""A fixed point as JSON: the answer of the frozen network with what its certificate leaves out."""

from typing import Any

from tallystick.market.fixed_point.feedbacks import KINDS
from tallystick.market.fixed_point.iterating import FixedPoint
from tallystick.market.wording import number, to_json

COVERS = "the network with the values of its feedbacks frozen"


def fixed_point_to_json(fixed: FixedPoint) -> dict[str, Any]:
    """Return the answer of `market solve` with the residual and the values of the feedbacks."""
    answer = to_json(fixed.found)
    answer["certificate"] |= {
        "covers": COVERS,
        "fixed_point_residual": fixed.residual,
        "rounds": fixed.rounds,
    }
    by_year = fixed.found.network.periods is not None
    answer["feedbacks"] = [
        {
            "kind": KINDS[type(one)],
            "value": [number(value) for value in values] if by_year else number(values[0]),
        }
        for one, values in zip(fixed.feedbacks, fixed.values, strict=True)
    ]
    return answer
